import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Server, ServerCredentials } from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeTestOrg } from '../identity/testing/test-org.js';
import { registerService } from './register-service.js';
import { ChaincodeRuntime } from './runtime.js';
import { fixturePackage } from './testing/chaincode-package.js';
import { freePort } from './testing/chaincode-service.js';
import { TestRun } from './testing/test-run.js';

const dir = mkdtempSync(path.join(tmpdir(), 'client-chaincode-'));
const server = new Server();
let runtime: ChaincodeRuntime;

beforeAll(async () => {
  const tls = await (await makeTestOrg('BankAMSP')).tls('localhost');
  const peerTlsCaFile = path.join(dir, 'ca.crt');
  writeFileSync(peerTlsCaFile, tls.ca);
  const port = await freePort();
  runtime = ChaincodeRuntime.open({
    dir: path.join(dir, 'packages'),
    mspId: 'BankAMSP',
    peerAddress: `localhost:${port}`,
    peerTlsCaFile,
  });
  const { definition, implementation } = registerService(runtime);
  server.addService(definition, implementation);
  const pair = { private_key: Buffer.from(tls.key), cert_chain: Buffer.from(tls.cert) };
  await new Promise<void>((resolve, reject) => {
    server.bindAsync(`127.0.0.1:${port}`, ServerCredentials.createSsl(null, [pair]), (error) =>
      error === null ? resolve() : reject(error),
    );
  });
});

afterAll(async () => {
  await runtime.close();
  server.forceShutdown();
  rmSync(dir, { recursive: true });
});

describe('a chaincode with a start script of its own', () => {
  it('runs as a child process that connects to the peer, and is started again after it ended', async () => {
    const folder = fileURLToPath(new URL('./testing/fixtures/client', import.meta.url));
    const { packageId } = await runtime.install(await fixturePackage('client_1', folder));
    const run = await TestRun.on(runtime, packageId);
    expect((await run.call('put', 'a', '1')).payload).toBe('1');

    expect(await run.callWith({ isInit: true }, 'init')).toMatchObject({ status: 200 });
    expect(run.simulator.getState('cc', 'init')).toEqual(new Uint8Array(Buffer.from('tx2')));

    await expect(run.call('exit')).rejects.toThrow('chaincode stream terminated');
    expect((await run.call('put', 'a', '2')).payload).toBe('2');
  });
});
