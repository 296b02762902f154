import type { BusinessDate } from '../../rules/business-date.js';
import type { Instant } from '../../rules/instant.js';
import type { Channel } from '../../rules/limits.js';
import type { Fen } from '../../rules/money.js';
import type { Direction, TransferState } from '../../rules/transfer-state.js';
import type { RefusalDetails } from '../refusal.js';

/** What came of an instruction, as it was answered the first time. */
export type Outcome =
  | { readonly status: 'done'; readonly facts: Facts }
  | ({ readonly status: 'refused' } & RefusalDetails);

/** What a caller is told of an instruction that was carried out. */
export type Facts = Readonly<Record<string, string | number | boolean>>;

/** A transfer between the client's own bank account and the custody account, and how it stands. */
export interface TransferRecord {
  readonly direction: Direction;
  readonly accountNumber: string;
  readonly bankAccountRef: string;
  readonly amountFen: Fen;
  readonly channel: Channel;
  readonly initiatedAt: Instant;
  readonly businessDate: BusinessDate;
  readonly state: TransferState;
  /** Why it was refused, in the bank's words. */
  readonly reason?: string;
  /** `side/serial` of the reversal. */
  readonly reversedBy?: string;
  /** Id of the order that suspends this one transfer. */
  readonly suspendedBy?: string;
  /** Sum of what corrections have taken back of it. */
  readonly correctedFen?: Fen;
}

/** What a side asked under a serial: the same question gets the same answer, another one under the serial a refusal. */
export interface InstructionRecord {
  readonly kind: string;
  /** First 32 digits of the SHA-256 of what was asked; absent where the transfer that it began says so itself. */
  readonly content?: string | undefined;
  readonly transactionId: string;
  readonly outcome: Outcome;
  readonly transfer?: TransferRecord;
}
