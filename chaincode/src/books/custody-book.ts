import { Refusal } from '../model/refusal.js';
import type { ChannelTotals, CustodyRow, DayTotals } from '../model/rows/custody-row.js';
import type { CounterAccount } from '../model/rows/voucher-row.js';
import type { BusinessDate } from '../rules/business-date.js';
import type { Instant } from '../rules/instant.js';
import type { Channel } from '../rules/limits.js';
import { addFen, type Fen, fen, formatYuan, subtractFen, ZERO_FEN } from '../rules/money.js';
import { type DebitKind, purposeOf } from '../rules/purposes.js';
import type { Direction } from '../rules/transfer-state.js';
import { type CashPosition, cashPosition } from '../rules/withdrawable.js';
import type { Books } from './books.js';

/** The row of an account, or a Refusal `ACCOUNT_NOT_FOUND`. */
export async function accountRow(books: Books, accountNumber: string): Promise<CustodyRow> {
  const row = await books.custody.find(accountNumber);
  if (row !== undefined) return row;
  throw new Refusal({
    code: 'ACCOUNT_NOT_FOUND',
    field: 'accountNumber',
    message: `There is no account ${accountNumber} in this custody relationship.`,
  });
}

/** What has moved today; a row last touched on another day has moved nothing yet. */
export function totalsOf({ today, balanceFen }: CustodyRow, date: BusinessDate): DayTotals {
  return today?.date === date ? today : { date, openingFen: balanceFen, deposits: {}, withdrawals: {} };
}

/** How the account's cash is made up, both books taken together. */
export async function positionOf(
  books: Books,
  accountNumber: string,
  { row, at }: { readonly row: CustodyRow; readonly at: Instant },
): Promise<CashPosition> {
  const today = totalsOf(row, books.day.businessDate);
  return cashPosition({
    balanceFen: row.balanceFen,
    inTransitFen: row.inTransitFen,
    openingFen: today.openingFen,
    depositedFen: sumOf(today.deposits),
    withdrawnFen: sumOf(today.withdrawals),
    freezes: row.freezes,
    holds: await books.holds.row(accountNumber),
    at,
    sameDayDepositWithdrawable: books.parameters.sameDayDepositWithdrawable,
  });
}

export function sumOf(totals: ChannelTotals): Fen {
  return Object.values(totals).reduce((sum, [amountFen]) => addFen(sum, amountFen), ZERO_FEN);
}

/** Today's totals with one transfer more, or with one taken back. */
export function withTransfer(
  totals: DayTotals,
  {
    direction,
    channel,
    amountFen,
  }: { readonly direction: Direction; readonly channel: Channel; readonly amountFen: Fen },
  how: 'counted' | 'taken-back' = 'counted',
): DayTotals {
  const side = direction === 'deposit' ? 'deposits' : 'withdrawals';
  const [sumFen, count] = totals[side][channel] ?? [ZERO_FEN, 0];
  const changed =
    how === 'counted'
      ? ([addFen(sumFen, amountFen), count + 1] as const)
      : ([subtractFen(sumFen, amountFen), count - 1] as const);
  return { ...totals, [side]: { ...totals[side], [channel]: changed } };
}

/**
 * The most that one account can have, 80 billion yuan: the sums of the largest folio and of the longest batch then
 * stay exact, so that one account can never make the others' books unwritable.
 */
export const LARGEST_BALANCE_FEN = fen(8_000_000_000_000);

/** Entries that add to a client's balance. */
export type CreditKind = 'deposit' | 'withdrawal-reversal' | 'settlement' | 'interest' | 'correction';

export interface Posting {
  readonly accountNumber: string;
  /** What the client's balance changes by. */
  readonly amountFen: Fen;
  readonly kind: DebitKind | CreditKind;
  readonly counter: CounterAccount;
  /** `side/serial` of the instruction, or what else caused it. */
  readonly instruction: string;
}

/**
 * Changes a client's balance, and enters it in the voucher with its other leg. Nothing else changes balances, and
 * what takes from one names the purpose that the closed list has for it.
 *
 * @param row the account with whatever else the posting changes of it
 * @throws Refusal `BALANCE_OUT_OF_RANGE`; RangeError where no purpose allows the entry. The caller has checked that
 *   the balance stays above what is in transit.
 * @source 证券公司监督管理条例 第六十条
 */
export async function post(books: Books, row: CustodyRow, posting: Posting): Promise<CustodyRow> {
  const { accountNumber, amountFen } = posting;
  if (amountFen > LARGEST_BALANCE_FEN - row.balanceFen) throw outOfRange(posting, row);
  const posted = { ...row, balanceFen: addFen(row.balanceFen, amountFen) };
  await books.custody.put(accountNumber, posted);
  books.journal.post({
    ...posting,
    ...(amountFen < 0 && { purpose: purposeOf(posting.kind as DebitKind) }),
    balanceFen: posted.balanceFen,
  });
  return posted;
}

function outOfRange({ accountNumber }: Posting, { balanceFen }: CustodyRow): Refusal {
  return new Refusal({
    code: 'BALANCE_OUT_OF_RANGE',
    field: 'amountFen',
    message: `Account ${accountNumber} has ${formatYuan(balanceFen)}, and at most ${formatYuan(LARGEST_BALANCE_FEN)} can be kept.`,
  });
}
