import { join } from 'node:path';
import { ledger, peer } from '@hyperledger/fabric-protos';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sha256 } from '../blocks/sha256.js';
import type { Simulator } from '../simulator.js';
import { openLevel, PRIVATE_MEMORY } from '../state/level.js';
import { makeTestNetwork, TestChannel } from '../testing/test-channel.js';
import { TRANSIENT_RANGE } from './private-keys.js';

const { VALID, ENDORSEMENT_POLICY_FAILURE } = peer.TxValidationCode;
const TEXT = (text: string) => Buffer.from(text);
let channel: TestChannel;

beforeAll(async () => {
  channel = await TestChannel.open(await makeTestNetwork());
  await channel.define({
    name: 'cc',
    policy: "OR('AMSP.peer')",
    collections: [
      { name: 'ab', members: "OR('AMSP.member','BMSP.member')" },
      { name: 'brief', members: "OR('AMSP.member','BMSP.member')", blockToLive: 2 },
    ],
  });
});
afterAll(() => channel.destroy());

const write =
  (collection: string, key: string, value = 'secret') =>
  (sim: Simulator) =>
    sim.putPrivateData('cc', collection, key, TEXT(value));
const value = (mspId: string, collection: string, key: string) =>
  channel.read(mspId, (sim) => sim.getPrivateData('cc', collection, key)?.toString());
const hash = (collection: string, key: string) =>
  channel.read('CMSP', (sim) => sim.getPrivateDataHash('cc', collection, key));
const unrelatedBlocks = async (count: number) => {
  for (let i = 0; i < count; i++) {
    await channel.invoke((sim) => sim.putState('cc', 'unrelated', TEXT(String(i))), { endorsers: ['AMSP'] });
  }
};

function heldBy(mspId: string, block: number): string[] {
  return [...channel.ledger.privateDataOf(mspId, block).values()]
    .flatMap((set) => set.getNsPvtRwsetList())
    .flatMap((namespace) => namespace.getCollectionPvtRwsetList())
    .flatMap((collection) =>
      ledger.rwset.kvrwset.KVRWSet.deserializeBinary(collection.getRwset_asU8()).getWritesList(),
    )
    .map((each) => `${each.getKey()}=${Buffer.from(each.getValue_asU8()).toString()}`);
}

describe('private data', () => {
  it('reaches every member, also one that did not endorse, and nobody else', async () => {
    expect(await channel.invoke(write('ab', 'k1'), { endorsers: ['AMSP'] })).toBe(VALID);
    const block = channel.ledger.height - 1;
    expect(await value('AMSP', 'ab', 'k1')).toBe('secret');
    expect(await value('BMSP', 'ab', 'k1')).toBe('secret');
    expect(heldBy('AMSP', block)).toEqual(['k1=secret']);
    expect(heldBy('BMSP', block)).toEqual(['k1=secret']);
    expect(heldBy('CMSP', block)).toEqual([]);
    await expect(value('CMSP', 'ab', 'k1')).rejects.toThrow(
      `private data matching public hash version is not available. Public hash version = {BlockNum: ${block}, TxNum: 0}, Private data version = <nil>`,
    );
  });

  it('shows everybody its hash', async () => {
    expect(await hash('ab', 'k1')).toEqual(Buffer.from(sha256('secret')));
  });

  it('is in no block in clear', async () => {
    const block = channel.ledger.block(channel.ledger.height - 1);
    expect(Buffer.from(block?.serializeBinary() ?? []).includes('secret')).toBe(false);
  });

  it('that nobody kept is missing, which reading it says', async () => {
    await channel.invoke(write('ab', 'lost'), { keepsPrivateData: false });
    await expect(value('AMSP', 'ab', 'lost')).rejects.toThrow(
      'private data matching public hash version is not available',
    );
    expect(await channel.invoke(write('ab', 'lost', 'again'))).toBe(VALID);
    expect(await value('BMSP', 'ab', 'lost')).toBe('again');
  });

  it('of an invalid transaction never shows', async () => {
    expect(await channel.invoke(write('ab', 'k2'), { endorsers: ['BMSP'] })).toBe(ENDORSEMENT_POLICY_FAILURE);
    expect(await value('AMSP', 'ab', 'k2')).toBeUndefined();
    expect(await hash('ab', 'k2')).toBeUndefined();
  });

  it('can be deleted, and its history of write sets stays', async () => {
    await channel.invoke(write('ab', 'k3'));
    const block = channel.ledger.height - 1;
    expect(await channel.invoke((sim) => sim.deletePrivateData('cc', 'ab', 'k3'))).toBe(VALID);
    expect(await value('AMSP', 'ab', 'k3')).toBeUndefined();
    expect(await hash('ab', 'k3')).toBeUndefined();
    expect(heldBy('AMSP', block)).toEqual(['k3=secret']);
  });

  it('can be purged, and then no member holds any trace of it', async () => {
    await channel.invoke((sim) => {
      write('ab', 'k4')(sim);
      write('ab', 'other')(sim);
    });
    await channel.invoke(write('ab', 'k4', 'second secret'));
    const last = channel.ledger.height - 1;
    const before = await channel.endorse(write('ab', 'k4', 'third secret'));
    const purge = await channel.endorse((sim) => sim.purgePrivateData('cc', 'ab', 'k4'));
    const after = await channel.endorse(write('ab', 'new'));
    expect(await channel.commit(before, purge, after)).toEqual([VALID, VALID, VALID]);
    for (const mspId of ['AMSP', 'BMSP']) {
      expect(await value(mspId, 'ab', 'k4')).toBeUndefined();
      expect(heldBy(mspId, last - 1)).toEqual(['other=secret']);
      expect(heldBy(mspId, last)).toEqual([]);
      expect(heldBy(mspId, last + 1)).toEqual(['new=secret']);
    }
    expect(await channel.invoke(write('ab', 'k4', 'later'))).toBe(VALID);
    expect(await value('BMSP', 'ab', 'k4')).toBe('later');
  });

  it('stays readable when only its metadata changes', async () => {
    await channel.invoke(write('ab', 'k5'));
    const metadata = new Map([['m', TEXT('1')]]);
    await channel.invoke((sim) => sim.setPrivateDataMetadata('cc', 'ab', 'k5', metadata));
    expect(await value('AMSP', 'ab', 'k5')).toBe('secret');
    expect(await value('BMSP', 'ab', 'k5')).toBe('secret');
    const both = await Promise.all([
      channel.endorse(write('ab', 'k5', 'changed')),
      channel.endorse((sim) => sim.setPrivateDataMetadata('cc', 'ab', 'k5', new Map())),
    ]);
    expect(await channel.commit(...both)).toEqual([VALID, VALID]);
    expect(await value('AMSP', 'ab', 'k5')).toBe('changed');
    expect(await channel.read('CMSP', (sim) => sim.getPrivateDataMetadata('cc', 'ab', 'k5').size)).toBe(0);
  });

  it('waits for the transaction’s commit, and no longer', async () => {
    const committed = await channel.endorse(write('ab', 'k6'));
    const waiting = await channel.endorse(write('ab', 'k7'));
    await channel.commit(committed);
    await channel.close();
    const level = await openLevel(join(channel.network.dir, 'private', 'AMSP'), PRIVATE_MEMORY);
    const keys = await level.keys(TRANSIENT_RANGE).all();
    await level.close();
    channel = await TestChannel.open(channel.network);
    expect(keys.some((key) => key.includes(committed.txId))).toBe(false);
    expect(keys.some((key) => key.includes(waiting.txId))).toBe(true);
    expect(await channel.commit(waiting)).toEqual([VALID]);
    expect(await value('BMSP', 'ab', 'k7')).toBe('secret');
  });
});

describe('private data with a time to live', () => {
  it('lives for so many blocks after its own, and expires with the next, hash and write set too', async () => {
    await channel.invoke(write('brief', 'e1'));
    const block = channel.ledger.height - 1;
    await unrelatedBlocks(2);
    expect(await value('AMSP', 'brief', 'e1')).toBe('secret');
    expect(heldBy('BMSP', block)).toEqual(['e1=secret']);
    await unrelatedBlocks(1);
    expect(await value('AMSP', 'brief', 'e1')).toBeUndefined();
    expect(await hash('brief', 'e1')).toBeUndefined();
    expect(heldBy('AMSP', block)).toEqual([]);
    expect(heldBy('BMSP', block)).toEqual([]);
  });

  it('lives on from its last write', async () => {
    await channel.invoke(write('brief', 'e2', 'first'));
    const block = channel.ledger.height - 1;
    await unrelatedBlocks(1);
    await channel.invoke(write('brief', 'e2', 'second'));
    await unrelatedBlocks(2);
    expect(await value('BMSP', 'brief', 'e2')).toBe('second');
    expect(heldBy('AMSP', block)).toEqual([]);
    await unrelatedBlocks(1);
    expect(await value('BMSP', 'brief', 'e2')).toBeUndefined();
  });

  it('that is written again in the block of its expiry lives on', async () => {
    await channel.invoke(write('brief', 'e3', 'first'));
    await unrelatedBlocks(2);
    await channel.invoke(write('brief', 'e3', 'second'));
    expect(await value('AMSP', 'brief', 'e3')).toBe('second');
    expect(await hash('brief', 'e3')).toEqual(Buffer.from(sha256('second')));
  });

  it('expires after a restart as well', async () => {
    await channel.invoke(write('brief', 'e4'));
    await channel.close();
    channel = await TestChannel.open(channel.network);
    await unrelatedBlocks(3);
    expect(await value('AMSP', 'brief', 'e4')).toBeUndefined();
    expect(await hash('brief', 'e4')).toBeUndefined();
  });
});
