import type { LedgerState } from '../src/books/state.js';
import type { CustodyContext } from '../src/contracts/caller.js';

type ContractFunction = (ctx: CustodyContext, request: string) => Promise<string>;

export interface Caller {
  readonly mspId: string;
  /** Value of the certificate attribute `sanfang.role`. */
  readonly role?: string;
  readonly transient?: Readonly<Record<string, unknown>>;
}

const NOTHING = new Uint8Array(0);

/**
 * World state and private data in memory, as honest as Fabric is: a transaction reads what is committed and never
 * its own writes, a failed one leaves nothing, and one that has read a page may not write.
 */
export class MemoryLedger {
  readonly #state = new Map<string, Uint8Array>();
  readonly #privateData = new Map<string, Uint8Array>();
  #transactions = 0;

  /** Every public value there is, for searching it. */
  publicText(): string {
    return [...this.#state].map(([key, value]) => `${key}=${Buffer.from(value).toString('utf8')}`).join('\n');
  }

  privateValue(collection: string, key: string): string | undefined {
    const value = this.#privateData.get(`${collection}/${key}`);
    return value && Buffer.from(value).toString('utf8');
  }

  keys(): string[] {
    return [...this.#state.keys()].sort();
  }

  /** Runs a contract function as a transaction that commits, and answers with its parsed payload. */
  async submit<Answer>(run: ContractFunction, request: object, caller: Caller): Promise<Answer> {
    const { context, commit } = this.#begin(caller);
    const payload = await run(context, JSON.stringify(request));
    commit();
    return JSON.parse(payload);
  }

  /** Runs a contract function for its answer only. */
  async evaluate<Answer>(run: ContractFunction, request: object, caller: Caller): Promise<Answer> {
    return JSON.parse(await run(this.#begin(caller).context, JSON.stringify(request)));
  }

  #begin({ mspId, role = 'gateway', transient = {} }: Caller): {
    context: CustodyContext;
    commit: () => void;
  } {
    this.#transactions += 1;
    const transactionId = `tx-${this.#transactions}`;
    const writes = new Map<string, Uint8Array>();
    const privateWrites = new Map<string, Uint8Array>();
    let hasReadPage = false;
    const mayWrite = (key: string) => {
      if (key === '') throw new Error('A key must not be empty.');
      if (hasReadPage) throw new Error('A transaction that has read a page may not write.');
    };

    const stub: LedgerState = {
      getTxID: () => transactionId,
      getTransient: () =>
        new Map(Object.entries(transient).map(([key, value]) => [key, Buffer.from(JSON.stringify(value))])),
      getState: async (key) => this.#state.get(key) ?? NOTHING,
      putState: async (key, value) => {
        mayWrite(key);
        writes.set(key, value);
      },
      getPrivateData: async (collection, key) => this.#privateData.get(`${collection}/${key}`) ?? NOTHING,
      putPrivateData: async (collection, key, value) => {
        mayWrite(key);
        privateWrites.set(`${collection}/${key}`, value);
      },
      getStateByRangeWithPagination: ((start: string, end: string, pageSize: number) => {
        if (writes.size > 0) throw new Error('A transaction that has written may not read a page.');
        hasReadPage = true;
        return Promise.resolve(this.#page(start, end, pageSize));
      }) as unknown as LedgerState['getStateByRangeWithPagination'],
    };

    return {
      context: {
        stub,
        clientIdentity: {
          getMSPID: () => mspId,
          getAttributeValue: (name) => (name === 'sanfang.role' && role !== '' ? role : null),
        },
      },
      commit: () => {
        for (const [key, value] of writes) this.#state.set(key, value);
        for (const [key, value] of privateWrites) this.#privateData.set(key, value);
      },
    };
  }

  #page(start: string, end: string, pageSize: number) {
    const keys = this.keys().filter((key) => key >= start && key < end);
    const page = keys.slice(0, pageSize).values();
    return {
      iterator: {
        next: async () => {
          const { value: key, done } = page.next();
          return done === true || key === undefined
            ? { done: true }
            : { done: false, value: { namespace: 'custody', key, value: this.#state.get(key) } };
        },
        close: async () => undefined,
      },
      metadata: { fetchedRecordsCount: Math.min(keys.length, pageSize), bookmark: keys[pageSize] ?? '' },
    };
  }
}
