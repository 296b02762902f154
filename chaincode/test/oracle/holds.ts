import { type Books, found, must, mustBeOpen, mustBeToday, type Timed, timeOf } from './books.js';
import { cashOf, isForbidden } from './cash.js';
import { accountOf } from './transfers.js';

export interface Take extends Timed {
  readonly orderId: string;
  readonly accountNumber: string;
  readonly amountFen: number;
}

export function take(books: Books, line: Take): void {
  const { orderId, accountNumber, amountFen } = line;
  const before = books.holds.get(orderId);
  if (before !== undefined) {
    must(before.account === accountNumber && before.taken === amountFen, 'HOLD_EXISTS');
    return;
  }
  mustBeOpen(books);
  mustBeToday(books, line);
  const account = accountOf(books, accountNumber);
  const at = timeOf(line);
  must(!isForbidden(books, accountNumber, 'buy', at), 'ACCOUNT_FROZEN');
  must(account.status === 'active', 'ACCOUNT_STATUS');
  must(amountFen <= cashOf(books, account, at).available, 'INSUFFICIENT_AVAILABLE');
  books.holds.set(orderId, {
    account: accountNumber,
    date: books.date,
    taken: amountFen,
    held: amountFen,
    released: new Map(),
  });
}

export interface Release extends Timed {
  readonly serial: string;
  readonly orderId: string;
  readonly amountFen: number;
}

/** A release is known by its serial, and gives back nothing more when it comes again. */
export function release(books: Books, line: Release): void {
  const before = books.holds.get(line.orderId)?.released.get(line.serial);
  if (before !== undefined) {
    must(before === line.amountFen, 'IDEMPOTENCY_CONFLICT');
    return;
  }
  mustBeOpen(books, 'closed-to-transfers');
  mustBeToday(books, line);
  const hold = found(books.holds.get(line.orderId), 'HOLD_NOT_FOUND');
  must(hold.date === books.date, 'HOLD_NOT_FOUND');
  must(line.amountFen <= hold.held, 'HOLD_TOO_SMALL');
  hold.held -= line.amountFen;
  hold.released.set(line.serial, line.amountFen);
}
