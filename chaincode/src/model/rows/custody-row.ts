import type { AccountStatus } from '../../rules/account-status.js';
import type { BusinessDate } from '../../rules/business-date.js';
import type { Freeze } from '../../rules/freezes.js';
import type { AccountKind, Channel, Holder } from '../../rules/limits.js';
import type { Fen } from '../../rules/money.js';

export type { AccountKind, Channel, Holder } from '../../rules/limits.js';

/** How the client asked (委托渠道): at a counter, on the web or a mobile, or by the bank's or the broker's own service. */
export const CHANNELS = ['counter', 'web', 'mobile', 'bank', 'broker'] as const satisfies readonly Channel[];

/** Sum in fen and count of the transfers of one direction through one channel. */
export type ChannelTotal = readonly [amountFen: Fen, count: number];
export type ChannelTotals = Readonly<Partial<Record<Channel, ChannelTotal>>>;

/** What has moved on a business day. */
export interface DayTotals {
  readonly date: BusinessDate;
  /** Balance when the day opened, which is settled money. */
  readonly openingFen: Fen;
  readonly deposits: ChannelTotals;
  /** Withdrawals deducted today, those still in transit included. */
  readonly withdrawals: ChannelTotals;
}

/**
 * A client's account in the custody book: what bank and broker have both signed.
 *
 * `inTransitFen` is the part of the balance that has been deducted for withdrawals the bank has not paid yet;
 * `pending` counts the transfers that are in no final state.
 */
export interface CustodyRow {
  readonly status: AccountStatus;
  readonly kind: AccountKind;
  readonly holder: Holder;
  readonly balanceFen: Fen;
  readonly inTransitFen: Fen;
  readonly pending: number;
  /** Pseudonym of the client's linked bank account, 16 hexadecimal digits; empty until there is one. */
  readonly bankAccountRef: string;
  readonly freezes: readonly Freeze[];
  /** The last day on which something moved; of another day it says only what is past. */
  readonly today?: DayTotals | undefined;
  /** Business day on which interest was last settled (结息). */
  readonly interestSettledOn?: BusinessDate | undefined;
}

/** Day totals without the names of what all of them have. */
export type StoredDayTotals = readonly [
  date: BusinessDate,
  openingFen: Fen,
  deposits: ChannelTotals,
  withdrawals: ChannelTotals,
];

/** The row as it is stored: what is as usual is left out, so that a folio stays small. */
export type StoredCustodyRow = Partial<Omit<CustodyRow, 'today'>> & { readonly today?: StoredDayTotals };

/** Control totals of a folio. */
export interface CustodyTotals {
  readonly accounts: number;
  readonly balanceFen: Fen;
  readonly inTransitFen: Fen;
  readonly pending: number;
}
