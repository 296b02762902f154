import type { CustodyBook } from '../books/skeleton-book.js';
import type { TransferAnswer } from '../model/answers.js';
import { Refusal, type RefusalDetails } from '../model/refusal.js';
import type { TransferLine } from '../model/requests.js';
import type { AccountRow, InstructionRow, TransferOutcome } from '../model/rows.js';
import { formatYuan } from '../rules/money.js';
import { postTransfer } from '../rules/transfer.js';

export interface TransferSource {
  /** The organisation that asks. */
  readonly mspId: string;
  readonly transactionId: string;
}

/**
 * Carries out one transfer on the book, or answers as before where it was asked before. A refusal is an outcome
 * like any other, so it is remembered with the instruction where the transaction commits.
 */
export async function carryOut(
  book: CustodyBook,
  line: TransferLine,
  { mspId, transactionId }: TransferSource,
): Promise<TransferAnswer> {
  const { instructionId, accountNumber, direction, amountFen } = line;
  const before = await book.findInstruction(mspId, instructionId);
  if (before !== undefined) return answerAgain(before, line, transactionId);

  const outcome = await post(book, line);
  book.putInstruction(mspId, instructionId, {
    kind: direction,
    accountNumber,
    amountFen,
    outcome,
    transactionId,
  });
  return { instructionId, accountNumber, ...outcome, transactionId, replayed: false };
}

function answerAgain(before: InstructionRow, line: TransferLine, transactionId: string): TransferAnswer {
  const { instructionId, accountNumber, direction, amountFen } = line;
  if (before.kind !== direction || before.accountNumber !== accountNumber || before.amountFen !== amountFen) {
    return {
      instructionId,
      accountNumber,
      status: 'refused',
      ...conflict(instructionId),
      transactionId,
      replayed: false,
    };
  }
  return {
    instructionId,
    accountNumber,
    ...before.outcome,
    transactionId: before.transactionId,
    replayed: true,
  };
}

export function conflict(instructionId: string): RefusalDetails {
  return {
    code: 'IDEMPOTENCY_CONFLICT',
    field: 'instructionId',
    message: `Instruction ${instructionId} was used before with another content; choose a new id for a new instruction.`,
  };
}

async function post(book: CustodyBook, line: TransferLine): Promise<TransferOutcome> {
  const account = await book.findAccount(line.accountNumber);
  if (account === undefined) {
    return {
      status: 'refused',
      code: 'ACCOUNT_NOT_FOUND',
      field: 'accountNumber',
      message: `There is no account ${line.accountNumber} in this custody relationship.`,
    };
  }
  const posting = postTransfer(account.balanceFen, line.direction, line.amountFen);
  if (!posting.posted) {
    return {
      status: 'refused',
      code: posting.reason,
      field: 'amountFen',
      message: whatThereIs(account, line),
    };
  }
  book.putAccount({ ...account, balanceFen: posting.balanceFen });
  return { status: 'posted', balanceFen: posting.balanceFen };
}

function whatThereIs(
  { accountNumber, balanceFen }: AccountRow,
  { amountFen, direction }: TransferLine,
): string {
  return `Account ${accountNumber} has ${formatYuan(balanceFen)}; the ${direction} asked for is ${formatYuan(amountFen)}.`;
}

/** Throws where the transfer was refused, so that a transaction of one instruction leaves nothing on the ledger. */
export function postedOrRefused(answer: TransferAnswer): TransferAnswer {
  if (answer.status === 'posted') return answer;
  const { code, field, message } = answer;
  throw new Refusal(field === undefined ? { code, message } : { code, field, message });
}
