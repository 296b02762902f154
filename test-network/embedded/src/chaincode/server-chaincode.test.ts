import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { makeTestOrg } from '../identity/testing/test-org.js';
import { ChaincodeRuntime } from './runtime.js';
import { chaincodePackage } from './testing/chaincode-package.js';
import { ChaincodeService, freePort } from './testing/chaincode-service.js';
import { TestRun } from './testing/test-run.js';

const dir = mkdtempSync(path.join(tmpdir(), 'server-chaincode-'));
const runtime = ChaincodeRuntime.open({
  dir: path.join(dir, 'packages'),
  mspId: 'BankAMSP',
  peerAddress: '127.0.0.1:0',
  peerTlsCaFile: '/nowhere',
});
const services: ChaincodeService[] = [];

afterAll(async () => {
  await runtime.close();
  await Promise.all(services.map((service) => service.kill()));
  rmSync(dir, { recursive: true });
});

async function install(label: string, connection: Readonly<Record<string, unknown>>): Promise<string> {
  const files = { 'connection.json': JSON.stringify(connection) };
  const installed = await runtime.install(await chaincodePackage({ label, type: 'ccaas', files }));
  return installed.packageId;
}

function service(port: number): ChaincodeService {
  const made = new ChaincodeService(port);
  services.push(made);
  return made;
}

describe('a chaincode service elsewhere', () => {
  it('is connected to when it is used, and again after it was away', async () => {
    const port = await freePort();
    const packageId = await install('service_1', { address: `127.0.0.1:${port}`, dial_timeout: '300ms' });
    const run = await TestRun.on(runtime, packageId);
    await expect(run.call('get', 'a')).rejects.toThrow(
      `could not launch chaincode ${packageId}: connection to ${packageId} failed: error cannot create connection for ${packageId}: error creating grpc connection to 127.0.0.1:${port}: failed to create new connection: connection error: desc = "transport: error while dialing: dial tcp 127.0.0.1:${port}: connect: connection refused"`,
    );

    const first = service(port);
    await first.start(packageId);
    expect((await run.call('put', 'a', '1')).payload).toBe('1');

    const broken = run.call('slow', '60000');
    const ended = expect(broken).rejects.toThrow('chaincode stream terminated');
    await run.call('get', 'a');
    await first.kill();
    await ended;

    await service(port).start(packageId);
    expect((await run.call('put', 'a', '2')).payload).toBe('2');
  });

  it('is refused if it says it is another package', async () => {
    const port = await freePort();
    const packageId = await install('service_2', { address: `127.0.0.1:${port}`, dial_timeout: '5s' });
    await service(port).start('service_2:0000');
    await expect(runtime.handler(packageId)).rejects.toThrow(
      'peer will not accept external chaincode connection service_2:0000 (except in dev mode)',
    );
  });

  it('is spoken to over mutual TLS', async () => {
    const port = await freePort();
    const org = await makeTestOrg('BankAMSP');
    const server = await org.tls('localhost');
    const client = await org.tls('peer0');
    const file = (name: string, content: string): string => {
      const target = path.join(dir, name);
      writeFileSync(target, content);
      return target;
    };
    const packageId = await install('service_tls', {
      address: `localhost:${port}`,
      dial_timeout: '10s',
      tls_required: true,
      client_auth_required: true,
      client_key: client.key,
      client_cert: client.cert,
      root_cert: server.ca,
    });
    const options = [
      ...['--chaincode-tls-key-file', file('server.key', server.key)],
      ...['--chaincode-tls-cert-file', file('server.crt', server.cert)],
      ...['--chaincode-tls-client-cacert-file', file('client-ca.crt', client.ca)],
    ];
    await service(port).start(packageId, options);
    const run = await TestRun.on(runtime, packageId);
    expect((await run.call('put', 'a', 'tls')).payload).toBe('tls');
  });
});
