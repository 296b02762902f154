import type { AccountStatus } from '../../rules/account-status.js';
import type { BusinessDate } from '../../rules/business-date.js';
import type { Freeze } from '../../rules/freezes.js';
import type { Instant } from '../../rules/instant.js';
import type { AccountKind, Holder } from '../../rules/limits.js';
import type { Fen } from '../../rules/money.js';
import type { CashPosition } from '../../rules/withdrawable.js';
import type { DayTotals } from '../rows/custody-row.js';

/** An account as it stands at an instant. */
export interface AccountAnswer {
  readonly accountNumber: string;
  readonly status: AccountStatus;
  readonly kind: AccountKind;
  readonly holder: Holder;
  /** Empty until the bank has confirmed one. */
  readonly bankAccountRef: string;
  /** Transfers that are in no final state. */
  readonly pending: number;
  readonly position: CashPosition;
  /** Those that have ended and were not cleared away yet included. */
  readonly freezes: readonly Freeze[];
  readonly today: DayTotals;
  readonly interestSettledOn?: BusinessDate;
  readonly at: Instant;
}

export interface ListedAccount {
  readonly accountNumber: string;
  readonly status: AccountStatus;
  readonly kind: AccountKind;
  readonly holder: Holder;
  readonly balanceFen: Fen;
  readonly bankAccountRef: string;
}

/** `next`: what to give as `after` for the page that follows; absent on the last. */
export interface ListAccountsAnswer {
  readonly accounts: readonly ListedAccount[];
  readonly next?: string;
}

/** An answer that only the holder of the key can read: a {@link PersonalDataAnswer}, sealed. */
export interface SealedAnswer {
  readonly accountNumber: string;
  /** Base64 of AES-256-GCM. */
  readonly sealed: string;
}

export interface PersonalDataAnswer {
  readonly accountNumber: string;
  readonly name: string;
  readonly document: string;
  readonly mobile?: string;
  readonly bankAccount?: string;
}
