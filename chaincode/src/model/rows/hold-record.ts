import type { BusinessDate } from '../../rules/business-date.js';
import type { Fen } from '../../rules/money.js';

/** What one order holds, in the broker's own collection. */
export interface HoldRecord {
  readonly accountNumber: string;
  readonly businessDate: BusinessDate;
  /** What was taken for it at first; the same order asked for again must ask for the same. */
  readonly takenFen: Fen;
  readonly heldFen: Fen;
  readonly transactionId: string;
}
