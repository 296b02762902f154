import { mkdtemp, rm, stat } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { OperatorError } from '@sanfang/native-fabric';
import { deriveNetwork, loadConsortium, type NetworkDescription } from '@sanfang/network';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LocalNetwork } from '../local-network.js';
import { connectControl } from './client.js';
import { serveControl } from './server.js';
import { controlSocketPath } from './socket-path.js';

describe('the control socket', () => {
  let dataDir: string;
  let description: NetworkDescription;
  let network: LocalNetwork;
  let server: { close(): Promise<void> };

  beforeAll(async () => {
    dataDir = await mkdtemp(path.join(tmpdir(), 'sanfang-control-'));
    description = await deriveNetwork({
      consortium: loadConsortium(),
      dataDir,
      profile: 'native',
      ports: 'free',
    });
  });
  afterAll(() => rm(dataDir, { recursive: true, force: true }));

  beforeEach(async () => {
    const nothing = () => vi.fn(async () => undefined);
    network = {
      description,
      deploy: vi.fn(async () => ({ name: 'basic', channels: [], packages: [] })),
      stopNode: nothing(),
      killNode: nothing(),
      startNode: nothing(),
      stopChaincode: nothing(),
      startChaincode: nothing(),
      status: vi.fn(async () => []),
      killAll: nothing(),
      stop: nothing(),
    };
    server = await serveControl(network);
  });
  afterEach(() => server.close());

  it('gives another process the same network', async () => {
    const remote = await connectControl(dataDir);

    await remote.stopChaincode('basic', 'BankAMSP');

    expect(network.stopChaincode).toHaveBeenCalledWith('basic', 'BankAMSP');
    expect(remote.description).toEqual(description);
    expect(await remote.status()).toEqual([]);
  });

  it('hands paths on as they are meant where they were asked', async () => {
    const remote = await connectControl(dataDir);

    await remote.deploy({ name: 'basic', chaincode: 'chaincode' });

    expect(network.deploy).toHaveBeenCalledWith({ name: 'basic', chaincode: path.resolve('chaincode') });
  });

  it('hands on what the operator can cure as such, and every error with its sentence', async () => {
    const remote = await connectControl(dataDir);
    vi.mocked(network.startNode).mockRejectedValueOnce(new OperatorError('Port 7051 is in use.'));
    await expect(remote.startNode('bank-a')).rejects.toThrow(new OperatorError('Port 7051 is in use.'));
    vi.mocked(network.startNode).mockRejectedValueOnce(new Error('broken'));
    await expect(remote.startNode('bank-a')).rejects.toThrow('broken');
  });

  it('can be entered by nobody but its user', async () => {
    const folder = path.dirname(controlSocketPath(dataDir));

    expect((await stat(folder)).mode & 0o777).toBe(0o700);
  });

  it.each([
    ['a verb that does not exist', '/format', '{}', 404, /no verb .*format.*; there are deploy, /],
    ['what is not JSON', '/status', 'status', 400, /not JSON/],
    ['a field that is missing', '/stopNode', '{}', 400, /stopNode: name/],
    ['a field that does not belong', '/status', '{"x":1}', 400, /status: /],
    ['a deployment of nothing', '/deploy', '{"name":"basic"}', 400, /either chaincode .* or address/],
  ])('refuses %s', async (_, verb, body, status, words) => {
    const answer = await post(controlSocketPath(dataDir), verb, body);

    expect(answer.status).toBe(status);
    expect(answer.text).toMatch(words);
  });

  it('says that no network runs when none does', async () => {
    await server.close();

    await expect(connectControl(dataDir)).rejects.toThrow(
      /No network is running in .*: start one with npm start/,
    );
  });
});

describe('the path of the control socket', () => {
  it('is in the data folder, unless that makes it longer than the operating system takes', () => {
    expect(controlSocketPath('/data')).toBe('/data/run/control.sock');

    const deep = `/${'d'.repeat(200)}`;
    expect(Buffer.byteLength(controlSocketPath(deep))).toBeLessThanOrEqual(103);
    expect(controlSocketPath(deep)).toBe(controlSocketPath(deep));
    expect(controlSocketPath(deep)).not.toBe(controlSocketPath(`${deep}e`));
  });
});

function post(socketPath: string, verb: string, body: string): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const call = request({ socketPath, method: 'POST', path: verb, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => {
        text += part;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    call.on('error', reject);
    call.end(body);
  });
}
