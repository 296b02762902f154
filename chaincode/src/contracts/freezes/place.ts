import type { Books } from '../../books/books.js';
import {
  effectOf,
  findOrder,
  orderInForce,
  putOrder,
  withoutExpired,
  withoutFreeze,
} from '../../books/freeze-book.js';
import { instructionText } from '../../books/instruction-book.js';
import { Refusal } from '../../model/refusal.js';
import type { PlaceJudicialLine, PlaceLine } from '../../model/requests/freezes.js';
import type { CustodyRow } from '../../model/rows/custody-row.js';
import type { FreezeOrderRow } from '../../model/rows/freeze-row.js';
import { formatYuan, ZERO_FEN } from '../../rules/money.js';
import type { Done } from '../batch.js';
import type { Instructed } from '../batch-call.js';
import { refuseOtherAuthority } from './authority.js';
import { freezableAccount, refuseTooMany } from './freezable-account.js';
import { assertOrderTime } from './order-time.js';
import { endOf } from './term.js';

/**
 * Places an order on an account.
 *
 * It is taken in whatever state the day is: law does not wait for a sign-in. What it captures is not told here,
 * because that would read the holds book, and a broker that trades on could then keep an order from being placed.
 */
export async function placeFreeze({ books, name, by }: Instructed, line: PlaceLine): Promise<Done> {
  const { id, accountNumber, initiatedAt } = line;
  assertOrderTime(books, initiatedAt);
  const found = await freezableAccount(books, accountNumber);
  await refuseTaken(books, found, id);
  const instruction = instructionText(name);
  const row = await withoutExpired(books, found, { at: initiatedAt, instruction });

  const renewed = await orderToRenew(books, line);
  const endsAt = endOf(line, renewed);
  if (renewed !== undefined && line.reason === 'judicial') refuseRenewal(line, renewed);
  const order: FreezeOrderRow = {
    kind: 'freeze',
    id,
    accountNumber,
    reason: line.reason,
    limitFen: line.limitFen ?? null,
    authority: line.authority,
    documentNumber: line.documentNumber,
    ...(line.officers !== undefined && { officers: line.officers }),
    startsAt: line.startsAt,
    endsAt,
    priorityAt: renewed?.priorityAt ?? (line.reason === 'judicial' ? line.priorityAt : line.startsAt),
    ...(line.reason === 'business-restriction' && { blocks: line.blocks }),
    ...(renewed !== undefined && { renews: renewed.id }),
    firstStartsAt: renewed?.firstStartsAt ?? line.startsAt,
    deductedFen: ZERO_FEN,
    placedBy: by,
    placedAt: initiatedAt,
    transactionId: books.state.getTxID(),
    state: 'placed',
  };
  const others = renewed === undefined ? row : withoutFreeze(row, renewed.id);
  refuseTooMany(others, accountNumber);
  if (renewed !== undefined) {
    const end = { at: initiatedAt, by, transactionId: books.state.getTxID() };
    putOrder(books, { ...renewed, state: 'renewed', renewedBy: id, end });
  }
  putOrder(books, order);
  await books.custody.put(accountNumber, { ...others, freezes: [...others.freezes, effectOf(order)] });
  const facts = {
    id,
    reason: order.reason,
    ...(order.limitFen !== null && { limitFen: order.limitFen }),
    ...(endsAt !== null && { endsAt }),
  };
  books.journal.note({ instruction, kind: 'freeze.placed', subject: accountNumber, facts });
  return { facts };
}

async function refuseTaken(books: Books, { freezes }: CustodyRow, id: string): Promise<void> {
  const taken = (await findOrder(books, id)) !== undefined || freezes.some((freeze) => freeze.id === id);
  if (!taken) return;
  throw new Refusal({
    code: 'FREEZE_EXISTS',
    field: 'id',
    message: `There is an order ${id} already; choose another id.`,
  });
}

async function orderToRenew(books: Books, line: PlaceLine): Promise<FreezeOrderRow | undefined> {
  if (line.reason !== 'judicial' || line.renews === undefined) return undefined;
  const order = await orderInForce(books, line.renews, { at: line.initiatedAt, field: 'renews' });
  if (order.reason === 'judicial' && order.accountNumber === line.accountNumber) return order;
  throw new Refusal({
    code: 'FREEZE_NOT_FOUND',
    field: 'renews',
    message: `Order ${line.renews} is no judicial freeze of account ${line.accountNumber}.`,
  });
}

/** Whoever waits behind an order must not be made to wait longer than that order alone would have them. */
function refuseRenewal(line: PlaceJudicialLine, renewed: FreezeOrderRow): void {
  refuseOtherAuthority(renewed, line.authority);
  const { limitFen } = effectOf(renewed);
  if (limitFen === null || (line.limitFen !== null && line.limitFen <= limitFen)) return;
  throw new Refusal({
    code: 'FREEZE_RENEWAL',
    field: 'limitFen',
    message: `Order ${renewed.id} has ${formatYuan(limitFen)} left, and a renewal is for no more; place another order for the rest.`,
  });
}
