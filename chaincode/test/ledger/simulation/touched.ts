import { sha256 } from '../hash.js';
import { compareKeys } from '../state/key-order.js';
import type { Version } from '../state/key-value-store.js';
import type { CollectionReadWriteSet, HashedWrite, PrivateWrite, Read, Write } from './read-write-set.js';

/** Reads and writes of the public state or of one collection while a simulation runs; the last write of a key counts. */
export class Touched {
  readonly #reads = new Map<string, Version | null>();
  readonly #writes = new Map<string, { value: Uint8Array | null; isPurge: boolean }>();
  readonly #parameters = new Map<string, Uint8Array>();

  read(key: string, version: Version | undefined): void {
    this.#reads.set(key, version ?? null);
  }

  write(key: string, value: Uint8Array | null, isPurge = false): void {
    this.#writes.set(key, { value, isPurge });
  }

  setParameter(key: string, parameter: Uint8Array): void {
    this.#parameters.set(key, parameter);
  }

  reads(): Read[] {
    return inOrder([...this.#reads].map(([key, version]) => ({ key, version })));
  }

  writes(): Write[] {
    return inOrder([...this.#writes].map(([key, { value }]) => ({ key, value })));
  }

  parameters() {
    return inOrder([...this.#parameters].map(([key, parameter]) => ({ key, parameter })));
  }

  privateWrites(collection: string): PrivateWrite[] {
    return inOrder([...this.#writes].map(([key, written]) => ({ collection, key, ...written })));
  }

  /** As the block shows a collection: every key and every value by its hash. */
  hashed(collection: string): CollectionReadWriteSet {
    const writes = [...this.#writes].map(([key, { value, isPurge }]): HashedWrite => {
      return { key: sha256(key), valueHash: value === null ? null : sha256(value), isPurge };
    });
    return {
      collection,
      reads: inOrder(this.reads().map(({ key, version }) => ({ key: sha256(key), version }))),
      writes: inOrder(writes),
      parameters: inOrder(this.parameters().map(({ key, parameter }) => ({ key: sha256(key), parameter }))),
    };
  }
}

function inOrder<Item extends { readonly key: string }>(items: Item[]): Item[] {
  return items.sort((a, b) => compareKeys(a.key, b.key));
}
