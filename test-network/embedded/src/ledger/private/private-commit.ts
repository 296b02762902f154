import { ledger } from '@hyperledger/fabric-protos';
import { sha256 } from '../blocks/sha256.js';
import type { UpdateBatch } from '../commit/update-batch.js';
import { deletes } from '../rwset/kv-messages.js';
import { hex } from '../rwset/parsed-rwset.js';
import type { LevelStore, StoreOperation } from '../state/level.js';
import { scanAll } from '../state/scan.js';
import { decodeValue, encodeValue } from '../state/value-codec.js';
import type { Version, VersionedValue } from '../version.js';
import { BlockRecord } from './block-record.js';
import {
  blockOfKeyIndexKey,
  blockRecordKey,
  type Expiring,
  expiringKey,
  expiringOf,
  expiringRange,
  keyIndexKey,
  keyIndexRange,
  privateStateKey,
} from './private-keys.js';
import type { CollectionWrites, HashedItem, PrivateWrites, Purge } from './private-writes.js';

interface PrivateKey {
  readonly namespace: string;
  readonly collection: string;
  readonly key: string;
}

interface PendingUpdate {
  readonly value: Uint8Array | undefined;
  readonly version: Version;
  readonly expiresAt: number | undefined;
}

const NO_BYTES = Buffer.alloc(0);

/** Works out, for one organisation, what a block changes in its private store. */
export class PrivateCommit {
  readonly #store: LevelStore;
  readonly #block: number;
  readonly #state = new Map<string, PendingUpdate>();
  readonly #records = new Map<number, BlockRecord>();
  readonly #operations: StoreOperation[] = [];
  readonly #raisedVersions: { readonly item: PrivateKey; readonly expiresAt: number | undefined }[] = [];
  readonly #expiring = new Set<number>();

  constructor(store: LevelStore, block: number) {
    this.#store = store;
    this.#block = block;
  }

  /** Blocks at which something that this block writes expires. */
  get expiring(): ReadonlySet<number> {
    return this.#expiring;
  }

  /** Takes in a collection's write set in clear. */
  add(writes: CollectionWrites, rwset: Uint8Array): void {
    const { tx, namespace, collection, expiresAt } = writes;
    this.#record(this.#block).add({ tx, namespace, collection, rwset });
    if (expiresAt !== undefined) {
      this.#schedule(expiresAt, { kind: 'record', committedAt: this.#block, namespace, collection });
    }
    const set = ledger.rwset.kvrwset.KVRWSet.deserializeBinary(rwset);
    for (const write of set.getWritesList()) {
      const key = write.getKey();
      const indexKey = keyIndexKey({ namespace, collection, keyHash: hashOf(key) }, this.#block);
      this.#operations.push({ type: 'put', key: indexKey, value: Buffer.from(key) });
      if (writes.valid) {
        const value = deletes(write) ? undefined : write.getValue_asU8();
        const version = { block: this.#block, tx };
        this.#state.set(privateStateKey(namespace, collection, key), { value, version, expiresAt });
      }
    }
    for (const write of writes.valid ? set.getMetadataWritesList() : []) {
      this.#raisedVersions.push({ item: { namespace, collection, key: write.getKey() }, expiresAt });
    }
  }

  /** The operations to apply in one batch, savepoint not included. */
  async operations(
    writes: PrivateWrites,
    updates: UpdateBatch,
    expiresNow: boolean,
  ): Promise<StoreOperation[]> {
    this.#raiseVersions(updates);
    for (const purge of writes.purges) {
      await this.#purge(purge);
    }
    this.#scheduleKeys();
    if (expiresNow) {
      await this.#expire();
    }
    for (const [key, { value, version }] of this.#state) {
      this.#operations.push(
        value === undefined
          ? { type: 'del', key }
          : { type: 'put', key, value: encodeValue({ value, version }) },
      );
    }
    for (const [block, record] of this.#records) {
      const key = blockRecordKey(block);
      this.#operations.push(
        record.isEmpty ? { type: 'del', key } : { type: 'put', key, value: record.encode() },
      );
    }
    return this.#operations;
  }

  /** A change of a key's metadata raises the version of its hash; the value kept here must follow. */
  #raiseVersions(updates: UpdateBatch): void {
    for (const { item, expiresAt } of this.#raisedVersions) {
      const { namespace, collection, key } = item;
      const hashed = updates.getHash(namespace, collection, hashOf(key));
      const storeKey = privateStateKey(namespace, collection, key);
      const value = this.#latest(storeKey)?.value;
      // What is here may be older than the hash if a write set went missing; then it stays behind.
      if (
        value !== undefined &&
        hashed?.value !== undefined &&
        Buffer.from(hashed.value).equals(sha256(value))
      ) {
        this.#state.set(storeKey, { value, version: hashed.version, expiresAt });
      }
    }
  }

  async #purge(purge: Purge): Promise<void> {
    for (const [indexKey, rawKey] of await scanAll(this.#store, keyIndexRange(purge))) {
      const storeKey = privateStateKey(purge.namespace, purge.collection, rawKey.toString());
      const pending = this.#state.get(storeKey);
      if (pending === undefined || isBefore(pending.version, purge.version)) {
        this.#state.set(storeKey, { value: undefined, version: purge.version, expiresAt: undefined });
      }
      this.#record(blockOfKeyIndexKey(indexKey)).purgeKey(purge, Number.MAX_SAFE_INTEGER);
      this.#operations.push({ type: 'del', key: indexKey });
    }
    this.#records.get(this.#block)?.purgeKey(purge, purge.version.tx);
  }

  async #expire(): Promise<void> {
    for (const [scheduled] of await scanAll(this.#store, expiringRange(this.#block))) {
      const expiring = expiringOf(scheduled);
      if (expiring.kind === 'key') {
        this.#expireKey(expiring);
      } else {
        this.#expireRecord(expiring);
      }
      this.#operations.push({ type: 'del', key: scheduled });
    }
  }

  #expireKey({ stateKey, committedAt }: Extract<Expiring, { kind: 'key' }>): void {
    const overwritten = this.#state.has(stateKey) || this.#stored(stateKey)?.version.block !== committedAt;
    if (!overwritten) {
      const version = { block: this.#block, tx: 0 };
      this.#state.set(stateKey, { value: undefined, version, expiresAt: undefined });
    }
  }

  #expireRecord({ committedAt, namespace, collection }: Extract<Expiring, { kind: 'record' }>): void {
    const record = this.#record(committedAt);
    for (const keyHash of record.keyHashesOf(namespace, collection)) {
      const item: HashedItem = { namespace, collection, keyHash };
      this.#operations.push({ type: 'del', key: keyIndexKey(item, committedAt) });
    }
    record.dropCollection(namespace, collection);
  }

  #scheduleKeys(): void {
    for (const [stateKey, { value, expiresAt }] of this.#state) {
      if (value !== undefined && expiresAt !== undefined) {
        this.#schedule(expiresAt, { kind: 'key', committedAt: this.#block, stateKey });
      }
    }
  }

  #schedule(at: number, what: Expiring): void {
    this.#expiring.add(at);
    this.#operations.push({ type: 'put', key: expiringKey(at, what), value: NO_BYTES });
  }

  #latest(storeKey: string): PendingUpdate | VersionedValue | undefined {
    return this.#state.get(storeKey) ?? this.#stored(storeKey);
  }

  #stored(storeKey: string): VersionedValue | undefined {
    const stored = this.#store.getSync(storeKey);
    return stored === undefined ? undefined : decodeValue(stored);
  }

  #record(block: number): BlockRecord {
    const known = this.#records.get(block);
    if (known !== undefined) {
      return known;
    }
    const stored = this.#store.getSync(blockRecordKey(block));
    const record = stored === undefined ? new BlockRecord() : BlockRecord.decode(stored);
    this.#records.set(block, record);
    return record;
  }
}

function hashOf(key: string): string {
  return hex(sha256(key));
}

function isBefore(a: Version, b: Version): boolean {
  return a.block < b.block || (a.block === b.block && a.tx < b.tx);
}
