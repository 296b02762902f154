import { fork } from 'node:child_process';
import { once } from 'node:events';
import { cp, open, readFile, rm, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { peer } from '@hyperledger/fabric-protos';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { blockHeaderHash } from './blocks/block-hash.js';
import type { CommittedReport } from './testing/crash-child.js';
import { makeTestNetwork, TestChannel, type TestNetwork } from './testing/test-channel.js';

const { VALID } = peer.TxValidationCode;
/** A child process cannot run the source itself: it runs what the build has made of it. */
const CHILD = fileURLToPath(
  new URL(import.meta.resolve('./testing/crash-child.ts').replace('/src/', '/dist/').replace(/\.ts$/, '.js')),
);
let network: TestNetwork;

beforeEach(async () => {
  network = await makeTestNetwork();
});
afterEach(() => rm(network.dir, { recursive: true, force: true }));

/** Runs the child until it has reported so many blocks, then kills it on the spot. */
async function killedAfter(blocks: number): Promise<CommittedReport[]> {
  const child = fork(CHILD, [network.dir], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const reports: CommittedReport[] = [];
  child.on('message', (report: CommittedReport) => {
    reports.push(report);
    if (reports.length === blocks) {
      child.kill('SIGKILL');
    }
  });
  await once(child, 'exit');
  return reports;
}

async function assertWhole(channel: TestChannel): Promise<void> {
  const { ledger } = channel;
  for (let number = 1; number < ledger.height; number++) {
    const header = ledger.block(number)?.getHeader();
    const previous = ledger.block(number - 1)?.getHeader();
    if (header === undefined || previous === undefined) {
      throw new Error(`Block ${number} or the one before it is missing.`);
    }
    expect(Buffer.from(header.getPreviousHash_asU8())).toEqual(Buffer.from(blockHeaderHash(previous)));
  }
}

async function assertKeys(channel: TestChannel, keys: readonly string[]): Promise<void> {
  for (const mspId of ['AMSP', 'BMSP']) {
    await channel.read(mspId, (sim) => {
      for (const key of keys) {
        expect(sim.getState('cc', key)).toEqual(Buffer.from(key));
        expect(sim.getPrivateData('cc', 'ab', key)).toEqual(Buffer.from(key));
      }
    });
  }
  await channel.read('CMSP', (sim) => {
    expect(() => sim.getPrivateData('cc', 'ab', keys[0] ?? '')).toThrow(
      'private data matching public hash version',
    );
  });
}

describe('a ledger whose process is killed', () => {
  it('has all that was reported, private data too, and goes on', { timeout: 120_000 }, async () => {
    const reported: CommittedReport[] = [];
    for (let round = 1; round <= 5; round++) {
      reported.push(...(await killedAfter(round)));
      const channel = await TestChannel.open(network);
      expect(channel.ledger.height).toBeGreaterThanOrEqual(reported.at(-1)?.height ?? 0);
      await assertWhole(channel);
      await assertKeys(
        channel,
        reported.flatMap(({ keys }) => keys),
      );
      expect(await channel.invoke((sim) => sim.putState('cc', 'after', Buffer.from('x')))).toBe(VALID);
      await channel.close();
    }
  });
});

describe('a ledger whose block file is ahead of its stores', () => {
  const write = (key: string) => (sim: Parameters<Parameters<TestChannel['endorse']>[0]>[0]) => {
    sim.putState('cc', key, Buffer.from(key));
    sim.putPrivateData('cc', 'ab', key, Buffer.from(key));
  };

  /** Leaves the stores as they were before the last block, with what was kept at endorsement in them. */
  async function withUnappliedBlock(): Promise<{
    readonly blocks: string;
    readonly whole: Buffer;
    readonly start: number;
  }> {
    let channel = await TestChannel.open(network);
    await channel.define({
      name: 'cc',
      policy: "OR('AMSP.peer')",
      collections: [{ name: 'ab', members: "OR('AMSP.member','BMSP.member')" }],
    });
    await channel.invoke(write('first'));
    const endorsed = await channel.endorse(write('last'), { endorsers: ['AMSP'] });
    await channel.close();
    const blocks = join(network.dir, 'blocks', 'blocks-000000');
    const start = (await readFile(blocks)).length;
    await cp(network.dir, `${network.dir}-before`, { recursive: true });
    channel = await TestChannel.open(network);
    expect(await channel.commit(endorsed)).toEqual([VALID]);
    await channel.close();
    const whole = await readFile(blocks);
    for (const store of ['state', 'private']) {
      await rm(join(network.dir, store), { recursive: true });
      await cp(join(`${network.dir}-before`, store), join(network.dir, store), { recursive: true });
    }
    await rm(`${network.dir}-before`, { recursive: true });
    return { blocks, whole, start };
  }

  it('applies the block that the stores lack, with its private data, to every member', async () => {
    await withUnappliedBlock();
    const channel = await TestChannel.open(network);
    expect(channel.ledger.height).toBe(4);
    await assertKeys(channel, ['first', 'last']);
    await channel.close();
  });

  it('is without the last block, and whole, wherever its record was cut short', {
    timeout: 60_000,
  }, async () => {
    const { blocks, whole, start } = await withUnappliedBlock();
    const middle = Math.floor((start + whole.length) / 2);
    for (const size of [whole.length - 1, middle, start + 13, start + 12, start + 5, start + 1, start]) {
      const handle = await open(blocks, 'r+');
      await handle.write(whole, 0, whole.length, 0);
      await handle.close();
      await truncate(blocks, size);
      const channel = await TestChannel.open(network);
      expect(channel.ledger.height).toBe(3);
      await assertWhole(channel);
      await assertKeys(channel, ['first']);
      await channel.close();
    }
  });
});

describe('an organisation that comes to a ledger later', () => {
  it('gets the private data of its collections that is still held by others', async () => {
    const before = await TestChannel.open(network, ['AMSP', 'CMSP']);
    await before.define({
      name: 'cc',
      policy: "OR('AMSP.peer')",
      collections: [{ name: 'ab', members: "OR('AMSP.member','BMSP.member')" }],
    });
    const write = (value: string) => (sim: Parameters<Parameters<TestChannel['endorse']>[0]>[0]) =>
      sim.putPrivateData('cc', 'ab', 'k', Buffer.from(value));
    await before.invoke(write('old'), { endorsers: ['AMSP'] });
    await before.invoke(write('new'), { endorsers: ['AMSP'] });
    await before.invoke(
      (sim) => sim.setPrivateDataMetadata('cc', 'ab', 'k', new Map([['m', Buffer.from('1')]])),
      {
        endorsers: ['AMSP'],
      },
    );
    await before.close();
    const channel = await TestChannel.open(network);
    expect(await channel.read('BMSP', (sim) => sim.getPrivateData('cc', 'ab', 'k'))).toEqual(
      Buffer.from('new'),
    );
    await channel.close();
  });
});

describe('a ledger folder', () => {
  it('of another network is refused', async () => {
    await (await TestChannel.open(network)).close();
    const other = await makeTestNetwork();
    await expect(TestChannel.open({ ...other, dir: network.dir })).rejects.toThrow(
      'The data folder holds the ledger of another network under this channel name.',
    );
    await rm(other.dir, { recursive: true });
  });

  it('that another process uses is refused', async () => {
    const channel = await TestChannel.open(network);
    await expect(TestChannel.open(network)).rejects.toThrow('is another process using this data folder?');
    await channel.close();
  });
});
