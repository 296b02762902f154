import type { Fen } from '../../rules/money.js';

/**
 * An account in the holds book, which the broker alone signs: what is reserved for orders, and what today's
 * trades will take and bring. It can reserve money, never move it.
 */
export interface HoldsRow {
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
