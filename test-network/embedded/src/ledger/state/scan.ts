import type { Iterator } from 'classic-level';
import type { LevelStore, Snapshot } from './level.js';
import type { KeyRange } from './store-keys.js';

export interface ScanOptions extends KeyRange {
  readonly snapshot?: Snapshot;
  readonly reverse?: boolean;
}

const FIRST_FETCH = 16;
const FETCH = 256;
const FETCH_BYTES = 64 * 1024;

/** Reads a range of a store entry by entry, fetching ahead in batches. */
export class Scan {
  readonly #iterator: Iterator<LevelStore, string, Buffer>;
  #fetched: readonly [string, Buffer][] = [];
  #at = 0;
  #fetchSize = FIRST_FETCH;
  #ended = false;
  #closed = false;

  constructor(store: LevelStore, options: ScanOptions) {
    this.#iterator = store.iterator({ ...options, highWaterMarkBytes: FETCH_BYTES });
  }

  async next(): Promise<readonly [string, Buffer] | undefined> {
    const entry = this.#fetched[this.#at];
    if (entry !== undefined) {
      this.#at += 1;
      return entry;
    }
    if (this.#ended || this.#closed) {
      return undefined;
    }
    this.#fetched = await this.#iterator.nextv(this.#fetchSize);
    this.#fetchSize = FETCH;
    this.#ended = this.#fetched.length === 0;
    this.#at = 1;
    return this.#fetched[0];
  }

  async close(): Promise<void> {
    if (!this.#closed) {
      this.#closed = true;
      await this.#iterator.close();
    }
  }
}

/** All entries of a range; for ranges known to be small. */
export async function scanAll(store: LevelStore, options: ScanOptions): Promise<[string, Buffer][]> {
  return await store.iterator(options).all();
}
