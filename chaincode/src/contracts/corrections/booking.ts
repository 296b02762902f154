import type { Books } from '../../books/books.js';
import { totalsOf, withTransfer } from '../../books/custody-book.js';
import { contentOf, type InstructionName, instructionText } from '../../books/instruction-book.js';
import { Refusal } from '../../model/refusal.js';
import type { CorrectionOf } from '../../model/requests/corrections.js';
import type { CustodyRow } from '../../model/rows/custody-row.js';
import type { InstructionRecord, TransferRecord } from '../../model/rows/instruction-row.js';
import { fen } from '../../rules/money.js';
import { isPending } from '../../rules/transfer-state.js';
import { correctableAccount, refuseUnavailable } from './correctable-account.js';
import { openedWith } from './day-totals.js';
import type { Plan, Planning } from './planning.js';

type Booking = CorrectionOf<'book'>;

/**
 * Books a transfer that the bank's data show and the ledger has not (银行数据为准).
 *
 * It then stands under the bank's serial as a posted transfer, so that it is found by an inquiry, is not booked
 * twice, and can be corrected as any other.
 */
export async function planBooking({ books, at, instruction }: Planning, change: Booking): Promise<Plan> {
  const { direction, accountNumber, amountFen, bankSerial, bankAccountRef } = change;
  refuseAhead(books, change);
  const row = await correctableAccount(books, accountNumber);
  refuseOtherBankAccount(row, change);
  const name: InstructionName = { side: 'bank', serial: bankSerial };
  const before = await books.instructions.find(name);
  refuseBooked(before, name);
  if (direction === 'withdrawal') await refuseUnavailable(books, row, { accountNumber, amountFen, at });

  const transfer: TransferRecord = {
    direction,
    accountNumber,
    bankAccountRef,
    amountFen,
    channel: 'bank',
    initiatedAt: at,
    businessDate: change.businessDate,
    state: 'posted',
  };
  const signedFen = fen(direction === 'deposit' ? amountFen : -amountFen);
  return {
    row: onItsDay(books, row, transfer),
    posting: { accountNumber, amountFen: signedFen, kind: direction, counter: 'bank-pool', instruction },
    remember: () => books.instructions.put(name, { ...(before ?? newRecord(books, change)), transfer }),
  };
}

/** What the bank sends later under a serial that it had not sent is another instruction, and refused as such. */
function newRecord(books: Books, change: Booking): InstructionRecord {
  return {
    kind: 'correction',
    content: contentOf(change),
    transactionId: books.state.getTxID(),
    outcome: { status: 'done', facts: {} },
  };
}

function onItsDay(books: Books, row: CustodyRow, transfer: TransferRecord): CustodyRow {
  const { businessDate } = books.day;
  if (transfer.businessDate === businessDate) {
    return { ...row, today: withTransfer(totalsOf(row, businessDate), transfer) };
  }
  const { direction, amountFen } = transfer;
  return openedWith(row, businessDate, fen(direction === 'deposit' ? amountFen : -amountFen));
}

function refuseAhead(books: Books, { businessDate }: Booking): void {
  if (businessDate <= books.day.businessDate) return;
  throw new Refusal({
    code: 'OTHER_BUSINESS_DAY',
    field: 'businessDate',
    message: `The bank cannot have moved money on ${businessDate}: the business day is ${books.day.businessDate}.`,
  });
}

function refuseOtherBankAccount(row: CustodyRow, { accountNumber, bankAccountRef }: Booking): void {
  if (row.bankAccountRef === bankAccountRef) return;
  throw new Refusal({
    code: 'BANK_ACCOUNT_NOT_LINKED',
    field: 'bankAccountRef',
    message: `Account ${accountNumber} is linked with ${row.bankAccountRef === '' ? 'no bank account' : `bank account ${row.bankAccountRef}`}, and what came from another goes back at the bank.`,
  });
}

/** What was refused, expired or reversed here has moved nothing, and may still stand in the bank's data. */
function refuseBooked(before: InstructionRecord | undefined, name: InstructionName): void {
  if (before === undefined) return;
  const { transfer, outcome, transactionId } = before;
  const standing = transfer === undefined ? outcome.status === 'done' : isStanding(transfer);
  if (!standing) return;
  throw new Refusal({
    code: 'BANK_SERIAL_BOOKED',
    field: 'bankSerial',
    message: `Instruction ${instructionText(name)} is on the ledger by transaction ${transactionId}${transfer === undefined ? '' : `, and its transfer is ${transfer.state}`}.`,
  });
}

function isStanding({ state }: TransferRecord): boolean {
  return state === 'posted' || isPending(state);
}
