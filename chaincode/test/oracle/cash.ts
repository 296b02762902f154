import type { Account, Books, Order, Transfer } from './books.js';

/** Everything that an account's balance is made of, in fen. */
export interface Cash {
  readonly balance: number;
  readonly inTransit: number;
  readonly held: number;
  readonly frozen: Readonly<Record<'judicial' | 'forty-eight-hours' | 'loss-report', number>>;
  readonly available: number;
  readonly withdrawable: number;
  readonly shortfall: number;
}

export const isPending = ({ state }: Transfer): boolean =>
  state === 'requested' || state === 'in-transit' || state === 'claimed';

export function pendingOf(books: Books, account: string): Transfer[] {
  return [...books.transfers.values()].filter(
    (transfer) => transfer.account === account && isPending(transfer),
  );
}

/** What is deducted and not paid out yet. */
export function inTransitOf(books: Books, account: string): number {
  return sum(
    pendingOf(books, account)
      .filter(({ direction }) => direction === 'withdrawal')
      .map(({ amount }) => amount),
  );
}

export function heldOf(books: Books, account: string): number {
  const today = [...books.holds.values()].filter(
    (hold) => hold.account === account && hold.date === books.date,
  );
  return sum(today.map(({ held }) => held));
}

/** Orders in force on an account, those of one reason together and first come first. */
export function ordersOn(books: Books, account: string, at: number): Order[] {
  const reasons = ['judicial', 'forty-eight-hours', 'loss-report', 'business-restriction'];
  return [...books.orders.values()]
    .filter((order) => order.account === account && order.standing && at < order.endsAt)
    .sort(
      (a, b) =>
        reasons.indexOf(a.reason) - reasons.indexOf(b.reason) ||
        a.receivedAt - b.receivedAt ||
        (a.id < b.id ? -1 : 1),
    );
}

/** What each order holds: money is poured into them one after the other until there is none left. */
export function capturedOn(books: Books, { number, balance }: Account, at: number): Map<Order, number> {
  let left = Math.max(0, balance - inTransitOf(books, number) - heldOf(books, number));
  const captured = new Map<Order, number>();
  for (const order of ordersOn(books, number, at)) {
    if (order.reason === 'business-restriction') continue;
    const share = Math.min(left, order.limit);
    captured.set(order, share);
    left -= share;
  }
  return captured;
}

export function cashOf(books: Books, account: Account, at: number): Cash {
  const { balance, opening, deposited, withdrawn, number } = account;
  const inTransit = inTransitOf(books, number);
  const held = heldOf(books, number);
  const captured = capturedOn(books, account, at);
  const of = (reason: Order['reason']) =>
    sum([...captured].map(([order, share]) => (order.reason === reason ? share : 0)));
  const frozen = {
    judicial: of('judicial'),
    'forty-eight-hours': of('forty-eight-hours'),
    'loss-report': of('loss-report'),
  };
  const free = balance - inTransit - held - sum(Object.values(frozen));
  const available = Math.max(0, free);
  const settled = opening + deposited - withdrawn - frozen.judicial;
  const withdrawable = Math.max(0, Math.min(available, settled));
  return { balance, inTransit, held, frozen, available, withdrawable, shortfall: available - free };
}

/** Whether an order stands against something, however much money there is. */
export function isForbidden(books: Books, account: string, operation: string, at: number): boolean {
  return ordersOn(books, account, at).some(({ forbids }) => forbids.includes(operation));
}

export function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}
