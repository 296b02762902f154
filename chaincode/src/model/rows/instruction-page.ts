import type { BusinessDate } from '../../rules/business-date.js';
import type { Instant } from '../../rules/instant.js';
import type { Channel } from '../../rules/limits.js';
import type { Fen } from '../../rules/money.js';
import type { Direction, TransferState } from '../../rules/transfer-state.js';
import type { RefusalDetails } from '../refusal.js';
import type { Facts, TransferRecord } from './instruction-row.js';

/** What few transfers have. */
export type TransferRemarks = Pick<TransferRecord, 'reason' | 'reversedBy' | 'suspendedBy' | 'correctedFen'>;

/** A transfer as it is stored, without the names of what every transfer has. */
export type StoredTransfer = readonly [
  direction: Direction,
  accountNumber: string,
  bankAccountRef: string,
  amountFen: Fen,
  channel: Channel,
  initiatedAt: Instant,
  businessDate: BusinessDate,
  state: TransferState,
  remarks?: TransferRemarks,
];

export interface StoredInstruction {
  /** Which of the page's transactions carried it out. */
  readonly in: number;
  readonly kind: string;
  /** Absent where the transfer says what was asked. */
  readonly content?: string | undefined;
  readonly done?: Facts;
  readonly refused?: RefusalDetails;
  readonly transfer?: StoredTransfer;
}

/** The serials of a side that differ in their last character. Most are of one transaction or two, named here once. */
export interface InstructionPage {
  readonly transactions: readonly string[];
  readonly instructions: Readonly<Record<string, StoredInstruction>>;
}
