import { peer } from '@hyperledger/fabric-protos';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Simulator } from '../ledger/simulator.js';
import { makeTestNetwork, TestChannel } from '../ledger/testing/test-channel.js';

const { VALID, MVCC_READ_CONFLICT, PHANTOM_READ_CONFLICT } = peer.TxValidationCode;
const TEXT = (text: string) => Buffer.from(text);
let channel: TestChannel;

beforeAll(async () => {
  channel = await TestChannel.open(await makeTestNetwork());
  await channel.define({
    name: 'cc',
    policy: "OR('AMSP.peer')",
    collections: [{ name: 'both', members: "OR('AMSP.member','BMSP.member')" }],
  });
});
afterAll(() => channel.destroy());

const put =
  (key: string, value = 'x') =>
  (sim: Simulator) =>
    sim.putState('cc', key, TEXT(value));
const del = (key: string) => (sim: Simulator) => sim.deleteState('cc', key);
const read = (key: string) => (sim: Simulator) => void sim.getState('cc', key);
const endorse = (simulate: (sim: Simulator) => void | Promise<void>) => channel.endorse(simulate);

async function scan(
  sim: Simulator,
  start: string,
  end: string,
  limit = Number.POSITIVE_INFINITY,
): Promise<void> {
  const iterator = sim.rangeQuery('cc', start, end);
  for (let count = 0; count < limit; count++) {
    if ((await iterator.next()) === undefined) {
      return;
    }
  }
}

describe('a read', () => {
  it('is in conflict with a write of an earlier block', async () => {
    const stale = await endorse(read('r1'));
    await channel.invoke(put('r1'));
    expect(await channel.commit(stale)).toEqual([MVCC_READ_CONFLICT]);
  });

  it('is in conflict with a write, a deletion and a change of metadata before it in the block', async () => {
    await channel.invoke(put('r2'));
    await channel.invoke(put('r3'));
    await channel.invoke(put('r4'));
    const metadata = await endorse((sim) => sim.setStateMetadata('cc', 'r4', new Map([['m', TEXT('1')]])));
    const codes = await channel.commit(
      await endorse(put('r2')),
      await endorse(del('r3')),
      metadata,
      await endorse(read('r2')),
      await endorse(read('r3')),
      await endorse(read('r4')),
    );
    expect(codes.slice(3)).toEqual([MVCC_READ_CONFLICT, MVCC_READ_CONFLICT, MVCC_READ_CONFLICT]);
  });

  it('is not in conflict with an invalid transaction before it', async () => {
    await channel.invoke(put('r5'));
    const stale = await endorse((sim) => {
      sim.getState('cc', 'r5');
      sim.putState('cc', 'r6', TEXT('x'));
    });
    await channel.invoke(put('r5'));
    expect(await channel.commit(stale, await endorse(read('r6')))).toEqual([MVCC_READ_CONFLICT, VALID]);
  });

  it('of a key that is still missing holds', async () => {
    const one = await endorse(read('never'));
    await channel.invoke(put('something else'));
    expect(await channel.commit(one)).toEqual([VALID]);
  });

  it('is not in conflict with a write after it in the block', async () => {
    await channel.invoke(put('r7'));
    expect(await channel.commit(await endorse(read('r7')), await endorse(put('r7')))).toEqual([VALID, VALID]);
  });

  it('blind writes are never in conflict, and the last one stands', async () => {
    expect(await channel.commit(await endorse(put('w', '1')), await endorse(put('w', '2')))).toEqual([
      VALID,
      VALID,
    ]);
    expect(await channel.read('AMSP', (sim) => sim.getState('cc', 'w'))).toEqual(TEXT('2'));
  });

  it('of a private key or its hash is in conflict with a private write', async () => {
    await channel.invoke((sim) => sim.putPrivateData('cc', 'both', 'p', TEXT('1')));
    const clear = await endorse((sim) => void sim.getPrivateData('cc', 'both', 'p'));
    const hash = await endorse((sim) => void sim.getPrivateDataHash('cc', 'both', 'p'));
    const write = await endorse((sim) => sim.putPrivateData('cc', 'both', 'p', TEXT('2')));
    expect(await channel.commit(write, clear)).toEqual([VALID, MVCC_READ_CONFLICT]);
    expect(await channel.commit(hash)).toEqual([MVCC_READ_CONFLICT]);
  });
});

describe('a range query', () => {
  beforeAll(async () => {
    await channel.invoke((sim) => {
      for (const key of ['s1', 's2', 's3', 's4']) {
        sim.putState('cc', key, TEXT('x'));
      }
    });
  });

  it.each([
    ['a key that came', put('s25')],
    ['a key that went', del('s2')],
    ['a key that changed', put('s3')],
    ['a key that came first', put('s0')],
    ['a key that came last', put('s9')],
  ])('is in conflict with %s, in a block before and in the same block', async (_, change) => {
    const before = await endorse((sim) => scan(sim, 's', 't'));
    await channel.invoke(change);
    expect(await channel.commit(before)).toEqual([PHANTOM_READ_CONFLICT]);
    const again = await endorse((sim) => scan(sim, 's', 't'));
    expect(await channel.commit(await endorse(put('s5')), again)).toEqual([VALID, PHANTOM_READ_CONFLICT]);
  });

  it('is not in conflict with what happens beyond where it was read to', async () => {
    await channel.invoke(put('u1'));
    await channel.invoke(put('u2'));
    const partly = await endorse((sim) => scan(sim, 'u', 'v', 1));
    await channel.invoke(put('u15'));
    expect(await channel.commit(partly)).toEqual([VALID]);
    const stale = await endorse((sim) => scan(sim, 'u', 'v', 1));
    await channel.invoke(put('u1'));
    expect(await channel.commit(stale)).toEqual([PHANTOM_READ_CONFLICT]);
  });

  it('holds if the same block changes nothing in it', async () => {
    const query = await endorse((sim) => scan(sim, 's', 't'));
    expect(await channel.commit(await endorse(put('t')), query)).toEqual([VALID, VALID]);
  });

  it('over many keys is compared by its summary', async () => {
    await channel.invoke((sim) => {
      for (let i = 0; i < 200; i++) {
        sim.putState('cc', `z${String(i).padStart(3, '0')}`, TEXT('x'));
      }
    });
    const fresh = await endorse((sim) => scan(sim, 'z', '{'));
    expect(await channel.commit(fresh)).toEqual([VALID]);
    const stale = await endorse((sim) => scan(sim, 'z', '{'));
    await channel.invoke(put('z077'));
    expect(await channel.commit(stale)).toEqual([PHANTOM_READ_CONFLICT]);
    const shrunk = await endorse((sim) => scan(sim, 'z', '{'));
    expect(await channel.commit(await endorse(del('z199')), shrunk)).toEqual([VALID, PHANTOM_READ_CONFLICT]);
  });
});
