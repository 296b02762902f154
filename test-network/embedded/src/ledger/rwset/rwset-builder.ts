import { ledger } from '@hyperledger/fabric-protos';
import { sha256 } from '../blocks/sha256.js';
import { sortedByKey } from '../state/key-order.js';
import type { Metadata } from '../state/metadata-codec.js';
import type { Version } from '../version.js';
import { build } from '../wire/build.js';
import {
  kvMetadataWrite,
  kvMetadataWriteHash,
  kvRead,
  kvReadHash,
  kvWrite,
  kvWriteHash,
} from './kv-messages.js';

const { rwset } = ledger;
const { kvrwset } = rwset;
type RangeQueryInfo = ledger.rwset.kvrwset.RangeQueryInfo;

interface CollectionSets {
  readonly reads: Map<string, Version | undefined>;
  readonly writes: Map<string, CollectionWrite>;
  readonly metadataWrites: Map<string, Metadata>;
}

export interface CollectionWrite {
  /** Undefined for a deletion. */
  readonly value: Uint8Array | undefined;
  /** Whether earlier values of the key are to be forgotten too. */
  readonly purge: boolean;
}

interface NamespaceSets {
  readonly reads: Map<string, Version | undefined>;
  readonly writes: Map<string, Uint8Array | undefined>;
  readonly metadataWrites: Map<string, Metadata>;
  readonly rangeQueries: Map<string, RangeQueryInfo>;
  readonly collections: Map<string, CollectionSets>;
}

export interface BuiltRwset {
  readonly publicRwset: Uint8Array;
  readonly privateRwset: ledger.rwset.TxPvtReadWriteSet | undefined;
}

/**
 * Collects what a transaction reads and writes and serialises it in Fabric's order: namespaces, collections
 * and keys sorted by their bytes, range queries as they were first made.
 */
export class RwsetBuilder {
  readonly #namespaces = new Map<string, NamespaceSets>();
  #hasWrites = false;

  get hasWrites(): boolean {
    return this.#hasWrites;
  }

  read(namespace: string, key: string, version: Version | undefined): void {
    this.#namespace(namespace).reads.set(key, version);
  }

  write(namespace: string, key: string, value: Uint8Array | undefined): void {
    this.#hasWrites = true;
    this.#namespace(namespace).writes.set(key, presence(value));
  }

  writeMetadata(namespace: string, key: string, metadata: Metadata): void {
    this.#hasWrites = true;
    this.#namespace(namespace).metadataWrites.set(key, metadata);
  }

  rangeQuery(namespace: string, info: RangeQueryInfo): void {
    const key = JSON.stringify([info.getStartKey(), info.getEndKey(), info.getItrExhausted()]);
    const queries = this.#namespace(namespace).rangeQueries;
    if (!queries.has(key)) {
      queries.set(key, info);
    }
  }

  readHash(namespace: string, collection: string, key: string, version: Version | undefined): void {
    this.#collection(namespace, collection).reads.set(key, version);
  }

  writePrivate(namespace: string, collection: string, key: string, write: CollectionWrite): void {
    this.#hasWrites = true;
    this.#collection(namespace, collection).writes.set(key, { ...write, value: presence(write.value) });
  }

  writePrivateMetadata(namespace: string, collection: string, key: string, metadata: Metadata): void {
    this.#hasWrites = true;
    this.#collection(namespace, collection).metadataWrites.set(key, metadata);
  }

  build(): BuiltRwset {
    const publicSet = new rwset.TxReadWriteSet();
    const privateSet = new rwset.TxPvtReadWriteSet();
    for (const [name, sets] of sortedByKey(this.#namespaces)) {
      const collections = sortedByKey(sets.collections).map(([collection, collectionSets]) =>
        builtCollection(collection, collectionSets),
      );
      publicSet.addNsRwset(
        build(new rwset.NsReadWriteSet(), (namespace) => {
          namespace.setNamespace(name);
          namespace.setRwset(publicKvSet(sets).serializeBinary());
          namespace.setCollectionHashedRwsetList(collections.map(({ hashed }) => hashed));
        }),
      );
      const inClear = collections.flatMap(({ clear }) => (clear === undefined ? [] : [clear]));
      if (inClear.length > 0) {
        privateSet.addNsPvtRwset(
          build(new rwset.NsPvtReadWriteSet(), (namespace) => {
            namespace.setNamespace(name);
            namespace.setCollectionPvtRwsetList(inClear);
          }),
        );
      }
    }
    return {
      publicRwset: publicSet.serializeBinary(),
      privateRwset: privateSet.getNsPvtRwsetList().length > 0 ? privateSet : undefined,
    };
  }

  #namespace(name: string): NamespaceSets {
    const existing = this.#namespaces.get(name);
    if (existing !== undefined) {
      return existing;
    }
    const created: NamespaceSets = {
      reads: new Map(),
      writes: new Map(),
      metadataWrites: new Map(),
      rangeQueries: new Map(),
      collections: new Map(),
    };
    this.#namespaces.set(name, created);
    return created;
  }

  #collection(namespace: string, name: string): CollectionSets {
    const { collections } = this.#namespace(namespace);
    const existing = collections.get(name);
    if (existing !== undefined) {
      return existing;
    }
    const created: CollectionSets = { reads: new Map(), writes: new Map(), metadataWrites: new Map() };
    collections.set(name, created);
    return created;
  }
}

interface BuiltCollection {
  readonly hashed: ledger.rwset.CollectionHashedReadWriteSet;
  /** What the collection's members get; undefined if the collection was only read. */
  readonly clear: ledger.rwset.CollectionPvtReadWriteSet | undefined;
}

function builtCollection(name: string, sets: CollectionSets): BuiltCollection {
  const clear = privateKvSet(sets)?.serializeBinary();
  return {
    hashed: build(new rwset.CollectionHashedReadWriteSet(), (collection) => {
      collection.setCollectionName(name);
      collection.setHashedRwset(hashedKvSet(sets).serializeBinary());
      if (clear !== undefined) {
        collection.setPvtRwsetHash(sha256(clear));
      }
    }),
    clear:
      clear === undefined
        ? undefined
        : build(new rwset.CollectionPvtReadWriteSet(), (collection) => {
            collection.setCollectionName(name);
            collection.setRwset(clear);
          }),
  };
}

function publicKvSet(sets: NamespaceSets): ledger.rwset.kvrwset.KVRWSet {
  return build(new kvrwset.KVRWSet(), (set) => {
    set.setReadsList(mapped(sets.reads, kvRead));
    set.setRangeQueriesInfoList([...sets.rangeQueries.values()]);
    set.setWritesList(mapped(sets.writes, kvWrite));
    set.setMetadataWritesList(mapped(sets.metadataWrites, kvMetadataWrite));
  });
}

function privateKvSet(sets: CollectionSets): ledger.rwset.kvrwset.KVRWSet | undefined {
  if (sets.writes.size === 0 && sets.metadataWrites.size === 0) {
    return undefined;
  }
  return build(new kvrwset.KVRWSet(), (set) => {
    set.setWritesList(mapped(sets.writes, (key, { value }) => kvWrite(key, value)));
    // Metadata is public, by the key's hash; the key alone tells members whose version it raises.
    set.setMetadataWritesList(mapped(sets.metadataWrites, (key) => kvMetadataWrite(key)));
  });
}

function hashedKvSet(sets: CollectionSets): ledger.rwset.kvrwset.HashedRWSet {
  return build(new kvrwset.HashedRWSet(), (set) => {
    set.setHashedReadsList(mapped(sets.reads, kvReadHash));
    set.setHashedWritesList(mapped(sets.writes, (key, { value, purge }) => kvWriteHash(key, value, purge)));
    set.setMetadataWritesList(mapped(sets.metadataWrites, kvMetadataWriteHash));
  });
}

function mapped<T, R>(map: ReadonlyMap<string, T>, toMessage: (key: string, value: T) => R): R[] {
  return sortedByKey(map).map(([key, value]) => toMessage(key, value));
}

/** Writing nothing is a deletion. */
function presence(value: Uint8Array | undefined): Uint8Array | undefined {
  return value === undefined || value.length === 0 ? undefined : value;
}
