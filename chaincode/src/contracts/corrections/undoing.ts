import type { Books } from '../../books/books.js';
import { instructionText, type NamedTransfer } from '../../books/instruction-book.js';
import { Refusal } from '../../model/refusal.js';
import type { CorrectionOf } from '../../model/requests/corrections.js';
import { addFen, fen, formatYuan, subtractFen, ZERO_FEN } from '../../rules/money.js';
import { correctableAccount, refuseUnavailable } from './correctable-account.js';
import { openedWith, withoutMoved } from './day-totals.js';
import type { Plan, Planning } from './planning.js';

/** Takes back part or all of a posted transfer: the money goes the other way, over the same pooled account. */
export async function planUndoing(
  { books, at, instruction }: Planning,
  { original, amountFen }: CorrectionOf<'undo'>,
): Promise<Plan> {
  const found = await postedTransfer(books, original);
  const { transfer } = found;
  const { accountNumber, direction } = transfer;
  const row = await correctableAccount(books, accountNumber);
  const correctedFen = addFen(transfer.correctedFen ?? ZERO_FEN, amountFen);
  if (correctedFen > transfer.amountFen) {
    const leftFen = subtractFen(transfer.amountFen, transfer.correctedFen ?? ZERO_FEN);
    throw new Refusal({
      code: 'CORRECTION_TOO_LARGE',
      field: 'amountFen',
      message: `Of transfer ${instructionText(found.name)} ${formatYuan(leftFen)} can still be taken back.`,
    });
  }
  if (direction === 'deposit') await refuseUnavailable(books, row, { accountNumber, amountFen, at });
  const { businessDate } = books.day;
  const signedFen = fen(direction === 'deposit' ? -amountFen : amountFen);
  return {
    row:
      transfer.businessDate === businessDate
        ? withoutMoved(row, transfer, amountFen)
        : openedWith(row, businessDate, signedFen),
    posting: {
      accountNumber,
      amountFen: signedFen,
      kind: 'correction',
      counter: 'bank-pool',
      instruction,
    },
    remember: () => books.instructions.putTransfer(found, { ...transfer, correctedFen }),
  };
}

async function postedTransfer(
  books: Books,
  original: CorrectionOf<'undo'>['original'],
): Promise<NamedTransfer> {
  const found = await books.instructions.findTransfer(original);
  if (found === undefined) {
    throw new Refusal({
      code: 'TRANSFER_NOT_FOUND',
      field: 'original.serial',
      message: `The ${original.side} has begun no transfer under serial ${original.serial}.`,
    });
  }
  if (found.transfer.state === 'posted') return found;
  throw new Refusal({
    code: 'NOT_POSTED',
    field: 'original.serial',
    message: `Transfer ${instructionText(original)} is ${found.transfer.state}, so it has moved no money that could be taken back.`,
  });
}
