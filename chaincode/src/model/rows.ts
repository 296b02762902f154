import type { Fen } from '../rules/money.js';
import type { Direction } from '../rules/transfer.js';
import type { RefusalDetails } from './refusal.js';

/** Who keeps the client money of this channel together. On the ledger once both have agreed to the same. */
export interface RelationshipRow {
  readonly bankMspId: string;
  readonly brokerMspId: string;
}

/** A client's custody account. */
export interface AccountRow {
  readonly accountNumber: string;
  readonly status: 'open';
  readonly balanceFen: Fen;
}

/**
 * The salted hashes that tie an account to its client's personal data. Once the data and its salt are purged,
 * they say nothing.
 */
export interface IdentityRow {
  readonly name: string;
  readonly residentId: string;
  readonly mobile: string;
  readonly bankCard: string;
}

export type TransferOutcome =
  | { readonly status: 'posted'; readonly balanceFen: Fen }
  | ({ readonly status: 'refused' } & RefusalDetails);

/** What was asked under an instruction id, and what came of it: the same question gets the same answer. */
export type InstructionRow =
  | { readonly kind: 'opening'; readonly accountNumber: string; readonly transactionId: string }
  | {
      readonly kind: Direction;
      readonly accountNumber: string;
      readonly amountFen: Fen;
      readonly outcome: TransferOutcome;
      readonly transactionId: string;
    };
