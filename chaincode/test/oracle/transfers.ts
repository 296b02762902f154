import {
  type Account,
  type Books,
  type Direction,
  found,
  must,
  mustBeOpen,
  mustBeToday,
  No,
  type Side,
  type Timed,
  type Transfer,
  timeOf,
} from './books.js';
import { cashOf, isForbidden, sum } from './cash.js';

export const TIMEOUT_SECONDS = 600;
const LAST_TIME = { person: '16:00:00', institution: '15:30:00' };
const STATUS_CODES: Readonly<Record<string, string>> = {
  registered: 'NOT_SIGNED',
  suspended: 'ACCOUNT_SUSPENDED',
  closing: 'ACCOUNT_CLOSING',
  closed: 'ACCOUNT_CLOSED',
};

export interface Named {
  readonly side: Side;
  readonly serial: string;
}

export interface Begin extends Timed {
  readonly serial: string;
  readonly direction: Direction;
  readonly accountNumber: string;
  readonly bankAccountRef: string;
  readonly amountFen: number;
}

export function accountOf(books: Books, number: string): Account {
  return found(books.accounts.get(number), 'ACCOUNT_NOT_FOUND');
}

export function begin(books: Books, side: Side, line: Begin): void {
  const { direction, amountFen } = line;
  mustBeOpen(books);
  mustBeToday(books, line);
  const account = accountOf(books, line.accountNumber);
  const { status } = account;
  if (status !== 'active' && !(status === 'closing' && direction === 'withdrawal')) {
    throw new No(STATUS_CODES[status] ?? 'unheard of');
  }
  must(!isForbidden(books, account.number, direction, timeOf(line)), 'ACCOUNT_FROZEN');
  must(line.bankAccountRef === account.ref, 'BANK_ACCOUNT_NOT_LINKED');
  const time = line.initiatedAt.slice(11, 19);
  must('09:00:00' <= time && time <= LAST_TIME[account.holder], 'OUTSIDE_HOURS');
  if (direction === 'withdrawal') {
    must(amountFen <= cashOf(books, account, timeOf(line)).withdrawable, 'INSUFFICIENT_WITHDRAWABLE');
  }
  const bankFirst = direction === 'deposit' ? 'posted' : 'claimed';
  const brokerFirst = direction === 'deposit' ? 'requested' : 'in-transit';
  const name = `${side}/${line.serial}`;
  const state = side === 'bank' ? bankFirst : brokerFirst;
  books.transfers.set(name, {
    ...{ name, side, serial: line.serial, direction, account: account.number, ref: line.bankAccountRef },
    ...{ amount: amountFen, begunAt: timeOf(line), date: books.date, state, corrected: 0 },
  });
  count(account, direction, amountFen, 1);
  if (state === 'posted') account.balance += amountFen;
}

function count(account: Account, direction: Direction, amount: number, times: 1 | -1): void {
  if (direction === 'deposit') account.deposited += amount * times;
  else account.withdrawn += amount * times;
  account.counted += times;
}

/** A transfer that something is to be done with. */
function followed(books: Books, named: Named, line: Timed): Transfer {
  mustBeOpen(books, 'closed-to-transfers');
  mustBeToday(books, line);
  const transfer = found(books.transfers.get(`${named.side}/${named.serial}`), 'TRANSFER_NOT_FOUND');
  must(transfer.suspended === undefined, 'TRANSFER_SUSPENDED');
  return transfer;
}

const isLate = ({ begunAt }: Transfer, line: Timed): boolean => timeOf(line) >= begunAt + TIMEOUT_SECONDS;

/** The transfer comes to nothing: whatever it had moved goes back, and the day has not seen it. */
function undo(books: Books, transfer: Transfer, state: string): void {
  const account = accountOf(books, transfer.account);
  if (transfer.state === 'posted') {
    account.balance += transfer.direction === 'deposit' ? -transfer.amount : transfer.amount;
  }
  transfer.state = state;
  if (transfer.date === books.date) count(account, transfer.direction, transfer.amount, -1);
}

function post(books: Books, transfer: Transfer): void {
  transfer.state = 'posted';
  accountOf(books, transfer.account).balance +=
    transfer.direction === 'deposit' ? transfer.amount : -transfer.amount;
}

export interface Follow extends Timed {
  readonly transfer: Named;
}

export function claim(books: Books, _side: Side, line: Follow): void {
  const transfer = followed(books, line.transfer, line);
  must(!isLate(transfer, line), 'EXPIRED');
  must(transfer.state !== 'claimed', 'TRANSFER_CLAIMED');
  must(transfer.state === 'in-transit', 'TRANSFER_ENDED');
  transfer.state = 'claimed';
}

export function answer(
  books: Books,
  _side: Side,
  line: Follow & { readonly outcome: 'done' | 'refused' },
): void {
  const transfer = followed(books, line.transfer, line);
  const { state } = transfer;
  if (line.outcome === 'refused') {
    must(['requested', 'in-transit', 'claimed'].includes(state), 'TRANSFER_ENDED');
    undo(books, transfer, 'refused');
    return;
  }
  must(state === 'claimed' || !isLate(transfer, line), 'EXPIRED');
  must(state !== 'in-transit', 'TRANSFER_NOT_CLAIMED');
  must(state === 'claimed' || state === 'requested', 'TRANSFER_ENDED');
  post(books, transfer);
}

export function expire(books: Books, _side: Side, line: Follow): void {
  const transfer = followed(books, line.transfer, line);
  must(transfer.state === 'claimed' || isLate(transfer, line), 'NOT_EXPIRED');
  must(transfer.state !== 'claimed', 'TRANSFER_CLAIMED');
  must(transfer.state === 'requested' || transfer.state === 'in-transit', 'TRANSFER_ENDED');
  undo(books, transfer, 'expired');
}

export interface Reverse extends Timed {
  readonly original: Named;
  readonly bankId: string;
  readonly brokerId: string;
  readonly bankAccountRef: string;
  readonly accountNumber: string;
  readonly amountFen: number;
}

export function reverse(books: Books, side: Side, line: Reverse): void {
  const transfer = followed(books, line.original, line);
  must(line.bankId === 'BankAMSP', 'REVERSAL_BANK');
  must(line.bankAccountRef === transfer.ref, 'REVERSAL_BANK_ACCOUNT');
  must(line.brokerId === 'BrokerXMSP', 'REVERSAL_BROKER');
  must(line.accountNumber === transfer.account, 'REVERSAL_ACCOUNT');
  must(line.amountFen === transfer.amount, 'REVERSAL_AMOUNT');
  const { state, direction } = transfer;
  must(state !== 'reversed', 'ALREADY_REVERSED');
  must(['requested', 'in-transit', 'posted'].includes(state), 'TRANSFER_ENDED');
  must(transfer.date === books.date, 'REVERSAL_OTHER_DAY');
  // What corrections have taken back must not be taken back again.
  must(transfer.corrected === 0, 'ALREADY_REVERSED');
  // Whoever began it takes it back; what the bank has paid, only the bank knows to have come back.
  const isPaid = direction === 'withdrawal' && state === 'posted';
  must(side === (isPaid ? 'bank' : transfer.side), 'REVERSAL_NOT_YOURS');
  if (state === 'posted') {
    mustBeOpen(books);
    if (direction === 'deposit') mustBeFree(books, transfer.account, transfer.amount, timeOf(line));
  }
  undo(books, transfer, 'reversed');
}

/** Money that is in transit, frozen or reserved is not there to be taken. */
export function mustBeFree(books: Books, number: string, amount: number, at: number): void {
  const { balance, inTransit, frozen, available } = cashOf(books, accountOf(books, number), at);
  const free = Math.min(available, balance - inTransit - sum(Object.values(frozen)));
  must(amount <= free, 'INSUFFICIENT_AVAILABLE');
}
