import type { BusinessDate } from '../../rules/business-date.js';
import type { Fen } from '../../rules/money.js';
import type { ChunkTotals } from '../requests/clearing.js';

/** Control totals of a day's clearing: proposed by the broker, and what is posted once the bank has confirmed them. */
export interface ControlTotalsRow {
  readonly businessDate: BusinessDate;
  readonly chunks: readonly ChunkTotals[];
  /** SHA-256 of the canonical JSON of `chunks`. */
  readonly contentHash: string;
  readonly confirmed: boolean;
}

/** A chunk that has been posted. */
export interface PostedChunkRow {
  readonly transactionId: string;
}

/** One account's line in the voucher of a chunk: what came in and went out, and the balance after. */
export type ClearedLine = readonly [
  accountNumber: string,
  settlementFen: Fen,
  feesFen: Fen,
  taxFen: Fen,
  interestFen: Fen,
  balanceFen: Fen,
];
