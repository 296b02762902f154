import type { Books } from '../../books/books.js';
import { assertBusinessTime, assertDay } from '../../books/business-time.js';
import { correctionProposals } from '../../books/correction-book.js';
import { post } from '../../books/custody-book.js';
import type { CorrectionBookedAnswer, CorrectionStateAnswer } from '../../model/answers/corrections.js';
import type {
  ConfirmCorrectionRequest,
  Correction,
  ProposeCorrectionRequest,
  WithdrawCorrectionRequest,
} from '../../model/requests/corrections.js';
import type { Member, ProposalRow } from '../../model/rows/proposal-row.js';
import { planCorrection } from './plan.js';

/** One member proposes; nothing moves before the other has confirmed. */
export async function proposeCorrection(
  books: Books,
  by: Member,
  { id, change, reason, initiatedAt }: ProposeCorrectionRequest,
): Promise<CorrectionStateAnswer> {
  const proposal = await correctionProposals(books).propose({
    id,
    change,
    reason,
    by,
    businessDate: books.day.businessDate,
  });
  assertDay(books, 'open');
  assertBusinessTime(books, initiatedAt);
  await planCorrection({ books, by, at: initiatedAt, instruction: instructionOf(id) }, change, 'change');
  return noted(books, id, proposal);
}

/** The other member confirms, and the correction is booked. */
export async function confirmCorrection(
  books: Books,
  by: Member,
  { id, contentHash, initiatedAt }: ConfirmCorrectionRequest,
): Promise<CorrectionBookedAnswer> {
  const proposal = await correctionProposals(books).confirm({ id, contentHash, by });
  assertDay(books, 'open');
  assertBusinessTime(books, initiatedAt);
  const planning = { books, by, at: initiatedAt, instruction: instructionOf(id) };
  const { row, posting, remember } = await planCorrection(planning, proposal.change, undefined);
  const { balanceFen } = await post(books, row, posting);
  await remember();
  const { accountNumber, amountFen } = posting;
  return { ...noted(books, id, proposal), accountNumber, amountFen, balanceFen };
}

export async function withdrawCorrection(
  books: Books,
  by: Member,
  { id, contentHash }: WithdrawCorrectionRequest,
): Promise<CorrectionStateAnswer> {
  return noted(books, id, await correctionProposals(books).withdraw({ id, contentHash, by }));
}

const instructionOf = (id: string): string => `correction/${id}`;

function noted(
  books: Books,
  id: string,
  { state, contentHash, change }: ProposalRow<Correction>,
): CorrectionStateAnswer {
  books.journal.note({
    instruction: instructionOf(id),
    kind: `correction.${state}`,
    subject: id,
    facts: { contentHash, change: change.kind },
  });
  return { id, contentHash, state, transactionId: books.state.getTxID() };
}
