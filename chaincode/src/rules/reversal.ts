import type { BusinessDate } from './business-date.js';
import type { Fen } from './money.js';
import { afterMove, type TransferState } from './transfer-state.js';

/** What a reversal must name as the original transfer has it. */
export interface TransferParties {
  readonly bankId: string;
  readonly bankAccountRef: string;
  readonly brokerId: string;
  readonly accountNumber: string;
  readonly amountFen: Fen;
}

export interface OriginalTransfer extends TransferParties {
  readonly state: TransferState;
  readonly businessDate: BusinessDate;
}

/**
 * Why a transfer cannot be reversed (冲正) as asked: five things that differ from the original, then what has
 * become of it. `not-posted` is a transfer that had no effect, or whose end only the bank can still say.
 */
export type ReversalFault =
  | 'bank'
  | 'bank-account'
  | 'broker'
  | 'account'
  | 'amount'
  | 'already-reversed'
  | 'not-posted'
  | 'other-day';

/**
 * The first fault of a reversal, in the order of {@link ReversalFault}, or undefined where it has none.
 *
 * What differs is told before what has become of the original, so that who guesses a serial learns nothing.
 *
 * @source domain notes 2.3: CTP errors 1012 to 1016, 1024
 */
export function reversalFault(
  original: OriginalTransfer,
  claim: TransferParties,
  businessDate: BusinessDate,
): ReversalFault | undefined {
  if (claim.bankId !== original.bankId) return 'bank';
  if (claim.bankAccountRef !== original.bankAccountRef) return 'bank-account';
  if (claim.brokerId !== original.brokerId) return 'broker';
  if (claim.accountNumber !== original.accountNumber) return 'account';
  if (claim.amountFen !== original.amountFen) return 'amount';
  if (original.state === 'reversed') return 'already-reversed';
  if (afterMove(original.state, 'reverse') === undefined) return 'not-posted';
  return original.businessDate === businessDate ? undefined : 'other-day';
}
