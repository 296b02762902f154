import type { AccountRow, TransferOutcome } from './rows.js';

/**
 * The ledger's answer to an instruction. `replayed` says that it was carried out before, in the transaction
 * named, and that nothing was done now.
 */
interface Carried {
  readonly transactionId: string;
  readonly replayed: boolean;
}

export type OpenAccountAnswer = AccountRow & Carried;

export type TransferAnswer = {
  readonly instructionId: string;
  readonly accountNumber: string;
} & TransferOutcome &
  Carried;

/** One answer a line, in the order of the lines. */
export interface TransferBatchAnswer {
  readonly results: readonly TransferAnswer[];
}

export interface ListAccountsAnswer {
  readonly accounts: readonly AccountRow[];
  /** Account number to continue after; absent on the last page. */
  readonly next?: string;
}

export interface RelationshipAnswer {
  readonly bankMspId: string;
  readonly brokerMspId: string;
  /** Whether both have agreed. Until then no account can be opened. */
  readonly agreed: boolean;
}
