import type { AccountStatus } from '../../rules/account-status.js';
import type { BusinessDate } from '../../rules/business-date.js';
import type { Instant } from '../../rules/instant.js';
import type { AccountKind, Holder } from '../../rules/limits.js';
import type { Side } from '../../rules/transfer-state.js';

/**
 * Salted hashes that tie an account to what is known of its client, each field under a key of its own. Once the
 * data and the salt are purged, they say nothing.
 */
export interface IdentityHashes {
  readonly name: string;
  readonly document: string;
  readonly mobile?: string;
}

export const BANK_ACCOUNT_TYPES = ['card', 'passbook', 'corporate'] as const;
export type BankAccountType = (typeof BANK_ACCOUNT_TYPES)[number];

/** A bank account of the client by its pseudonym. */
export interface LinkedBankAccount {
  /** First 16 digits of the salted hash. */
  readonly ref: string;
  readonly type: BankAccountType;
}

export interface FormerBankAccount extends LinkedBankAccount {
  readonly linkedOn: BusinessDate;
  /** The day from which transfers went to another one. */
  readonly until: BusinessDate;
}

export interface StatusEntry {
  readonly status: AccountStatus;
  readonly businessDate: BusinessDate;
  readonly at: Instant;
  /** `side/serial` of the instruction. */
  readonly by: string;
  readonly reason?: string;
}

/** A client's first normal account trades (主账户); any others only hold money (辅账户). */
export type AccountRole = 'main' | 'auxiliary';

/** Where the account came from, when the client changed the depository bank. */
export interface HandOverSource {
  readonly channel: string;
  readonly accountNumber: string;
  readonly transactionId: string;
}

/** All of an account that is not needed to move money: who, on what evidence, and what became of it when. */
export interface AccountFile {
  readonly accountNumber: string;
  readonly clientNumber: string;
  readonly kind: AccountKind;
  readonly holder: Holder;
  readonly role: AccountRole;
  readonly securitiesAccounts: readonly string[];
  readonly identity: IdentityHashes;
  /** Salted hashes of the evidence that the client's identity was verified by. */
  readonly evidence: readonly string[];
  /** The latest statuses, oldest first; those before are in the vouchers. */
  readonly statuses: readonly StatusEntry[];
  /** Proposed by the broker and not confirmed by the bank yet. */
  readonly proposedBankAccount?: LinkedBankAccount;
  readonly bankAccount?: LinkedBankAccount & { readonly linkedOn: BusinessDate };
  readonly formerBankAccounts: readonly FormerBankAccount[];
  /** Who has changed name or document, where the other side has not confirmed it yet. */
  readonly identityChangedBy?: Side;
  readonly suspendedBy?: Side;
  readonly closingRequestedOn?: BusinessDate;
  readonly closedOn?: BusinessDate;
  /** MSP id of the bank that the client has gone to. */
  readonly handedOverTo?: string;
  readonly handedOverFrom?: HandOverSource;
  readonly purgedOn?: BusinessDate;
}

/** Which accounts a client has had here. */
export interface ClientRow {
  readonly accounts: Readonly<Record<string, ClientAccount>>;
}

export interface ClientAccount {
  readonly kind: AccountKind;
  readonly role: AccountRole;
  /** `purged`: closed, and what is known of the client with it is gone. */
  readonly state: 'open' | 'closed' | 'purged';
}
