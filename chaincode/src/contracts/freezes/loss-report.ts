import type { Books } from '../../books/books.js';
import { effectOf, findOrder, putOrder, withoutExpired, withoutFreeze } from '../../books/freeze-book.js';
import { instructionText } from '../../books/instruction-book.js';
import { Refusal } from '../../model/refusal.js';
import type { LossLine } from '../../model/requests/freezes.js';
import type { CustodyRow } from '../../model/rows/custody-row.js';
import type { FreezeOrderRow } from '../../model/rows/freeze-row.js';
import { ZERO_FEN } from '../../rules/money.js';
import type { Side } from '../../rules/transfer-state.js';
import type { Done } from '../batch.js';
import type { Instructed } from '../batch-call.js';
import { freezableAccount, refuseTooMany } from './freezable-account.js';
import { assertOrderTime } from './order-time.js';

/** Records that a client has reported a loss to this side (挂失). Each side keeps its own report. */
export async function reportLoss({ books, name, by }: Instructed, line: LossLine): Promise<Done> {
  const { accountNumber, initiatedAt } = line;
  assertOrderTime(books, initiatedAt);
  const instruction = instructionText(name);
  const found = await freezableAccount(books, accountNumber);
  const row = await withoutExpired(books, found, { at: initiatedAt, instruction });
  const before = reportOf(row, by.side);
  if (before !== undefined) {
    throw new Refusal({
      code: 'FREEZE_EXISTS',
      field: 'accountNumber',
      message: `The ${by.side} has recorded loss report ${before} on account ${accountNumber} already.`,
    });
  }
  refuseTooMany(row, accountNumber);
  const order: FreezeOrderRow = {
    kind: 'freeze',
    id: instruction,
    accountNumber,
    reason: 'loss-report',
    limitFen: null,
    startsAt: initiatedAt,
    endsAt: null,
    priorityAt: initiatedAt,
    firstStartsAt: initiatedAt,
    deductedFen: ZERO_FEN,
    placedBy: by,
    placedAt: initiatedAt,
    transactionId: books.state.getTxID(),
    state: 'placed',
  };
  putOrder(books, order);
  await books.custody.put(accountNumber, { ...row, freezes: [...row.freezes, effectOf(order)] });
  books.journal.note({ instruction, kind: 'loss.reported', subject: accountNumber });
  return { facts: { id: instruction } };
}

/** Ends the report that this side has recorded on an account. */
export async function cancelLoss({ books, name, by }: Instructed, line: LossLine): Promise<Done> {
  const { accountNumber, initiatedAt } = line;
  assertOrderTime(books, initiatedAt);
  const instruction = instructionText(name);
  const found = await freezableAccount(books, accountNumber);
  const row = await withoutExpired(books, found, { at: initiatedAt, instruction });
  const id = reportOf(row, by.side);
  if (id === undefined) throw noReport(row, line, by.side);
  await recordCancelled(books, id, { by, at: initiatedAt });
  await books.custody.put(accountNumber, withoutFreeze(row, id));
  books.journal.note({ instruction, kind: 'loss.cancelled', subject: accountNumber, facts: { id } });
  return { facts: { id } };
}

async function recordCancelled(
  books: Books,
  id: string,
  { by, at }: { readonly by: Instructed['by']; readonly at: LossLine['initiatedAt'] },
): Promise<void> {
  const order = await findOrder(books, id);
  if (order?.kind !== 'freeze') return;
  putOrder(books, { ...order, state: 'released', end: { at, by, transactionId: books.state.getTxID() } });
}

/** Id of the report that a side has recorded: `side/serial`. */
function reportOf({ freezes }: CustodyRow, side: Side): string | undefined {
  return freezes.find(({ id, reason }) => reason === 'loss-report' && id.startsWith(`${side}/`))?.id;
}

function noReport(row: CustodyRow, { accountNumber }: LossLine, side: Side): Refusal {
  const other = reportOf(row, side === 'bank' ? 'broker' : 'bank');
  if (other !== undefined) {
    return new Refusal({
      code: 'FREEZE_AUTHORITY',
      field: 'accountNumber',
      message: `Loss report ${other} on account ${accountNumber} was recorded by the other side, which alone can cancel it.`,
    });
  }
  return new Refusal({
    code: 'FREEZE_NOT_FOUND',
    field: 'accountNumber',
    message: `There is no loss report on account ${accountNumber}.`,
  });
}
