import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ChaincodeLogLine, ChaincodeRuntime } from './runtime.js';
import { FIXTURE_FOLDER, fixturePackage } from './testing/chaincode-package.js';
import { TestRun } from './testing/test-run.js';

const dir = mkdtempSync(path.join(tmpdir(), 'worker-chaincode-'));
const lines: ChaincodeLogLine[] = [];
const runtime = ChaincodeRuntime.open({
  dir,
  mspId: 'BankAMSP',
  peerAddress: '127.0.0.1:0',
  peerTlsCaFile: '/nowhere',
  log: (line) => lines.push(line),
  executeTimeoutMs: 1500,
});
let packageId = '';
let run: TestRun;

beforeAll(async () => {
  packageId = (await runtime.install(await fixturePackage('calls_1'))).packageId;
  run = await TestRun.on(runtime, packageId);
});

afterAll(async () => {
  await runtime.close();
  rmSync(dir, { recursive: true });
});

describe('a contract in a worker thread', () => {
  it('reads and writes state through the peer', async () => {
    expect((await run.call('put', 'a', '1')).payload).toBe('1');
    expect((await run.call('get', 'a')).payload).toBe('1');
    await run.call('remove', 'a');
    expect((await run.call('get', 'a')).payload).toBe('');
  });

  it('may ask for several things at once in one transaction', async () => {
    expect((await run.call('concurrent', 'p', 'q', 'r')).payload).toBe('p,q,r');
  });

  it('runs many transactions at the same time', async () => {
    const results = await Promise.all(
      Array.from({ length: 50 }, (_, i) => run.call('put', `many${i}`, String(i))),
    );
    expect(results.map(({ payload }) => payload)).toEqual(results.map((_, i) => String(i)));
  });

  it('walks a range of more than two batches to its end', async () => {
    for (let i = 0; i < 250; i += 1) {
      run.simulator.putState('cc', `range${String(i).padStart(4, '0')}`, Buffer.from('x'));
    }
    expect((await run.call('countRange', 'range', 'rangf')).payload).toBe('250');
    expect((await run.call('countRange', 'range0050', 'range0150')).payload).toBe('100');
    expect((await run.call('range', 'range0003', 'range0005')).payload).toBe('range0003=x,range0004=x');
  });

  it('pages with bookmarks', async () => {
    for (const key of ['pg1', 'pg2', 'pg3']) {
      run.simulator.putState('cc', key, Buffer.from('x'));
    }
    const first = JSON.parse((await run.call('page', 'pg', 'ph', '2', '')).payload);
    expect(first).toEqual({ keys: ['pg1', 'pg2'], metadata: { bookmark: 'pg3', fetchedRecordsCount: 2 } });
    const second = JSON.parse((await run.call('page', 'pg', 'ph', '2', 'pg3')).payload);
    expect(second).toEqual({ keys: ['pg3'], metadata: { bookmark: '', fetchedRecordsCount: 1 } });
  });

  it('gives back iterators that it leaves open when it ends', async () => {
    await run.call('openManyIterators', '3');
    expect(run.simulator.openIterators).toBe(0);
  });

  it('reads the history of a key', async () => {
    run.simulator.modifications.push(
      { txId: 't2', value: Buffer.alloc(0), isDelete: true, timestamp: { seconds: 20, nanos: 0 } },
      { txId: 't1', value: Buffer.from('v'), isDelete: false, timestamp: { seconds: 10, nanos: 0 } },
    );
    expect(JSON.parse((await run.call('history', 'k')).payload)).toEqual([
      { txId: 't2', value: '', isDelete: true, seconds: 20 },
      { txId: 't1', value: 'v', isDelete: false, seconds: 10 },
    ]);
  });

  it('keeps validation parameters with a key', async () => {
    await run.call('setPolicy', 'sbe', 'policy');
    expect((await run.call('getPolicy', 'sbe')).payload).toBe('policy');
  });

  it('is refused rich queries in the words of a LevelDB peer', async () => {
    const { status, message } = await run.call('query', '{}');
    expect(status).toBe(500);
    expect(message).toMatch(
      /^GET_QUERY_RESULT failed: transaction ID: tx\d+: ExecuteQuery not supported for leveldb$/,
    );
    expect((await run.call('pagedQuery', '{}')).message).toMatch(
      /: ExecuteQueryWithMetadata not supported for leveldb$/,
    );
  });

  it('is refused a collection that is not defined', async () => {
    expect((await run.call('privateGet', 'secret', 'k')).message).toMatch(
      /^GET_STATE failed: transaction ID: tx\d+: collection ch\/cc\/secret could not be found$/,
    );
  });

  it('gives one event, the last it sets', async () => {
    const { event } = await run.call('event', 'first', 'second');
    expect(event?.getEventName()).toBe('second');
    expect(Buffer.from(event?.getPayload_asU8() ?? []).toString()).toBe('two');
  });

  it('answers its own errors with status 500 and their text', async () => {
    expect(await run.call('refuse', 'not enough')).toMatchObject({ status: 500, message: 'not enough' });
  });

  it('knows the client, the transaction and its own surroundings', async () => {
    const who = JSON.parse((await run.call('who')).payload);
    expect(who).toMatchObject({
      mspId: 'BankAMSP',
      channel: 'ch',
      environment: 'BankAMSP',
      chaincodeId: packageId,
      folder: FIXTURE_FOLDER,
    });
  });

  it('has what it writes to its console logged by line', async () => {
    await run.call('say', 'hello');
    await expect.poll(() => lines.map(({ line }) => line)).toContain('hello');
    await expect.poll(() => lines.map(({ line }) => line)).toContain('hello (error)');
    expect(lines.every((each) => each.label === 'calls_1' && each.mspId === 'BankAMSP')).toBe(true);
  });

  it('that is only slow times out alone and goes on', async () => {
    const handler = await runtime.handler(packageId);
    const other = run.call('slow', '1300');
    await expect(run.call('slow', '2500')).rejects.toThrow('timeout expired while executing transaction');
    await other;
    expect(await runtime.handler(packageId)).toBe(handler);
  });

  it('in an endless loop fails that transaction and is there again for the next', async () => {
    const handler = await runtime.handler(packageId);
    await expect(run.call('hang')).rejects.toThrow('timeout expired while executing transaction');
    await expect.poll(() => runtime.readyHandler(packageId), { timeout: 20_000 }).not.toBe(handler);
    expect((await run.call('put', 'after', 'hang')).payload).toBe('hang');
  });

  it('that exits fails that transaction and is there again for the next', async () => {
    await expect(run.call('exit', '1')).rejects.toThrow('chaincode stream terminated');
    expect((await run.call('put', 'after', 'exit')).payload).toBe('exit');
  });

  it('that throws where nobody catches is kept alive by the shim, and only that transaction times out', async () => {
    const handler = await runtime.handler(packageId);
    await expect(run.call('crash')).rejects.toThrow('timeout expired while executing transaction');
    expect(await runtime.handler(packageId)).toBe(handler);
  });
});

describe('a stopped chaincode', () => {
  it('refuses to start until it is started again', async () => {
    await runtime.stop('calls_1');
    await expect(run.call('get', 'a')).rejects.toThrow(
      `could not launch chaincode ${packageId}: connection to ${packageId} failed: `,
    );
    await runtime.start('calls_1');
    expect((await run.call('put', 'a', '2')).payload).toBe('2');
  });
});

describe('a chaincode that cannot start', () => {
  it('fails with the reason', async () => {
    const broken = await runtime.install(await fixturePackage('broken_1', '/nonexistent')).then(
      () => undefined,
      (error: Error) => error.message,
    );
    expect(broken).toBe('could not build chaincode: /nonexistent/package.json not found');
  });
});
