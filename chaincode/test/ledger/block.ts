import type { Caller, Timestamp } from './proposal.js';
import type { PrivateWrite, ReadWriteSet } from './simulation/read-write-set.js';

export type ValidationCode =
  | 'VALID'
  | 'DUPLICATE_TXID'
  | 'ENDORSEMENT_POLICY_FAILURE'
  | 'MVCC_READ_CONFLICT'
  | 'PHANTOM_READ_CONFLICT';

export interface ContractEvent {
  readonly name: string;
  readonly payload: string;
}

/** What every member of the channel gets to see of a transaction. */
export interface PublicTransaction {
  readonly transactionId: string;
  readonly caller: Caller;
  readonly timestamp: Timestamp;
  /** The function’s name and its arguments. */
  readonly args: readonly string[];
  /** MSP ids of the peers that signed the result. */
  readonly endorsers: readonly string[];
  /** What the function answered. */
  readonly payload: string;
  readonly event?: ContractEvent;
  readonly set: ReadWriteSet;
}

/** A transaction on its way to a block, with the private data that does not go into it. */
export interface EndorsedTransaction extends PublicTransaction {
  readonly privateWrites: readonly PrivateWrite[];
}

export interface CommittedTransaction extends PublicTransaction {
  readonly validationCode: ValidationCode;
}

export interface Block {
  readonly number: number;
  readonly transactions: readonly CommittedTransaction[];
}
