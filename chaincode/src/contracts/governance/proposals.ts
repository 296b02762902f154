import type { Books } from '../../books/books.js';
import { GovernanceBook } from '../../books/governance-book.js';
import type { ProposalStateAnswer } from '../../model/answers/governance.js';
import type {
  AnswerProposalRequest,
  ProposedChange,
  ProposeRequest,
} from '../../model/requests/governance.js';
import type { Member, ProposalRow } from '../../model/rows/proposal-row.js';
import { refuseUnfit } from './fitness.js';

/** One member proposes; nothing takes effect before the other has confirmed. */
export async function propose(
  books: Books,
  by: Member,
  { id, change, reason }: ProposeRequest,
): Promise<ProposalStateAnswer> {
  const book = new GovernanceBook(books.work);
  const businessDate = books.dayIfAny?.businessDate;
  const proposal = await book.proposals.propose({ id, change, reason, by, businessDate });
  await refuseUnfit(books, book, change);
  return noted(books, by, { id, proposal });
}

/** The other member confirms, and the change takes effect. What was fit when it was proposed may not be any more. */
export async function confirm(
  books: Books,
  by: Member,
  { id, contentHash }: AnswerProposalRequest,
): Promise<ProposalStateAnswer> {
  const book = new GovernanceBook(books.work);
  const proposal = await book.proposals.confirm({ id, contentHash, by });
  await refuseUnfit(books, book, proposal.change);
  await book.takeEffect(id, proposal.change);
  return noted(books, by, { id, proposal });
}

/** The member that proposed takes it back. */
export async function withdraw(
  books: Books,
  by: Member,
  { id, contentHash }: AnswerProposalRequest,
): Promise<ProposalStateAnswer> {
  const { proposals } = new GovernanceBook(books.work);
  return noted(books, by, { id, proposal: await proposals.withdraw({ id, contentHash, by }) });
}

function noted(
  books: Books,
  { side }: Member,
  { id, proposal }: { readonly id: string; readonly proposal: ProposalRow<ProposedChange> },
): ProposalStateAnswer {
  const { state, contentHash, change } = proposal;
  books.journal.note({
    instruction: `${side}/proposal`,
    kind: `proposal.${state}`,
    subject: id,
    facts: { contentHash, change: change.kind },
  });
  return { id, contentHash, state, transactionId: books.state.getTxID() };
}
