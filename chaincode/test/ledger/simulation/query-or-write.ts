import type { Proposal } from '../proposal.js';
import { peerError } from './collection-access.js';

/** Queries whose results nobody can validate later: a transaction makes them or it writes. */
export type UnvalidatedQuery = 'a paginated query' | 'queries on pvt data';

export class QueryOrWrite {
  readonly #proposal: Proposal;
  #hasWritten = false;
  #query: UnvalidatedQuery | undefined;

  constructor(proposal: Proposal) {
    this.#proposal = proposal;
  }

  write(asked: string): void {
    if (this.#query !== undefined) {
      const reason = `Transaction has already performed ${this.#query}. Writes are not allowed`;
      throw peerError(asked, this.#proposal, reason);
    }
    this.#hasWritten = true;
  }

  query(asked: string, query: UnvalidatedQuery): void {
    if (this.#hasWritten) {
      const reason = `Transaction has written, and ${query} is supported only in a read-only transaction`;
      throw peerError(asked, this.#proposal, reason);
    }
    this.#query = query;
  }
}
