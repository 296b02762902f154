import type { Fen } from '../../rules/money.js';

/** Folios, the accounts in them, and the sum of the clients' balances. */
export interface Counted {
  readonly folios: number;
  readonly accounts: number;
  readonly balanceFen: Fen;
}

/**
 * What one transaction has counted of the custody book: every folio after `after` up to and with `through`.
 *
 * `after` is null where the count begins before the first folio; `end` says that there is none after `through`.
 */
export interface CountRow extends Counted {
  readonly after: number | null;
  readonly through: number | null;
  readonly end: boolean;
  readonly transactionId: string;
}
