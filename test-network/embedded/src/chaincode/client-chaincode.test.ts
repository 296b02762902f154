import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeTestOrg } from '../identity/testing/test-org.js';
import { chaincodeSupportService } from '../services/chaincode-support-service.js';
import { GrpcServer } from '../services/wire/grpc-server.js';
import { ChaincodeRuntime } from './runtime.js';
import { fixturePackage } from './testing/chaincode-package.js';
import { freePort } from './testing/chaincode-service.js';
import { TestRun } from './testing/test-run.js';

const dir = mkdtempSync(path.join(tmpdir(), 'client-chaincode-'));
let server: GrpcServer;
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
  const files = { cert: path.join(dir, 'server.crt'), key: path.join(dir, 'server.key') };
  writeFileSync(files.cert, tls.cert);
  writeFileSync(files.key, tls.key);
  server = await GrpcServer.start({
    host: '127.0.0.1',
    port,
    tls: files,
    methods: chaincodeSupportService(runtime),
    log: () => {},
  });
});

afterAll(async () => {
  await runtime.close();
  await server.stop();
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
