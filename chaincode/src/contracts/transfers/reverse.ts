import type { Books } from '../../books/books.js';
import { assertBusinessTime, assertDay } from '../../books/business-time.js';
import { accountRow, positionOf } from '../../books/custody-book.js';
import { type InstructionName, instructionText, type NamedTransfer } from '../../books/instruction-book.js';
import { Refusal } from '../../model/refusal.js';
import type { ReverseLine } from '../../model/requests/transfers.js';
import type { ResultCode } from '../../model/result-codes.js';
import { fen, formatYuan } from '../../rules/money.js';
import { type ReversalFault, reversalFault } from '../../rules/reversal.js';
import type { Done } from '../batch.js';
import { ended, moveOn, transferToMove } from './follow-up.js';

const FAULTS: Readonly<
  Record<Exclude<ReversalFault, 'not-posted'>, readonly [code: ResultCode, field: string, sentence: string]>
> = {
  bank: ['REVERSAL_BANK', 'bankId', 'is of another bank'],
  'bank-account': ['REVERSAL_BANK_ACCOUNT', 'bankAccountRef', 'was for another bank account'],
  broker: ['REVERSAL_BROKER', 'brokerId', 'is of another broker'],
  account: ['REVERSAL_ACCOUNT', 'accountNumber', 'was for another account'],
  amount: ['REVERSAL_AMOUNT', 'amountFen', 'was for another amount'],
  'already-reversed': ['ALREADY_REVERSED', 'original.serial', 'is reversed already'],
  'other-day': [
    'REVERSAL_OTHER_DAY',
    'original.serial',
    'is of an earlier day, where corrections are made by both sides together',
  ],
};

/**
 * Takes a transfer back (冲正) on its day, once, and with everything that names it right: by the side that began it,
 * or, where the bank has paid, by the bank, to which the payment has come back.
 */
export async function reverseTransfer(books: Books, by: InstructionName, line: ReverseLine): Promise<Done> {
  assertDay(books, 'open', 'closed-to-transfers');
  assertBusinessTime(books, line.initiatedAt);
  const found = await transferToMove(books, line.original, 'original.serial');
  refuseFault(books, found, line);
  refuseCorrected(found);
  const { transfer } = found;
  const ofBank = transfer.direction === 'withdrawal' && transfer.state === 'posted';
  if (by.side !== (ofBank ? 'bank' : line.original.side)) {
    throw new Refusal({
      code: 'REVERSAL_NOT_YOURS',
      field: 'original.side',
      message: `Transfer ${instructionText(found.name)} is reversed by ${ofBank ? 'the bank that paid it' : `the ${line.original.side} that began it`}.`,
    });
  }
  if (transfer.state === 'posted') {
    // After the sign-out folios are counted; what moved money before is then for both sides to correct.
    assertDay(books, 'open');
    if (transfer.direction === 'deposit') await refuseSpent(books, line);
  }
  return moveOn(books, found, { move: 'reverse', instruction: instructionText(by) });
}

function refuseFault(books: Books, found: NamedTransfer, line: ReverseLine): void {
  const { name, transfer } = found;
  const { bankMspId, brokerMspId } = books.relationship;
  const { bankId, bankAccountRef, brokerId, accountNumber, amountFen } = line;
  const fault = reversalFault(
    { ...transfer, bankId: bankMspId, brokerId: brokerMspId },
    { bankId, bankAccountRef, brokerId, accountNumber, amountFen },
    books.day.businessDate,
  );
  if (fault === undefined) return;
  if (fault === 'not-posted') throw ended(found, 'reverse', 'original.serial');
  const [code, field, sentence] = FAULTS[fault];
  throw new Refusal({ code, field, message: `Transfer ${instructionText(name)} ${sentence}.` });
}

/** What a correction has taken back must not go back twice. */
function refuseCorrected({ name, transfer: { correctedFen } }: NamedTransfer): void {
  if (correctedFen === undefined) return;
  throw new Refusal({
    code: 'ALREADY_REVERSED',
    field: 'original.serial',
    message: `Corrections have taken ${formatYuan(correctedFen)} of transfer ${instructionText(name)} back already; the rest is taken back by a correction too.`,
  });
}

/** A deposit goes back only as far as the client has not used the money, and never out of a freeze. */
async function refuseSpent(
  books: Books,
  { accountNumber, amountFen, initiatedAt }: ReverseLine,
): Promise<void> {
  const row = await accountRow(books, accountNumber);
  const { availableFen, balanceFen, inTransitFen, frozenFen } = await positionOf(books, accountNumber, {
    row,
    at: initiatedAt,
  });
  const freeFen = fen(Math.min(availableFen, balanceFen - inTransitFen - frozenFen));
  if (amountFen <= freeFen) return;
  throw new Refusal({
    code: 'INSUFFICIENT_AVAILABLE',
    field: 'amountFen',
    message: `${formatYuan(freeFen)} is available on account ${accountNumber}, and ${formatYuan(amountFen)} would go back.`,
  });
}
