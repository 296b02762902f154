import { decode, encode, type LedgerState, readState, writeState } from './state.js';

/** Something that is written when the unit of work ends, such as a folio. */
interface Pending {
  /** What is to be under the key by then. */
  readonly row: () => object;
}

/** A private value to be written when the unit of work ends; undefined purges it, with its history. */
interface PrivateWrite {
  readonly collection: string;
  readonly key: string;
  readonly row: object | undefined;
}

/**
 * All that one transaction reads and changes.
 *
 * Fabric answers a read with the committed value even after a write in the same transaction. So each key is read
 * once at most, changes stay in memory where later instructions of a batch see them, and one flush at the end
 * writes each changed key once. An instruction of a batch that is refused half way is rolled back to where it began.
 */
export class UnitOfWork {
  readonly state: LedgerState;
  readonly #rows = new Map<string, object | undefined>();
  readonly #changed = new Map<string, Pending>();
  readonly #keyPolicies = new Map<string, Uint8Array>();
  readonly #privately = new Map<string, PrivateWrite>();
  readonly #undo: (() => void)[] = [];
  #attempts = 0;

  constructor(state: LedgerState) {
    this.state = state;
  }

  /** The row under a key as this transaction sees it, or undefined. */
  async read<Row extends object>(key: string): Promise<Row | undefined> {
    if (!this.#rows.has(key)) this.#rows.set(key, await readState<Row>(this.state, key));
    return this.#rows.get(key) as Row | undefined;
  }

  /** Puts a row under a key that has been read, or is known to be new. */
  write(key: string, row: object): void {
    const before = this.#rows.get(key);
    const had = this.#rows.has(key);
    this.undoable(() => {
      if (had) this.#rows.set(key, before);
      else this.#rows.delete(key);
    });
    this.#rows.set(key, row);
    this.writeAtEnd(key, () => this.#rows.get(key) ?? row);
  }

  /** Has `row` asked for what is under the key when the work ends; for rows that are kept outside, as folios are. */
  writeAtEnd(key: string, row: Pending['row']): void {
    if (this.#changed.has(key)) return;
    this.#changed.set(key, { row });
    this.undoable(() => this.#changed.delete(key));
  }

  /** Gives a key an endorsement policy of its own (state-based endorsement) when the work ends. */
  keyPolicyAtEnd(key: string, policy: Uint8Array): void {
    const before = this.#keyPolicies.get(key);
    this.undoable(() => {
      if (before === undefined) this.#keyPolicies.delete(key);
      else this.#keyPolicies.set(key, before);
    });
    this.#keyPolicies.set(key, policy);
  }

  /** The private row under a key as this transaction sees it, or undefined. */
  async readPrivate<Row extends object>(collection: string, key: string): Promise<Row | undefined> {
    const written = this.#privately.get(privateId(collection, key));
    if (written !== undefined) return written.row as Row | undefined;
    const bytes = await this.state.getPrivateData(collection, key);
    return bytes.length === 0 ? undefined : decode<Row>(bytes);
  }

  /** Puts a private row; undefined purges it, so that no peer keeps what it was. */
  writePrivate(collection: string, key: string, row: object | undefined): void {
    const id = privateId(collection, key);
    const before = this.#privately.get(id);
    this.undoable(() => {
      if (before === undefined) this.#privately.delete(id);
      else this.#privately.set(id, before);
    });
    this.#privately.set(id, { collection, key, row });
  }

  /**
   * Remembers how to take back a change to what is kept in memory. Outside an instruction there is nothing to
   * remember: what fails there fails as a whole, and nothing is written.
   */
  undoable(undo: () => void): void {
    if (this.#attempts > 0) this.#undo.push(undo);
  }

  /**
   * Runs one instruction: where it throws, everything it changed is as before.
   *
   * @throws what the instruction throws
   */
  async attempt<Result>(instruction: () => Promise<Result>): Promise<Result> {
    const mark = this.#undo.length;
    this.#attempts += 1;
    try {
      return await instruction();
    } catch (error) {
      for (const undo of this.#undo.splice(mark).reverse()) undo();
      throw error;
    } finally {
      this.#attempts -= 1;
    }
  }

  /** Whether there is anything to write. */
  get hasChanges(): boolean {
    return this.#changed.size > 0 || this.#privately.size > 0;
  }

  /** Writes each changed key once, in the order of the keys, so that every endorser writes the same. */
  async flush(): Promise<void> {
    for (const key of [...this.#changed.keys()].sort()) {
      const row = this.#changed.get(key)?.row();
      if (row !== undefined) await writeState(this.state, key, row);
    }
    for (const key of [...this.#keyPolicies.keys()].sort()) {
      const policy = this.#keyPolicies.get(key);
      if (policy !== undefined) await this.state.setStateValidationParameter(key, policy);
    }
    for (const id of [...this.#privately.keys()].sort()) {
      const write = this.#privately.get(id);
      if (write !== undefined) await this.#flushPrivate(write);
    }
    this.#changed.clear();
    this.#keyPolicies.clear();
    this.#privately.clear();
  }

  #flushPrivate({ collection, key, row }: PrivateWrite): Promise<void> {
    return row === undefined
      ? this.state.purgePrivateData(collection, key)
      : this.state.putPrivateData(collection, key, encode(row));
  }
}

function privateId(collection: string, key: string): string {
  return `${collection}/${key}`;
}
