import { type Books, found, must, mustBeToday, type Order, type Side, type Timed, timeOf } from './books.js';
import { isPending, ordersOn } from './cash.js';
import { accountOf, type Follow } from './transfers.js';

const MOST_ORDERS = 16;
const TWO_DAYS = 48 * 3_600;
const NO_BUSINESS = ['withdrawal', 'buy', 'sell'];

interface Authority {
  readonly kind: string;
  readonly name: string;
}
const nameOf = ({ kind, name }: Authority): string => `${kind} ${name}`;

export interface Place extends Timed {
  readonly id: string;
  readonly accountNumber: string;
  readonly reason: Exclude<Order['reason'], 'loss-report'>;
  readonly authority: Authority;
  readonly limitFen?: number | null;
  readonly startsAt: string;
  readonly endsAt?: string | null;
  readonly priorityAt?: string;
  readonly blocks?: readonly string[];
}

export function place(books: Books, side: Side, line: Place): void {
  mustBeToday(books, line);
  mustBeOpenAccount(books, line.accountNumber);
  must(!books.orders.has(line.id), 'FREEZE_EXISTS');
  mustHaveRoom(books, line.accountNumber, timeOf(line));
  books.orders.set(line.id, {
    id: line.id,
    account: line.accountNumber,
    reason: line.reason,
    limit: line.limitFen ?? Number.POSITIVE_INFINITY,
    endsAt: endOf(line),
    receivedAt: timeOf({ initiatedAt: line.priorityAt ?? line.startsAt }),
    forbids: forbiddenBy(line),
    placedBy: side,
    authority: nameOf(line.authority),
    standing: true,
  });
}

function endOf({ reason, startsAt, endsAt }: Place): number {
  if (reason === 'forty-eight-hours') return timeOf({ initiatedAt: startsAt }) + TWO_DAYS;
  return endsAt === null || endsAt === undefined ? Number.POSITIVE_INFINITY : timeOf({ initiatedAt: endsAt });
}

function forbiddenBy({ reason, blocks = [] }: Place): readonly string[] {
  if (reason === 'judicial') return [];
  return reason === 'forty-eight-hours' ? NO_BUSINESS : blocks;
}

function mustBeOpenAccount(books: Books, number: string): void {
  must(accountOf(books, number).status !== 'closed', 'ACCOUNT_CLOSED');
}

function mustHaveRoom(books: Books, number: string, at: number): void {
  must(ordersOn(books, number, at).length < MOST_ORDERS, 'TOO_MANY_FREEZES');
}

/** An order that stands and has not ended by itself. */
export function inForce(books: Books, id: string, at: number): Order {
  const order = found(books.orders.get(id), 'FREEZE_NOT_FOUND');
  must(order.standing && at < order.endsAt, 'FREEZE_NOT_FOUND');
  return order;
}

export interface ReleaseOrder extends Timed {
  readonly id: string;
  readonly authority: Authority;
}

export function releaseOrder(books: Books, side: Side, line: ReleaseOrder): void {
  mustBeToday(books, line);
  const order = inForce(books, line.id, timeOf(line));
  if (order.reason === 'judicial') must(order.authority === nameOf(line.authority), 'FREEZE_AUTHORITY');
  else must(order.placedBy === side, 'FREEZE_AUTHORITY');
  order.standing = false;
}

export interface Loss extends Timed {
  readonly serial: string;
  readonly accountNumber: string;
}

const reportsOn = (books: Books, { accountNumber, ...line }: Loss): Order[] =>
  ordersOn(books, accountNumber, timeOf(line)).filter(({ reason }) => reason === 'loss-report');

export function reportLoss(books: Books, side: Side, line: Loss): void {
  mustBeToday(books, line);
  mustBeOpenAccount(books, line.accountNumber);
  must(!reportsOn(books, line).some(({ placedBy }) => placedBy === side), 'FREEZE_EXISTS');
  mustHaveRoom(books, line.accountNumber, timeOf(line));
  const id = `${side}/${line.serial}`;
  books.orders.set(id, {
    ...{ id, account: line.accountNumber, reason: 'loss-report', limit: Number.POSITIVE_INFINITY },
    ...{ endsAt: Number.POSITIVE_INFINITY, receivedAt: timeOf(line), forbids: NO_BUSINESS },
    ...{ placedBy: side, authority: '', standing: true },
  });
}

export function cancelLoss(books: Books, side: Side, line: Loss): void {
  mustBeToday(books, line);
  mustBeOpenAccount(books, line.accountNumber);
  const reports = reportsOn(books, line);
  const own = reports.find(({ placedBy }) => placedBy === side);
  if (own === undefined) must(reports.length === 0, 'FREEZE_AUTHORITY');
  found(own, 'FREEZE_NOT_FOUND').standing = false;
}

export function suspendTransfer(books: Books, side: Side, line: Follow): void {
  mustBeToday(books, line);
  const transfer = found(
    books.transfers.get(`${line.transfer.side}/${line.transfer.serial}`),
    'TRANSFER_NOT_FOUND',
  );
  must(transfer.suspended === undefined, 'TRANSFER_SUSPENDED');
  must(isPending(transfer), 'TRANSFER_ENDED');
  transfer.suspended = { by: side };
}

export function resumeTransfer(books: Books, side: Side, line: Follow): void {
  mustBeToday(books, line);
  const transfer = found(
    books.transfers.get(`${line.transfer.side}/${line.transfer.serial}`),
    'TRANSFER_NOT_FOUND',
  );
  must(transfer.suspended !== undefined, 'FREEZE_NOT_FOUND');
  must(transfer.suspended.by === side, 'FREEZE_AUTHORITY');
  transfer.suspended = undefined;
}
