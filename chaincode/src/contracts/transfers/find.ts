import type { Books } from '../../books/books.js';
import type { TransferAnswer } from '../../model/answers/transfers.js';
import { Refusal } from '../../model/refusal.js';
import type { TransferName } from '../../model/requests/transfers.js';
import type { InstructionRecord } from '../../model/rows/instruction-row.js';

/**
 * A transfer, or what became of the instruction that would have begun one.
 *
 * @throws Refusal `TRANSFER_NOT_FOUND`, or the refusal with which the transfer was refused when it was begun
 */
export async function findTransfer(books: Books, name: TransferName): Promise<TransferAnswer> {
  const record = await books.instructions.find(name);
  if (record?.transfer !== undefined) {
    return { ...name, ...record.transfer, transactionId: record.transactionId };
  }
  throw refusedBefore(record) ?? notFound(name);
}

function refusedBefore(record: InstructionRecord | undefined): Refusal | undefined {
  if (record?.outcome.status !== 'refused') return undefined;
  const { code, field, message } = record.outcome;
  return new Refusal(field === undefined ? { code, message } : { code, field, message });
}

function notFound({ side, serial }: TransferName): Refusal {
  return new Refusal({
    code: 'TRANSFER_NOT_FOUND',
    field: 'serial',
    message: `The ${side} has begun no transfer under serial ${serial}.`,
  });
}
