import { accountRow } from '../../books/custody-book.js';
import { orderInForce, putOrder, withoutExpired, withoutFreeze } from '../../books/freeze-book.js';
import { instructionText } from '../../books/instruction-book.js';
import { Refusal } from '../../model/refusal.js';
import type { ReleaseLine } from '../../model/requests/freezes.js';
import type { Done } from '../batch.js';
import type { Instructed } from '../batch-call.js';
import { refuseOtherAuthority } from './authority.js';
import { assertOrderTime } from './order-time.js';

/**
 * Releases an order before its end: one of law by a document of the same authority, whichever side that was served
 * on; every other by the side that placed it.
 */
export async function releaseFreeze({ books, name, by }: Instructed, line: ReleaseLine): Promise<Done> {
  const { id, authority, documentNumber, initiatedAt } = line;
  assertOrderTime(books, initiatedAt);
  const order = await orderInForce(books, id, { at: initiatedAt, field: 'id' });
  if (order.reason === 'judicial') refuseOtherAuthority(order, authority);
  else if (order.placedBy.side !== by.side) {
    throw new Refusal({
      code: 'FREEZE_AUTHORITY',
      field: 'id',
      message: `Order ${id} was placed by the ${order.placedBy.side}, which alone can release it.`,
    });
  }
  const instruction = instructionText(name);
  const found = await accountRow(books, order.accountNumber);
  const row = await withoutExpired(books, found, { at: initiatedAt, instruction });
  const end = { at: initiatedAt, by, authority, documentNumber, transactionId: books.state.getTxID() };
  putOrder(books, { ...order, state: 'released', end });
  await books.custody.put(order.accountNumber, withoutFreeze(row, id));
  const facts = { id, reason: order.reason };
  books.journal.note({ instruction, kind: 'freeze.released', subject: order.accountNumber, facts });
  return { facts };
}
