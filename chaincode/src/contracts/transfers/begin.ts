import type { Books } from '../../books/books.js';
import { assertBusinessTime, assertDay } from '../../books/business-time.js';
import { accountRow, positionOf, post, totalsOf, withTransfer } from '../../books/custody-book.js';
import { Refusal } from '../../model/refusal.js';
import type { BeginLine } from '../../model/requests/transfers.js';
import type { CustodyRow } from '../../model/rows/custody-row.js';
import type { TransferRecord } from '../../model/rows/instruction-row.js';
import { addFen, formatYuan } from '../../rules/money.js';
import { firstState, isInTransit, isPending, type Side } from '../../rules/transfer-state.js';
import type { Done } from '../batch.js';
import {
  refuseFrozen,
  refuseInexact,
  refuseOtherBankAccount,
  refuseOutsideHours,
  refuseOverLimit,
  refuseStatus,
} from './admission.js';

/**
 * Begins a transfer for the side that asks.
 *
 * The side that pays out deducts first: a deposit that the bank begins has left the client's bank account and is
 * posted at once; a withdrawal is deducted here before the bank pays it; a deposit that the broker begins waits for
 * the bank.
 */
export async function beginTransfer(books: Books, side: Side, line: BeginLine): Promise<Done> {
  assertDay(books, 'open');
  assertBusinessTime(books, line.initiatedAt);
  const row = await accountRow(books, line.accountNumber);
  refuseOutsideHours(books, row, line);
  refuseStatus(row, line);
  refuseOtherBankAccount(row, line);
  refuseFrozen(row, line);
  refuseOverLimit(books, row, line);
  refuseInexact(books, row, line);

  const state = firstState(line.direction, side);
  const instruction = `${side}/${line.serial}`;
  const transfer = recordOf(books, line, state);
  if (line.direction === 'withdrawal') await refuseTooMuch(books, row, line);

  const counted: CustodyRow = {
    ...row,
    today: withTransfer(totalsOf(row, books.day.businessDate), line),
    pending: row.pending + (isPending(state) ? 1 : 0),
    inTransitFen: isInTransit(state) ? addFen(row.inTransitFen, line.amountFen) : row.inTransitFen,
  };
  if (state === 'posted') {
    const { balanceFen } = await post(books, counted, {
      accountNumber: line.accountNumber,
      amountFen: line.amountFen,
      kind: 'deposit',
      counter: 'bank-pool',
      instruction,
    });
    return { facts: { state, balanceFen }, transfer };
  }
  await books.custody.put(line.accountNumber, counted);
  books.journal.note({
    instruction,
    kind: `${line.direction}.${state}`,
    subject: line.accountNumber,
    facts: { amountFen: line.amountFen, inTransitFen: counted.inTransitFen },
  });
  return { facts: { state, balanceFen: counted.balanceFen }, transfer };
}

async function refuseTooMuch(books: Books, row: CustodyRow, line: BeginLine): Promise<void> {
  const { accountNumber, amountFen, initiatedAt } = line;
  const { withdrawableFen } = await positionOf(books, accountNumber, { row, at: initiatedAt });
  if (amountFen <= withdrawableFen) return;
  throw new Refusal({
    code: 'INSUFFICIENT_WITHDRAWABLE',
    field: 'amountFen',
    message: `${formatYuan(withdrawableFen)} can be withdrawn from account ${accountNumber} now, and ${formatYuan(amountFen)} was asked for.`,
  });
}

function recordOf(books: Books, line: BeginLine, state: TransferRecord['state']): TransferRecord {
  const { direction, accountNumber, bankAccountRef, amountFen, channel, initiatedAt } = line;
  return {
    direction,
    accountNumber,
    bankAccountRef,
    amountFen,
    channel,
    initiatedAt,
    businessDate: books.day.businessDate,
    state,
  };
}
