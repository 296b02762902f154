import type { Books } from '../../books/books.js';
import { assertBusinessTime, assertDay, assertNotBefore } from '../../books/business-time.js';
import { type InstructionName, instructionText, type NamedTransfer } from '../../books/instruction-book.js';
import { Refusal } from '../../model/refusal.js';
import type { AnswerLine, ClaimLine, ExpireLine } from '../../model/requests/transfers.js';
import { type Instant, plusSeconds } from '../../rules/instant.js';
import type { Done } from '../batch.js';
import { moveOn, refuseMove, transferToMove } from './follow-up.js';

/** The bank says that it is about to pay a withdrawal. From here on nobody but the bank can end it. */
export async function claimTransfer(books: Books, by: InstructionName, line: ClaimLine): Promise<Done> {
  assertBusinessTime(books, line.initiatedAt);
  const found = await followed(books, line);
  refuseMove(found, 'claim');
  refuseLate(books, found, line.initiatedAt);
  return moveOn(books, found, { move: 'claim', instruction: instructionText(by) });
}

/** The bank says what its core system did: it has paid, or taken, or it has refused to. */
export async function answerTransfer(books: Books, by: InstructionName, line: AnswerLine): Promise<Done> {
  assertNotBefore(books, line.initiatedAt);
  const found = await followed(books, line);
  const move = line.outcome === 'done' ? 'done' : 'refuse';
  refuseMove(found, move);
  // A claimed withdrawal has no time-out: it may have been paid, so only the bank's answer ends it.
  if (move === 'done' && found.transfer.state !== 'claimed') refuseLate(books, found, line.initiatedAt);
  return moveOn(books, found, {
    move,
    instruction: instructionText(by),
    reason: line.reason,
  });
}

/** Ends a transfer that was not answered in time. */
export async function expireTransfer(books: Books, by: InstructionName, line: ExpireLine): Promise<Done> {
  assertNotBefore(books, line.initiatedAt);
  const found = await followed(books, line);
  refuseMove(found, 'expire');
  const endsAt = timeOut(books, found);
  if (line.initiatedAt < endsAt) {
    throw new Refusal({
      code: 'NOT_EXPIRED',
      field: 'initiatedAt',
      message: `Transfer ${instructionText(found.name)} can be answered until ${endsAt}.`,
    });
  }
  return moveOn(books, found, { move: 'expire', instruction: instructionText(by) });
}

/** What follows a transfer may still be done after the sign-out, so that every flow comes to its end on its day. */
async function followed(books: Books, line: ClaimLine | AnswerLine | ExpireLine): Promise<NamedTransfer> {
  assertDay(books, 'open', 'closed-to-transfers');
  return transferToMove(books, line.transfer);
}

/** Late answers are refused, even where nobody has said yet that the time is over. */
function refuseLate(books: Books, found: NamedTransfer, at: Instant): void {
  const endsAt = timeOut(books, found);
  if (at < endsAt) return;
  throw new Refusal({
    code: 'EXPIRED',
    field: 'initiatedAt',
    message: `Transfer ${instructionText(found.name)} could be answered until ${endsAt}; what the bank has done for it must be undone at the bank.`,
  });
}

function timeOut({ parameters }: Books, { transfer }: NamedTransfer): Instant {
  return plusSeconds(transfer.initiatedAt, parameters.transferTimeoutSeconds);
}
