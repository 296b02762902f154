import type { BusinessDate } from '../../rules/business-date.js';
import type { Fen } from '../../rules/money.js';

/** Part or all of a hold that was given back. */
export interface ReleaseRecord {
  readonly amountFen: Fen;
  /** What the order held afterwards. */
  readonly heldFen: Fen;
  readonly transactionId: string;
}

/** What one order holds, in the broker's own collection. */
export interface HoldRecord {
  readonly accountNumber: string;
  readonly businessDate: BusinessDate;
  /** What was taken for it at first; the same order asked for again must ask for the same. */
  readonly takenFen: Fen;
  readonly heldFen: Fen;
  readonly transactionId: string;
  /** By the serial of the release, so that one sent again gives back nothing more. */
  readonly releases?: Readonly<Record<string, ReleaseRecord>>;
}
