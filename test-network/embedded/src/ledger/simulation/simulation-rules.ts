import { LedgerError } from '../ledger-errors.js';

/** What a transaction may still do, given what it has done. */
export class SimulationRules {
  readonly #txId: string;
  #written = false;
  #paginated = false;
  #privateQueried = false;
  #done = false;
  #resultsTaken = false;

  constructor(txId: string) {
    this.#txId = txId;
  }

  get isDone(): boolean {
    return this.#done;
  }

  assertOpen(): void {
    if (this.#done) {
      throw new LedgerError('this instance should not be used after calling Done()');
    }
  }

  beforeWrite(): void {
    this.assertOpen();
    if (this.#privateQueried) {
      throw this.#unsupported(
        'Transaction has already performed queries on pvt data. Writes are not allowed',
      );
    }
    if (this.#paginated) {
      throw this.#unsupported('Transaction has already performed a paginated query. Writes are not allowed');
    }
    this.#written = true;
  }

  /** Private data is not checked for phantoms, so what depends on it must not be written. */
  beforePrivateQuery(): void {
    if (this.#written) {
      throw this.#unsupported('Queries on pvt data is supported only in a read-only transaction');
    }
    this.#privateQueried = true;
  }

  beforePaginatedQuery(): void {
    if (this.#written) {
      throw this.#unsupported('Paginated queries are supported only in a read-only transaction');
    }
    this.#paginated = true;
  }

  beforeResults(): void {
    if (this.#resultsTaken) {
      throw new LedgerError('this function should only be called once on a transaction simulator instance');
    }
    this.#resultsTaken = true;
  }

  finish(): void {
    this.#done = true;
  }

  #unsupported(reason: string): LedgerError {
    return new LedgerError(`txid [${this.#txId}]: unsuppored transaction. ${reason}`);
  }
}
