import { peer } from '@hyperledger/fabric-protos';
import type { UpdateBatch } from '../ledger/commit/update-batch.js';
import { type KVRead, type KVReadHash, versionOf } from '../ledger/rwset/kv-messages.js';
import { hex, type ParsedNamespace } from '../ledger/rwset/parsed-rwset.js';
import type { StateView } from '../ledger/state/state-view.js';
import { sameVersion } from '../ledger/version.js';
import { rangeStillSame } from './phantom-reads.js';

const { VALID, MVCC_READ_CONFLICT, PHANTOM_READ_CONFLICT } = peer.TxValidationCode;

/**
 * Whether what a transaction read is still so: in committed state, and not touched by valid transactions
 * before it in the block. Answers VALID, MVCC_READ_CONFLICT or PHANTOM_READ_CONFLICT.
 */
export async function checkReads(
  rwset: readonly ParsedNamespace[],
  updates: UpdateBatch,
  view: StateView,
): Promise<number> {
  for (const namespace of rwset) {
    const { name, kv, collections } = namespace;
    if (!kv.getReadsList().every((read) => isCurrent(name, read, updates, view))) {
      return MVCC_READ_CONFLICT;
    }
    for (const query of kv.getRangeQueriesInfoList()) {
      if (!(await rangeStillSame(name, query, updates, view))) {
        return PHANTOM_READ_CONFLICT;
      }
    }
    for (const { name: collection, hashed } of collections) {
      const reads = hashed.getHashedReadsList();
      if (!reads.every((read) => isHashCurrent({ namespace: name, collection }, read, updates, view))) {
        return MVCC_READ_CONFLICT;
      }
    }
  }
  return VALID;
}

function isCurrent(namespace: string, read: KVRead, updates: UpdateBatch, view: StateView): boolean {
  const key = read.getKey();
  return (
    updates.get(namespace, key) === undefined &&
    sameVersion(view.get(namespace, key)?.version, versionOf(read))
  );
}

function isHashCurrent(
  { namespace, collection }: { readonly namespace: string; readonly collection: string },
  read: KVReadHash,
  updates: UpdateBatch,
  view: StateView,
): boolean {
  const keyHash = hex(read.getKeyHash_asU8());
  return (
    updates.getHash(namespace, collection, keyHash) === undefined &&
    sameVersion(view.getHash(namespace, collection, keyHash)?.version, versionOf(read))
  );
}
