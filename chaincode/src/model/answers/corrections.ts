import type { Fen } from '../../rules/money.js';
import type { Correction } from '../requests/corrections.js';
import type { ProposalRow } from '../rows/proposal-row.js';

/** A correction as it was proposed, and what became of it. */
export type CorrectionAnswer = { readonly id: string } & ProposalRow<Correction>;

/** What a correction has come to. */
export interface CorrectionStateAnswer {
  readonly id: string;
  readonly contentHash: string;
  readonly state: CorrectionAnswer['state'];
  readonly transactionId: string;
}

/** A correction that is booked. */
export interface CorrectionBookedAnswer extends CorrectionStateAnswer {
  readonly accountNumber: string;
  /** What the client's balance has changed by. */
  readonly amountFen: Fen;
  readonly balanceFen: Fen;
}
