import type { Books } from '../../books/books.js';
import { accountRow, post, totalsOf, withTransfer } from '../../books/custody-book.js';
import { instructionText, type NamedTransfer } from '../../books/instruction-book.js';
import { Refusal } from '../../model/refusal.js';
import type { TransferName } from '../../model/requests/transfers.js';
import type { CustodyRow } from '../../model/rows/custody-row.js';
import type { TransferRecord } from '../../model/rows/instruction-row.js';
import { fen, subtractFen } from '../../rules/money.js';
import { afterMove, isInTransit, isPending, type TransferMove } from '../../rules/transfer-state.js';
import type { Done } from '../batch.js';

/** The transfer that an instruction is about, unless an order suspends it. */
export async function transferToMove(
  books: Books,
  name: TransferName,
  field = 'transfer.serial',
): Promise<NamedTransfer> {
  const found = await books.instructions.findTransfer(name);
  if (found === undefined) {
    throw new Refusal({
      code: 'TRANSFER_NOT_FOUND',
      field,
      message: `The ${name.side} has begun no transfer under serial ${name.serial}.`,
    });
  }
  const { suspendedBy } = found.transfer;
  if (suspendedBy !== undefined) {
    throw new Refusal({
      code: 'TRANSFER_SUSPENDED',
      field,
      message: `Transfer ${instructionText(name)} is suspended by ${suspendedBy}; it waits until that is lifted.`,
    });
  }
  return found;
}

/** Refuses what cannot happen to a transfer any more, or not yet. */
export function refuseMove(found: NamedTransfer, move: TransferMove): void {
  if (afterMove(found.transfer.state, move) === undefined) throw ended(found, move, 'transfer.serial');
}

export interface FollowUp {
  readonly move: TransferMove;
  /** `side/serial` of the instruction that moves it. */
  readonly instruction: string;
  readonly reason?: string | undefined;
}

/** Moves a transfer on and the client's money with it, or refuses because its end has come already. */
export async function moveOn(books: Books, found: NamedTransfer, followUp: FollowUp): Promise<Done> {
  const { transfer, name } = found;
  const state = afterMove(transfer.state, followUp.move);
  if (state === undefined) throw ended(found, followUp.move, 'transfer.serial');
  const moved: TransferRecord = {
    ...transfer,
    state,
    ...(followUp.reason !== undefined && { reason: followUp.reason }),
    ...(followUp.move === 'reverse' && { reversedBy: followUp.instruction }),
  };
  await books.instructions.putTransfer(found, moved);
  const row = await accountRow(books, transfer.accountNumber);
  const settled = settle(books, row, { before: transfer, after: moved });
  const amountFen = effectOf(transfer, moved);
  if (amountFen === 0) {
    await books.custody.put(transfer.accountNumber, settled);
    books.journal.note({
      instruction: followUp.instruction,
      kind: `${transfer.direction}.${state}`,
      subject: instructionText(name),
      facts: { inTransitFen: settled.inTransitFen },
    });
    return { facts: { state, balanceFen: settled.balanceFen } };
  }
  const { balanceFen } = await post(books, settled, {
    accountNumber: transfer.accountNumber,
    amountFen: fen(amountFen),
    kind: followUp.move === 'reverse' ? `${transfer.direction}-reversal` : transfer.direction,
    counter: 'bank-pool',
    instruction: followUp.instruction,
  });
  return { facts: { state, balanceFen } };
}

/** What a move does to the balance: only arriving at `posted` and leaving it again moves money. */
function effectOf(before: TransferRecord, after: TransferRecord): number {
  const signed = before.direction === 'deposit' ? before.amountFen : -before.amountFen;
  if (after.state === 'posted') return signed;
  return before.state === 'posted' ? -signed : 0;
}

/** The account without what was pending, and without what the day had counted of a transfer that came to nothing. */
function settle(
  books: Books,
  row: CustodyRow,
  { before, after }: { readonly before: TransferRecord; readonly after: TransferRecord },
): CustodyRow {
  const { businessDate } = books.day;
  const cameToNothing =
    after.state !== 'posted' && !isPending(after.state) && before.businessDate === businessDate;
  const totals = totalsOf(row, businessDate);
  return {
    ...row,
    pending: row.pending - (isPending(before.state) && !isPending(after.state) ? 1 : 0),
    inTransitFen:
      isInTransit(before.state) && !isInTransit(after.state)
        ? subtractFen(row.inTransitFen, before.amountFen)
        : row.inTransitFen,
    today: cameToNothing ? withTransfer(totals, before, 'taken-back') : totals,
  };
}

/** Why a move is not open to a transfer. */
export function ended(
  { name, transfer: { state } }: NamedTransfer,
  move: TransferMove,
  field: string,
): Refusal {
  const what = instructionText(name);
  if (state === 'claimed') {
    return new Refusal({
      code: 'TRANSFER_CLAIMED',
      field,
      message: `The bank is paying withdrawal ${what}; it alone can end it, by its answer.`,
    });
  }
  if (state === 'in-transit' && move === 'done') {
    return new Refusal({
      code: 'TRANSFER_NOT_CLAIMED',
      field,
      message: `Withdrawal ${what} must be claimed before it is paid, so that nobody can take it back meanwhile.`,
    });
  }
  if (state === 'requested') {
    return new Refusal({
      code: 'TRANSFER_NOT_FOUND',
      field,
      message: `Transfer ${what} is a deposit, which the bank answers; only withdrawals are claimed.`,
    });
  }
  return new Refusal({
    code: 'TRANSFER_ENDED',
    field,
    message: `Transfer ${what} is ${state} already, so what the bank has done for it must be undone at the bank.`,
  });
}
