import type { Books } from '../../books/books.js';
import { assertBusinessTime, assertNotBefore } from '../../books/business-time.js';
import { findOrder, putOrder } from '../../books/freeze-book.js';
import { instructionText, type NamedTransfer } from '../../books/instruction-book.js';
import { Refusal } from '../../model/refusal.js';
import type { ResumeLine, SuspendLine } from '../../model/requests/freezes.js';
import type { TransferName } from '../../model/requests/transfers.js';
import { isPending } from '../../rules/transfer-state.js';
import type { Done } from '../batch.js';
import type { Instructed } from '../batch-call.js';

/** Stops one transfer where it stands; the account's others go on. */
export async function suspendTransfer({ books, name, by }: Instructed, line: SuspendLine): Promise<Done> {
  assertBusinessTime(books, line.initiatedAt);
  const found = await transferOf(books, line.transfer);
  const { transfer } = found;
  const what = instructionText(found.name);
  if (transfer.suspendedBy !== undefined) {
    throw new Refusal({
      code: 'TRANSFER_SUSPENDED',
      field: 'transfer.serial',
      message: `Transfer ${what} is suspended already, by ${transfer.suspendedBy}.`,
    });
  }
  if (!isPending(transfer.state)) {
    throw new Refusal({
      code: 'TRANSFER_ENDED',
      field: 'transfer.serial',
      message: `Transfer ${what} is ${transfer.state} already, so there is nothing left to suspend.`,
    });
  }
  const id = instructionText(name);
  putOrder(books, {
    kind: 'suspension',
    id,
    transfer: found.name,
    reason: line.reason,
    ...(line.authority !== undefined && { authority: line.authority }),
    ...(line.documentNumber !== undefined && { documentNumber: line.documentNumber }),
    placedBy: by,
    placedAt: line.initiatedAt,
    transactionId: books.state.getTxID(),
    state: 'placed',
  });
  await books.instructions.putTransfer(found, { ...transfer, suspendedBy: id });
  books.journal.note({ instruction: id, kind: 'transfer.suspended', subject: what });
  return { facts: { suspendedBy: id, state: transfer.state } };
}

/** Lets a transfer go on, by the side that has suspended it. */
export async function resumeTransfer({ books, name, by }: Instructed, line: ResumeLine): Promise<Done> {
  assertNotBefore(books, line.initiatedAt);
  const found = await transferOf(books, line.transfer);
  const { suspendedBy, ...transfer } = found.transfer;
  const what = instructionText(found.name);
  const order = suspendedBy === undefined ? undefined : await findOrder(books, suspendedBy);
  if (order?.kind !== 'suspension') {
    throw new Refusal({
      code: 'FREEZE_NOT_FOUND',
      field: 'transfer.serial',
      message: `Transfer ${what} is not suspended.`,
    });
  }
  if (order.placedBy.side !== by.side) {
    throw new Refusal({
      code: 'FREEZE_AUTHORITY',
      field: 'transfer.serial',
      message: `Transfer ${what} was suspended by the ${order.placedBy.side}, which alone can let it go on.`,
    });
  }
  const end = { at: line.initiatedAt, by, transactionId: books.state.getTxID() };
  putOrder(books, { ...order, state: 'released', end });
  await books.instructions.putTransfer(found, transfer);
  books.journal.note({ instruction: instructionText(name), kind: 'transfer.resumed', subject: what });
  return { facts: { state: transfer.state } };
}

async function transferOf(books: Books, name: TransferName): Promise<NamedTransfer> {
  const found = await books.instructions.findTransfer(name);
  if (found !== undefined) return found;
  throw new Refusal({
    code: 'TRANSFER_NOT_FOUND',
    field: 'transfer.serial',
    message: `The ${name.side} has begun no transfer under serial ${name.serial}.`,
  });
}
