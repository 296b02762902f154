import type { Correction } from '../model/requests/corrections.js';
import type { Books } from './books.js';
import { ProposalBook } from './proposal-book.js';

/** What one member has proposed to put right, under keys apart from the proposals of rules. */
export function correctionProposals(books: Books): ProposalBook<Correction> {
  return new ProposalBook<Correction>(books.work, 'correction/');
}
