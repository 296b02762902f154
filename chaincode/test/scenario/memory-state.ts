import type { LedgerState } from '../../src/books/state.js';

/** One thing that was done to the state: `get`, `put`, `policy`, `get-private`, `put-private`, `purge`, and the key. */
export type Operation = readonly [what: string, key: string, text?: string];

const NOT_HERE = (): never => {
  throw new Error('This is not for tests of the books alone.');
};

/** World state and private data as a stub has them, with a list of what was asked of it; nothing is validated. */
export class MemoryState {
  readonly operations: Operation[] = [];
  readonly #values = new Map<string, string>();

  constructor(values: Readonly<Record<string, object>> = {}) {
    for (const [key, value] of Object.entries(values)) this.#values.set(key, JSON.stringify(value));
  }

  /** What the books work on. A read never sees what was written, as in Fabric. */
  readonly stub: LedgerState = {
    getTxID: () => 'ab'.repeat(32),
    getDateTimestamp: NOT_HERE,
    getChannelID: NOT_HERE,
    getState: async (key) => this.#read('get', key),
    putState: async (key, value) => this.#note('put', key, value),
    getStateByRange: NOT_HERE,
    getStateByRangeWithPagination: NOT_HERE,
    setStateValidationParameter: async (key, value) => this.#note('policy', key, value),
    getPrivateData: async (collection, key) => this.#read('get-private', `${collection}/${key}`),
    putPrivateData: async (collection, key, value) =>
      this.#note('put-private', `${collection}/${key}`, value),
    purgePrivateData: async (collection, key) => this.#note('purge', `${collection}/${key}`),
    getTransient: NOT_HERE,
    setEvent: NOT_HERE,
  };

  /** The operations of some kinds, in their order. */
  done(...kinds: readonly string[]): Operation[] {
    return this.operations.filter(([what]) => kinds.includes(what));
  }

  #read(what: string, key: string): Uint8Array {
    this.operations.push([what, key]);
    return Buffer.from(this.#values.get(key) ?? '', 'utf8');
  }

  #note(what: string, key: string, value?: Uint8Array): void {
    this.operations.push(
      value === undefined ? [what, key] : [what, key, Buffer.from(value).toString('utf8')],
    );
  }
}
