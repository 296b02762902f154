import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  Client,
  type ClientDuplexStream,
  credentials,
  Metadata,
  type ServiceError,
  status,
} from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeTestOrg, type TestTls } from '../../identity/testing/test-org.js';
import { ConcurrencyLimit } from './concurrency-limit.js';
import { GrpcError } from './grpc-error.js';
import { GrpcServer } from './grpc-server.js';
import { streaming, unary, type Writable } from './method.js';

const BYTES = { deserializeBinary: (bytes: Uint8Array) => Buffer.from(bytes) };
const same = (bytes: Buffer) => bytes;
const answer = (bytes: Uint8Array): Writable => ({ serializeBinary: () => bytes });
const at = (path: string) => ({ definition: { path }, request: BYTES });

const dir = mkdtempSync(join(tmpdir(), 'grpc-server-'));
const limit = new ConcurrencyLimit('/test.Service', 1);
let tls: TestTls;
let server: GrpcServer;
let client: Client;
let port: number;
let hungUp: Promise<void>;

beforeAll(async () => {
  tls = await (await makeTestOrg('TestMSP')).tls('localhost');
  writeFileSync(join(dir, 'cert'), tls.cert);
  writeFileSync(join(dir, 'key'), tls.key);
  port = await freePort();
  let tellHungUp = () => {};
  hungUp = new Promise((resolve) => {
    tellHungUp = resolve;
  });
  const methods = [
    unary(at('/test.Service/Echo'), async (request: Buffer) => answer(request)),
    unary(at('/test.Service/Fail'), async (request: Buffer): Promise<Writable> => {
      throw new GrpcError(status.ABORTED, `refused: ${request.toString()}`);
    }),
    unary({ ...at('/test.Service/Wait'), limit }, async (_request: Buffer, call): Promise<Writable> => {
      await new Promise<void>((resolve) => call.signal.addEventListener('abort', () => resolve()));
      tellHungUp();
      throw new Error('nobody is left to read this');
    }),
    streaming<Buffer, Writable>(at('/test.Service/Double'), async (call) => {
      for (let next = await call.next(); next !== undefined; next = await call.next()) {
        if (next.length === 0) {
          throw new GrpcError(status.INVALID_ARGUMENT, 'empty');
        }
        await call.write(answer(next));
        await call.write(answer(next));
      }
    }),
  ];
  const files = { cert: join(dir, 'cert'), key: join(dir, 'key') };
  server = await GrpcServer.start({ host: '127.0.0.1', port, tls: files, methods, log: () => {} });
  client = connect();
}, 30_000);

afterAll(async () => {
  client?.close();
  await server?.stop();
  rmSync(dir, { recursive: true });
});

describe('a gRPC server, asked by an ordinary client', () => {
  it('answers a call, small or of many megabytes', async () => {
    expect((await call('/test.Service/Echo', Buffer.from('hello'))).toString()).toBe('hello');
    expect(await call('/test.Service/Echo', Buffer.alloc(0))).toHaveLength(0);
    const large = Buffer.alloc(20_000_000, 'abc');
    expect((await call('/test.Service/Echo', large)).equals(large)).toBe(true);
  });

  it('passes on status and text of a refusal', async () => {
    await expect(call('/test.Service/Fail', Buffer.from('三 %'))).rejects.toMatchObject({
      code: status.ABORTED,
      details: 'refused: 三 %',
    });
  });

  it('knows neither other methods nor other services', async () => {
    await expect(call('/test.Service/None', Buffer.from(''))).rejects.toMatchObject({
      code: status.UNIMPLEMENTED,
      details: 'unknown method None for service test.Service',
    });
    await expect(call('/none.Service/None', Buffer.from(''))).rejects.toMatchObject({
      code: status.UNIMPLEMENTED,
      details: 'unknown service none.Service',
    });
  });

  it('refuses what goes beyond the limit, and notices when a client hangs up', async () => {
    const waiting = new Promise<ServiceError | null>((resolve) => {
      const under = client.makeUnaryRequest('/test.Service/Wait', same, same, Buffer.from(''), resolve);
      void call('/test.Service/Wait', Buffer.from('')).catch((error: ServiceError) => {
        expect(error).toMatchObject({
          code: status.UNKNOWN,
          details: 'too many requests for /test.Service, exceeding concurrency limit (1)',
        });
        under.cancel();
      });
    });
    expect((await waiting)?.code).toBe(status.CANCELLED);
    await hungUp;
  });

  it('streams both ways, and ends with the status of its last word', async () => {
    const stream = duplex();
    const received: string[] = [];
    stream.on('data', (message: Buffer) => received.push(message.toString()));
    stream.write(Buffer.from('a'));
    stream.write(Buffer.from('b'));
    stream.end();
    await new Promise((resolve) => stream.on('end', resolve));
    expect(received).toEqual(['a', 'a', 'b', 'b']);

    const failing = duplex();
    failing.resume();
    failing.write(Buffer.from('a'));
    failing.write(Buffer.alloc(0));
    const error = await new Promise<ServiceError>((resolve) => failing.on('error', resolve));
    expect(error).toMatchObject({ code: status.INVALID_ARGUMENT, details: 'empty' });
  });

  it('drops its clients and frees its port when it stops', async () => {
    const other = await freePort();
    const files = { cert: join(dir, 'cert'), key: join(dir, 'key') };
    const start = () =>
      GrpcServer.start({
        host: '127.0.0.1',
        port: other,
        tls: files,
        log: () => {},
        methods: [unary(at('/test.Service/Hang'), () => new Promise<Writable>(() => {}))],
      });
    const first = await start();
    const connected = connect(other);
    const hanging = call('/test.Service/Hang', Buffer.from(''), connected);
    await new Promise<void>((resolve, reject) =>
      connected.waitForReady(Date.now() + 10_000, (error) => (error ? reject(error) : resolve())),
    );
    await first.stop();
    await expect(hanging).rejects.toMatchObject({ code: status.UNAVAILABLE });
    connected.close();
    const second = await start();
    await expect(start()).rejects.toMatchObject({ code: 'EADDRINUSE' });
    await second.stop();
  });
});

function connect(to = port): Client {
  return new Client(`localhost:${to}`, credentials.createSsl(Buffer.from(tls.ca)), {
    'grpc.max_receive_message_length': -1,
  });
}

function call(path: string, message: Buffer, by = client): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    by.makeUnaryRequest(path, same, same, message, new Metadata(), (error, response) =>
      error ? reject(error) : resolve(response as Buffer),
    );
  });
}

function duplex(): ClientDuplexStream<Buffer, Buffer> {
  return client.makeBidiStreamRequest('/test.Service/Double', same, same);
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
