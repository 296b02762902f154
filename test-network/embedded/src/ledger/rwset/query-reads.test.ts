import { createHash } from 'node:crypto';
import { ledger } from '@hyperledger/fabric-protos';
import { expect, it } from 'vitest';
import { kvRead } from './kv-messages.js';
import { QueryReadsDigest } from './query-reads.js';

const { QueryReads, RangeQueryInfo } = ledger.rwset.kvrwset;

const reads = (count: number) =>
  Array.from({ length: count }, (_, i) => kvRead(`k${i}`, { block: 1, tx: i }));

function leaf(from: number, to: number): Buffer {
  const group = new QueryReads();
  group.setKvReadsList(reads(to).slice(from));
  return createHash('sha256').update(group.serializeBinary()).digest();
}

function digestOf(count: number, maxDegree: number): QueryReadsDigest {
  const digest = new QueryReadsDigest(maxDegree);
  for (const read of reads(count)) {
    digest.add(read);
  }
  return digest;
}

it('lists up to as many reads as the tree has branches', () => {
  const info = new RangeQueryInfo();
  digestOf(50, 50).finishInto(info);
  expect(info.getRawReads()?.getKvReadsList().length).toBe(50);
  expect(info.getReadsMerkleHashes()).toBeUndefined();
});

it('says nothing of a query without results', () => {
  const info = new RangeQueryInfo();
  digestOf(0, 50).finishInto(info);
  expect(info.getReadsInfoCase()).toBe(0);
});

it('hashes one group of reads more than the branches', () => {
  const summary = digestOf(51, 50).finish();
  expect(summary?.getMaxDegree()).toBe(50);
  expect(summary?.getMaxLevel()).toBe(1);
  expect(summary?.getMaxLevelHashesList_asU8().map((hash) => Buffer.from(hash))).toEqual([leaf(0, 51)]);
});

it('hashes the last, incomplete group too', () => {
  const summary = digestOf(8, 2).finish();
  expect(summary?.getMaxLevel()).toBe(2);
  const combined = createHash('sha256')
    .update(Buffer.concat([leaf(0, 3), leaf(3, 6), leaf(6, 8)]))
    .digest();
  expect(summary?.getMaxLevelHashesList_asU8().map((hash) => Buffer.from(hash))).toEqual([combined]);
});

it('carries a single hash up as it is', () => {
  // Twelve reads in groups of three: three groups make one hash of level 2, the fourth moves up alone.
  const summary = digestOf(12, 2).finish();
  const combined = createHash('sha256')
    .update(Buffer.concat([leaf(0, 3), leaf(3, 6), leaf(6, 9)]))
    .digest();
  expect(summary?.getMaxLevelHashesList_asU8().map((hash) => Buffer.from(hash))).toEqual([
    combined,
    leaf(9, 12),
  ]);
});
