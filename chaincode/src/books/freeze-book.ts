import { Refusal } from '../model/refusal.js';
import type { CustodyRow } from '../model/rows/custody-row.js';
import type { FreezeOrderRow, OrderEnd, OrderRow } from '../model/rows/freeze-row.js';
import type { Freeze } from '../rules/freezes.js';
import type { Instant } from '../rules/instant.js';
import { epochSecondsOf } from '../rules/instant.js';
import { subtractFen } from '../rules/money.js';
import type { Books } from './books.js';

/** Orders that an account can have at a time: each is looked at whenever its money moves. */
export const MOST_FREEZES = 16;

const freezeKey = (id: string): string => `freeze/${id}`;

export function findOrder({ work }: Books, id: string): Promise<OrderRow | undefined> {
  return work.read<OrderRow>(freezeKey(id));
}

export function putOrder({ work }: Books, order: OrderRow): void {
  work.write(freezeKey(order.id), order);
}

/** What an order does to its account's money. */
export function effectOf(order: FreezeOrderRow): Freeze {
  const { id, reason, limitFen, deductedFen, endsAt, priorityAt, blocks } = order;
  return {
    id,
    reason,
    limitFen: limitFen === null ? null : subtractFen(limitFen, deductedFen),
    endsAt,
    priority: epochSecondsOf(priorityAt),
    ...(blocks !== undefined && { blocks }),
  };
}

/**
 * An order that is in force on an account at an instant.
 *
 * @throws Refusal `FREEZE_NOT_FOUND`, which says what has become of it
 */
export async function orderInForce(
  books: Books,
  id: string,
  { at, field }: { readonly at: Instant; readonly field: string },
): Promise<FreezeOrderRow> {
  const order = await findOrder(books, id);
  if (order?.kind !== 'freeze') throw notFound(field, `There is no order ${id}.`);
  if (order.state !== 'placed') throw notFound(field, `Order ${id} is ${order.state} already.`);
  if (order.endsAt !== null && order.endsAt <= at) {
    throw notFound(field, `Order ${id} has ended by itself at ${order.endsAt}.`);
  }
  return order;
}

function notFound(field: string, message: string): Refusal {
  return new Refusal({ code: 'FREEZE_NOT_FOUND', field, message });
}

/** The account without one order's effect. */
export function withoutFreeze(row: CustodyRow, id: string): CustodyRow {
  return { ...row, freezes: row.freezes.filter((freeze) => freeze.id !== id) };
}

/**
 * The account without what has ended by itself.
 *
 * An order past its end has no effect, whether it still stands in the row or not; taking it out makes room for
 * others, and lets the order itself say that it is over.
 */
export async function withoutExpired(
  books: Books,
  row: CustodyRow,
  { at, instruction }: { readonly at: Instant; readonly instruction: string },
): Promise<CustodyRow> {
  const standing: Freeze[] = [];
  for (const freeze of row.freezes) {
    if (freeze.endsAt === null || at < freeze.endsAt) standing.push(freeze);
    else await recordExpiry(books, { id: freeze.id, endedAt: freeze.endsAt, instruction });
  }
  return { ...row, freezes: standing };
}

async function recordExpiry(
  books: Books,
  {
    id,
    endedAt,
    instruction,
  }: { readonly id: string; readonly endedAt: Instant; readonly instruction: string },
): Promise<void> {
  const order = await findOrder(books, id);
  if (order?.kind === 'freeze') {
    const end: OrderEnd = { at: endedAt, transactionId: books.state.getTxID() };
    putOrder(books, { ...order, state: 'expired', end });
  }
  books.journal.note({ instruction, kind: 'freeze.expired', subject: id });
}
