import { compareKeys } from '../state/key-order.js';
import type { Version } from '../version.js';

/** What a block does to one key; without a value it is deleted. */
export interface Update {
  readonly value: Uint8Array | undefined;
  readonly metadata: Uint8Array | undefined;
  readonly version: Version;
}

type KeyUpdates = Map<string, Update>;

const NO_UPDATES: ReadonlyMap<string, Update> = new Map();

/** What a block's valid transactions, so far, do to public state and to the hashes of private state. */
export class UpdateBatch {
  readonly #public = new Map<string, KeyUpdates>();
  readonly #hashed = new Map<string, Map<string, KeyUpdates>>();
  readonly #withMetadata = new Set<string>();

  get(namespace: string, key: string): Update | undefined {
    return this.#public.get(namespace)?.get(key);
  }

  /** By the hexadecimal SHA-256 of the private key. */
  getHash(namespace: string, collection: string, keyHash: string): Update | undefined {
    return this.#hashed.get(namespace)?.get(collection)?.get(keyHash);
  }

  set(namespace: string, key: string, update: Update): void {
    this.#noteMetadata(namespace, update);
    entry(this.#public, namespace, newUpdates).set(key, update);
  }

  setHash(namespace: string, collection: string, keyHash: string, update: Update): void {
    this.#noteMetadata(namespace, update);
    const collections = entry(this.#hashed, namespace, () => new Map<string, KeyUpdates>());
    entry(collections, collection, newUpdates).set(keyHash, update);
  }

  namespaces(): readonly string[] {
    return [...new Set([...this.#public.keys(), ...this.#hashed.keys()])].sort(compareKeys);
  }

  /** Namespaces in which a key has metadata after the block. */
  namespacesWithMetadata(): ReadonlySet<string> {
    return this.#withMetadata;
  }

  publicUpdates(namespace: string): ReadonlyMap<string, Update> {
    return this.#public.get(namespace) ?? NO_UPDATES;
  }

  /** By collection. */
  hashedUpdates(namespace: string): ReadonlyMap<string, ReadonlyMap<string, Update>> {
    return this.#hashed.get(namespace) ?? new Map();
  }

  /** Updated keys from start (inclusive) to end (exclusive; empty is unbounded), in order. */
  range(namespace: string, start: string, end: string): [string, Update][] {
    return [...this.publicUpdates(namespace)]
      .filter(([key]) => compareKeys(key, start) >= 0 && (end === '' || compareKeys(key, end) < 0))
      .sort(([a], [b]) => compareKeys(a, b));
  }

  #noteMetadata(namespace: string, { metadata }: Update): void {
    if (metadata !== undefined) {
      this.#withMetadata.add(namespace);
    }
  }
}

function newUpdates(): KeyUpdates {
  return new Map();
}

function entry<V>(map: Map<string, V>, key: string, create: () => V): V {
  const existing = map.get(key);
  if (existing !== undefined) {
    return existing;
  }
  const created = create();
  map.set(key, created);
  return created;
}
