import type { common } from '@hyperledger/fabric-protos';
import type { BlockLocation } from '../blocks/block-file.js';
import { blockHeaderHash } from '../blocks/block-hash.js';
import { locationValue, numbersValue, transactionValue } from '../blocks/block-index.js';
import { collectionConfig } from '../collections.js';
import { expiringBlock, type TransactionWrites } from '../private/private-writes.js';
import type { LevelStore } from '../state/level.js';
import { metadataUseKey } from '../state/metadata-use.js';
import type { StateView } from '../state/state-view.js';
import {
  blockHashKey,
  blockLocationKey,
  expiryKey,
  hashedKey,
  historyKey,
  SAVEPOINT_KEY,
  stateKey,
  txIdKey,
} from '../state/store-keys.js';
import { encodeValue } from '../state/value-codec.js';
import type { ExpiredHashes } from './expired-hashes.js';
import type { Update, UpdateBatch } from './update-batch.js';

/** Names the block that holds the current configuration. */
export const CONFIG_BLOCK_KEY = 'm-config';

export interface PublicCommit {
  readonly header: common.BlockHeader;
  readonly location: BlockLocation;
  /** Those to be found by id from now on. */
  readonly transactions: readonly IndexedTransaction[];
  readonly writes: readonly TransactionWrites[];
  readonly updates: UpdateBatch;
  readonly expired: ExpiredHashes;
  readonly changesConfig: boolean;
}

export interface IndexedTransaction {
  readonly txId: string;
  readonly tx: number;
  /** peer.TxValidationCode */
  readonly code: number;
}

const NO_BYTES = Buffer.alloc(0);

type Batch = ReturnType<LevelStore['batch']>;

/** Fills the batch with all that a block changes in the public store; answers the blocks at which hashes it writes expire. */
export function fillPublicBatch(batch: Batch, commit: PublicCommit, view: StateView): ReadonlySet<number> {
  const block = commit.header.getNumber();
  const expiring = putState(batch, block, commit.updates, view);
  for (const key of [...commit.expired.stateKeys, ...commit.expired.scheduleKeys]) {
    batch.del(key);
  }
  putHistory(batch, block, commit.writes);
  putIndex(batch, block, commit);
  for (const namespace of commit.updates.namespacesWithMetadata()) {
    batch.put(metadataUseKey(namespace), NO_BYTES);
  }
  if (commit.changesConfig) {
    batch.put(CONFIG_BLOCK_KEY, numbersValue(block));
  }
  batch.put(SAVEPOINT_KEY, numbersValue(block + 1));
  return expiring;
}

function putState(batch: Batch, block: number, updates: UpdateBatch, view: StateView): ReadonlySet<number> {
  const expiring = new Set<number>();
  for (const namespace of updates.namespaces()) {
    for (const [key, update] of updates.publicUpdates(namespace)) {
      putUpdate(batch, stateKey(namespace, key), update);
    }
    for (const [collection, hashed] of updates.hashedUpdates(namespace)) {
      const blockToLive = collectionConfig(view, namespace, collection)?.getBlockToLive() ?? 0;
      const expiresAt = expiringBlock(block, blockToLive);
      for (const [keyHash, update] of hashed) {
        const key = hashedKey(namespace, collection, keyHash);
        putUpdate(batch, key, update);
        if (expiresAt !== undefined && update.value !== undefined) {
          expiring.add(expiresAt);
          batch.put(expiryKey(expiresAt, key), numbersValue(block));
        }
      }
    }
  }
  return expiring;
}

function putUpdate(batch: Batch, key: string, { value, metadata, version }: Update): void {
  if (value === undefined) {
    batch.del(key);
  } else {
    batch.put(key, encodeValue({ value, version, ...(metadata && { metadata }) }));
  }
}

function putHistory(batch: Batch, block: number, writes: readonly TransactionWrites[]): void {
  for (const { tx, rwset } of writes.filter(({ valid }) => valid)) {
    for (const { name, kv } of rwset) {
      for (const write of kv.getWritesList()) {
        batch.put(historyKey(name, write.getKey(), block, tx), NO_BYTES);
      }
    }
  }
}

function putIndex(batch: Batch, block: number, { header, location, transactions }: PublicCommit): void {
  batch.put(blockLocationKey(block), locationValue(location));
  batch.put(blockHashKey(blockHeaderHash(header)), numbersValue(block));
  for (const { txId, tx, code } of transactions) {
    batch.put(txIdKey(txId), transactionValue({ block, tx, code }));
  }
}
