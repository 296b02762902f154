import type { Books } from '../../books/books.js';
import { sumOf, totalsOf } from '../../books/custody-book.js';
import { Refusal } from '../../model/refusal.js';
import type { BeginLine } from '../../model/requests/transfers.js';
import type { ResultCode } from '../../model/result-codes.js';
import type { CustodyRow } from '../../model/rows/custody-row.js';
import { type AccountStatus, statusAllows } from '../../rules/account-status.js';
import { blockedBy } from '../../rules/freezes.js';
import { withinHours } from '../../rules/hours.js';
import { limitExceeded } from '../../rules/limits.js';
import { fen, formatYuan } from '../../rules/money.js';

const STATUS_CODES: Readonly<Record<AccountStatus, ResultCode>> = {
  registered: 'NOT_SIGNED',
  proposed: 'NOT_SIGNED',
  confirmed: 'NOT_SIGNED',
  active: 'ACCOUNT_STATUS',
  suspended: 'ACCOUNT_SUSPENDED',
  closing: 'ACCOUNT_CLOSING',
  closed: 'ACCOUNT_CLOSED',
};

export function refuseStatus({ status }: CustodyRow, { direction, accountNumber }: BeginLine): void {
  if (statusAllows(status, direction)) return;
  throw new Refusal({
    code: STATUS_CODES[status],
    field: 'accountNumber',
    message: `Account ${accountNumber} is ${status}; a ${direction} needs another status.`,
  });
}

/** Refuses what an order on the account forbids. */
export function refuseFrozen(row: CustodyRow, { direction, accountNumber, initiatedAt }: BeginLine): void {
  const freeze = blockedBy(row.freezes, direction, initiatedAt);
  if (freeze === undefined) return;
  throw new Refusal({
    code: 'ACCOUNT_FROZEN',
    field: 'accountNumber',
    message: `Order ${freeze.id} (${freeze.reason}) forbids a ${direction} on account ${accountNumber}.`,
  });
}

/** Money comes from and goes to the client's own linked bank account and no other. */
export function refuseOtherBankAccount(row: CustodyRow, { bankAccountRef, accountNumber }: BeginLine): void {
  if (bankAccountRef === row.bankAccountRef) return;
  throw new Refusal({
    code: 'BANK_ACCOUNT_NOT_LINKED',
    field: 'bankAccountRef',
    message: `Account ${accountNumber} is linked with bank account ${row.bankAccountRef}, and transfers go to that one only.`,
  });
}

export function refuseOutsideHours(books: Books, { holder }: CustodyRow, { initiatedAt }: BeginLine): void {
  const hours = books.parameters.transferHours[holder];
  if (withinHours(hours, initiatedAt)) return;
  throw new Refusal({
    code: 'OUTSIDE_HOURS',
    field: 'initiatedAt',
    message: `Transfers of a ${holder} are taken from ${hours.from} to ${hours.until}.`,
  });
}

const LIMIT_CODES = {
  'per-transfer': 'LIMIT_PER_TRANSFER',
  'per-day': 'LIMIT_PER_DAY',
  'per-day-count': 'LIMIT_PER_DAY_COUNT',
} as const satisfies Record<string, ResultCode>;

export function refuseOverLimit(books: Books, row: CustodyRow, line: BeginLine): void {
  const { direction, channel, amountFen } = line;
  const { kind, holder } = row;
  const today = totalsOf(row, books.day.businessDate);
  const exceeded = limitExceeded(
    books.parameters.limits,
    { direction, channel, kind, holder, amountFen },
    today,
  );
  if (exceeded === undefined) return;
  const { limit, allowed, thereIs } = exceeded;
  const shown = (value: number) => (limit === 'per-day-count' ? String(value) : formatYuan(fen(value)));
  throw new Refusal({
    code: LIMIT_CODES[limit],
    field: 'amountFen',
    message: `The limit ${limit} of a ${direction} is ${shown(allowed)}, and this would make ${shown(thereIs)}.`,
  });
}

/** Asked for and come to nothing or not, the day's transfers are summed; that sum must stay exact. */
export function refuseInexact(books: Books, row: CustodyRow, { accountNumber, amountFen }: BeginLine): void {
  const { deposits, withdrawals } = totalsOf(row, books.day.businessDate);
  if (sumOf(deposits) + sumOf(withdrawals) <= Number.MAX_SAFE_INTEGER - amountFen) return;
  throw new Refusal({
    code: 'BALANCE_OUT_OF_RANGE',
    field: 'amountFen',
    message: `The day's transfers of account ${accountNumber} would come to more than can be added up exactly.`,
  });
}
