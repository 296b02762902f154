import {
  type Account,
  type Books,
  must,
  mustBeOpen,
  mustBeToday,
  No,
  type Side,
  type Timed,
  timeOf,
} from './books.js';
import { cashOf, ordersOn, pendingOf } from './cash.js';
import { accountOf } from './transfers.js';

export interface OnAccount extends Timed {
  readonly accountNumber: string;
}

function account(books: Books, line: OnAccount): Account {
  mustBeOpen(books);
  mustBeToday(books, line);
  return accountOf(books, line.accountNumber);
}

function mustBe({ status }: Account, ...allowed: readonly string[]): void {
  if (allowed.includes(status)) return;
  throw new No(status === 'closed' ? 'ACCOUNT_CLOSED' : 'ACCOUNT_STATUS');
}

export function suspend(books: Books, side: Side, line: OnAccount): void {
  const found = account(books, line);
  mustBe(found, 'active');
  found.status = 'suspended';
  found.suspendedBy = side;
}

export function resume(books: Books, side: Side, line: OnAccount): void {
  const found = account(books, line);
  mustBe(found, 'suspended');
  must(found.suspendedBy === side, 'NOT_PERMITTED');
  found.status = 'active';
  found.suspendedBy = undefined;
}

export function requestClosing(books: Books, side: Side, line: OnAccount): void {
  const found = account(books, line);
  mustBe(found, 'active', 'suspended');
  must(found.suspendedBy === undefined || found.suspendedBy === side, 'ACCOUNT_SUSPENDED');
  found.status = 'closing';
  found.closingSince = books.date;
}

export function cancelClosing(books: Books, _side: Side, line: OnAccount): void {
  const found = account(books, line);
  mustBe(found, 'closing');
  found.status = found.suspendedBy === undefined ? 'active' : 'suspended';
  found.closingSince = undefined;
}

export function close(books: Books, _side: Side, line: OnAccount): void {
  const found = account(books, line);
  mustBe(found, 'closing');
  const { number, balance, counted, interestOn, closingSince = books.date } = found;
  const nothingOpen =
    pendingOf(books, number).length === 0 &&
    cashOf(books, found, timeOf(line)).held === 0 &&
    ordersOn(books, number, timeOf(line)).length === 0;
  const settled = interestOn !== undefined && interestOn >= closingSince;
  must(nothingOpen && balance === 0 && counted === 0 && settled, 'NOT_CLOSABLE');
  found.status = 'closed';
}
