import { compareKeys } from './key-order.js';

/** Where a value was last written: `block.transaction`. */
export type Version = string;

export interface Stored {
  readonly value: Uint8Array;
  readonly version: Version;
  /** Serialized policy of who must endorse a change of this key; absent where the chaincode’s own policy holds. */
  readonly validationParameter?: Uint8Array;
}

/** Keys with their values, to be read one by one or in ranges in a peer’s order. */
export class KeyValueStore {
  readonly #values = new Map<string, Stored>();
  readonly #keys: string[] = [];

  get(key: string): Stored | undefined {
    return this.#values.get(key);
  }

  set(key: string, stored: Stored): void {
    if (!this.#values.has(key)) this.#keys.splice(this.#position(key), 0, key);
    this.#values.set(key, stored);
  }

  delete(key: string): void {
    if (this.#values.delete(key)) this.#keys.splice(this.#position(key), 1);
  }

  /** Keys from `start` on and before `end`; no end where it is empty. */
  range(start: string, end: string): string[] {
    return this.#keys.slice(this.#position(start), end === '' ? undefined : this.#position(end));
  }

  entries(): [string, Stored][] {
    return this.#keys.flatMap((key) => {
      const stored = this.#values.get(key);
      return stored === undefined ? [] : [[key, stored] satisfies [string, Stored]];
    });
  }

  /** Index of the first key that is not before `key`. */
  #position(key: string): number {
    let low = 0;
    let high = this.#keys.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compareKeys(this.#keys[middle] ?? '', key) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
