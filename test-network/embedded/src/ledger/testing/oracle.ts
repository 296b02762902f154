/**
 * A tiny, slow, obviously right model of one chaincode's state: what a transaction reads, and whether it is
 * still valid when it commits. Private keys of one collection are modelled like public ones.
 */
export type OracleOperation =
  | { readonly kind: 'get' | 'delete' | 'getPrivate' | 'deletePrivate' | 'purge'; readonly key: string }
  | { readonly kind: 'put' | 'putPrivate'; readonly key: string; readonly value: string }
  | { readonly kind: 'setMetadata'; readonly key: string }
  | { readonly kind: 'range'; readonly start: string; readonly end: string };

interface Entry {
  readonly value: string;
  readonly version: string;
}

type Space = 'public' | 'private';

/** Valid; or read what has changed; or a range that has; or wrote a key whose policy changes in the block. */
export type OracleVerdict = 'valid' | 'stale' | 'phantom' | 'unendorsed';

export interface OracleTransaction {
  /** What each reading operation was answered, in order. */
  readonly answers: readonly unknown[];
  readonly reads: readonly {
    readonly space: Space;
    readonly key: string;
    readonly version: string | undefined;
  }[];
  readonly ranges: readonly { readonly start: string; readonly end: string; readonly found: string }[];
  readonly changes: ReadonlyMap<string, Change>;
}

interface Change {
  readonly space: Space;
  readonly key: string;
  /** Undefined where the value is left alone, null where it is deleted. */
  value?: string | null;
  metadata?: true;
}

export class Oracle {
  readonly #state = { public: new Map<string, Entry>(), private: new Map<string, Entry>() };

  get(space: Space, key: string): string | undefined {
    return this.#state[space].get(key)?.value;
  }

  simulate(operations: readonly OracleOperation[]): OracleTransaction {
    const answers: unknown[] = [];
    const reads: OracleTransaction['reads'][number][] = [];
    const ranges: OracleTransaction['ranges'][number][] = [];
    const changes = new Map<string, Change>();
    const change = (space: Space, key: string): Change => {
      const known = changes.get(`${space}/${key}`) ?? { space, key };
      changes.set(`${space}/${key}`, known);
      return known;
    };
    for (const operation of operations) {
      switch (operation.kind) {
        case 'get':
        case 'getPrivate': {
          const space = operation.kind === 'get' ? 'public' : 'private';
          const entry = this.#state[space].get(operation.key);
          answers.push(entry?.value);
          reads.push({ space, key: operation.key, version: entry?.version });
          break;
        }
        case 'range': {
          const { start, end } = operation;
          answers.push(this.#range(start, end).map(([key, { value }]) => [key, value]));
          ranges.push({ start, end, found: versions(this.#range(start, end)) });
          break;
        }
        case 'put':
          change('public', operation.key).value = operation.value;
          break;
        case 'putPrivate':
          change('private', operation.key).value = operation.value;
          break;
        case 'delete':
          change('public', operation.key).value = null;
          break;
        case 'deletePrivate':
        case 'purge':
          change('private', operation.key).value = null;
          break;
        case 'setMetadata':
          change('public', operation.key).metadata = true;
          break;
      }
    }
    return { answers, reads, ranges, changes };
  }

  /** Commits a block; answers what becomes of each transaction. */
  commit(block: number, transactions: readonly OracleTransaction[]): OracleVerdict[] {
    const barred = barredByMetadata(transactions);
    const touched = new Set<string>();
    return transactions.map((transaction, tx) => {
      const verdict = barred.has(transaction) ? 'unendorsed' : this.#judge(transaction, touched);
      if (verdict === 'valid') {
        this.#apply(transaction, `${block}:${tx}`, touched);
      }
      return verdict;
    });
  }

  #judge({ reads, ranges }: OracleTransaction, touched: ReadonlySet<string>): OracleVerdict {
    const isStale = ({ space, key, version }: OracleTransaction['reads'][number]) =>
      touched.has(`${space}/${key}`) || this.#state[space].get(key)?.version !== version;
    if (reads.filter(({ space }) => space === 'public').some(isStale)) {
      return 'stale';
    }
    if (ranges.some(({ start, end, found }) => versions(this.#range(start, end)) !== found)) {
      return 'phantom';
    }
    return reads.some(isStale) ? 'stale' : 'valid';
  }

  #apply({ changes }: OracleTransaction, version: string, touched: Set<string>): void {
    for (const { space, key, value } of changes.values()) {
      const state = this.#state[space];
      const kept = value === undefined ? state.get(key)?.value : value;
      if (value === null) {
        state.delete(key);
      } else if (kept === undefined || kept === null) {
        // Metadata of a key that does not exist is lost without a trace.
        continue;
      } else {
        state.set(key, { value: kept, version });
      }
      touched.add(`${space}/${key}`);
    }
  }

  #range(start: string, end: string): [string, Entry][] {
    return [...this.#state.public]
      .filter(([key]) => key >= start && key < end)
      .sort(([a], [b]) => (a < b ? -1 : 1));
  }
}

function versions(entries: readonly [string, Entry][]): string {
  return entries.map(([key, { version }]) => `${key}@${version}`).join(' ');
}

/** Whoever writes to a key after its metadata, which may hold its policy, changes in the same block. */
function barredByMetadata(transactions: readonly OracleTransaction[]): ReadonlySet<OracleTransaction> {
  const changed = new Set<string>();
  const barred = new Set<OracleTransaction>();
  for (const transaction of transactions) {
    if ([...transaction.changes.keys()].some((id) => changed.has(id))) {
      barred.add(transaction);
      continue;
    }
    for (const [id, { metadata }] of transaction.changes) {
      if (metadata) {
        changed.add(id);
      }
    }
  }
  return barred;
}
