import type { BusinessDate } from '../../rules/business-date.js';
import type { Fen } from '../../rules/money.js';

/**
 * An account in the holds book, which the broker alone signs: what is reserved for orders, and what today's
 * trades will take and bring. It can reserve money, never move it.
 *
 * All of it is of one business day: orders expire with the day and clearing settles its trades, so on the next day
 * the row says nothing any more and nobody has to go through the book to empty it.
 */
export interface HoldsRow {
  readonly date: BusinessDate;
  readonly heldFen: Fen;
  readonly payableFen: Fen;
  readonly receivableFen: Fen;
}

export type StoredHoldsRow = Partial<HoldsRow>;

export interface HoldsTotals {
  readonly accounts: number;
  readonly heldFen: Fen;
  readonly payableFen: Fen;
  readonly receivableFen: Fen;
}
