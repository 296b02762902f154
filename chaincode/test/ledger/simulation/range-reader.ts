import type { KeyValueStore } from '../state/key-value-store.js';
import type { RangeRead } from './read-write-set.js';
import { iterate, type ResultIterator } from './results.js';

export interface KeyValue {
  readonly key: string;
  readonly value: Buffer;
}

/** So many results a peer sends at once, and it has read one more by then. */
const RESULTS_A_MESSAGE = 100;

/** A range query in the course of a simulation: what the peer has read of it is what is validated later. */
export class RangeReader {
  readonly iterator: ResultIterator<KeyValue>;
  readonly #start: string;
  readonly #end: string;
  readonly #keys: readonly string[];
  readonly #world: KeyValueStore;
  #keysRead: number;

  constructor(world: KeyValueStore, start: string, end: string) {
    this.#world = world;
    this.#start = start;
    this.#end = end;
    this.#keys = world.range(start, end);
    this.#keysRead = RESULTS_A_MESSAGE + 1;
    this.iterator = iterate(keyValues(world, this.#keys), (taken) => this.#readOnTo(taken));
  }

  record(): RangeRead {
    const exhausted = this.#keysRead > this.#keys.length;
    const read = this.#keys.slice(0, this.#keysRead);
    return {
      start: this.#start,
      end: exhausted ? this.#end : (read.at(-1) ?? ''),
      exhausted,
      results: read.map((key) => ({ key, version: this.#world.get(key)?.version ?? null })),
    };
  }

  #readOnTo(taken: number): void {
    const messages = Math.max(1, Math.ceil(taken / RESULTS_A_MESSAGE));
    this.#keysRead = Math.max(this.#keysRead, messages * RESULTS_A_MESSAGE + 1);
  }
}

/** Copies of the values under keys: a contract that alters what it has read alters nothing else. */
export function keyValues(store: KeyValueStore, keys: readonly string[]): KeyValue[] {
  return keys.map((key) => ({ key, value: Buffer.from(store.get(key)?.value ?? []) }));
}
