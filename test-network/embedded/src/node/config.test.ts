import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { checkConfig, readConfigFile } from './config.js';

const dir = mkdtempSync(join(tmpdir(), 'embedded-config-'));
afterAll(() => rmSync(dir, { recursive: true }));

function node(name: string, port: number) {
  return {
    name,
    mspId: 'AMSP',
    mspDir: 'msp',
    host: '127.0.0.1',
    port,
    externalEndpoint: `localhost:${port}`,
    tls: { cert: 'server.crt', key: 'server.key', ca: 'ca.crt' },
  };
}

const valid = {
  dataDir: 'data',
  orderer: node('orderer0', 7050),
  peers: [node('peer0', 7051)],
  channels: [{ genesisBlock: 'a.block', peers: ['peer0'] }],
};

describe('a configuration', () => {
  it('is taken as it is when it is right', () => {
    expect(checkConfig(valid)).toEqual(valid);
  });

  it.each([
    ['a port that is none', { ...valid, peers: [{ ...node('peer0', 7051), port: 70_000 }] }, 'peers.0.port'],
    [
      'a field that is missing',
      { ...valid, orderer: { ...node('o', 1), tls: { cert: 'c', key: 'k' } } },
      'orderer.tls.ca',
    ],
    ['a field that nobody knows', { ...valid, pears: [] }, 'pears'],
    ['a second node of the same name', { ...valid, peers: [node('orderer0', 7051)] }, 'orderer0'],
    [
      'a channel with an unknown peer',
      { ...valid, channels: [{ genesisBlock: 'a.block', peers: ['peer9'] }] },
      'channels.0.peers',
    ],
  ])('with %s is refused in one sentence that names it', (_name, config, field) => {
    expect(() => checkConfig(config, 'network.json')).toThrow(field);
    expect(() => checkConfig(config, 'network.json')).toThrow(/^network\.json: [^\n]*\.$/);
  });

  it('in a file has its paths relative to the file', () => {
    const file = join(dir, 'network.json');
    writeFileSync(file, JSON.stringify(valid));
    const config = readConfigFile(file);
    expect(config.dataDir).toBe(join(dir, 'data'));
    expect(config.peers[0]?.tls.key).toBe(join(dir, 'server.key'));
    expect(config.channels[0]?.genesisBlock).toBe(join(dir, 'a.block'));
  });

  it('that is no JSON, or not there, is refused by its path', () => {
    const file = join(dir, 'broken.json');
    writeFileSync(file, '{');
    expect(() => readConfigFile(file)).toThrow(file);
    expect(() => readConfigFile(join(dir, 'absent.json'))).toThrow('absent.json');
  });
});
