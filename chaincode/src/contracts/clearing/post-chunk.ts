import type { Books } from '../../books/books.js';
import { assertDay } from '../../books/business-time.js';
import { confirmedTotals, takeChunk } from '../../books/clearing-book.js';
import { totalsOfPostings } from '../../books/clearing-totals.js';
import { accountRow } from '../../books/custody-book.js';
import { effectOf } from '../../books/journal.js';
import { Refusal } from '../../model/refusal.js';
import type { ChunkTotals, ClearingPosting } from '../../model/requests/clearing.js';
import { addFen, formatYuan } from '../../rules/money.js';
import { refuseTwice } from '../batch.js';

export interface ChunkRequest {
  readonly chunk: number;
  readonly postings: readonly ClearingPosting[];
}

export interface PostedChunk {
  readonly chunk: number;
  readonly postings: number;
  readonly transactionId: string;
}

/**
 * Posts one chunk of the day's clearing: exactly what both sides have signed the totals and the digest of, as a
 * whole or not at all. Settlement goes before any freeze; what an account has not, it cannot settle.
 */
export async function postChunk(books: Books, { chunk, postings }: ChunkRequest): Promise<PostedChunk> {
  assertDay(books, 'clearing');
  refuseTooMany(books, postings);
  const { chunks, businessDate } = await confirmedTotals(books);
  refuseOther(chunks[chunk], chunk, postings);
  await takeChunk(books, chunk);
  refuseTwice(
    postings.map(([accountNumber]) => accountNumber),
    (index) => `postings.${index}`,
  );
  for (const [index, posting] of postings.entries()) {
    const [accountNumber, , , , interestFen] = posting;
    const row = await accountRow(books, accountNumber);
    const balanceFen = addFen(row.balanceFen, effectOf(posting));
    if (balanceFen < row.inTransitFen) {
      throw new Refusal({
        code: 'CLEARING_SHORTFALL',
        field: `postings.${index}`,
        message: `Account ${accountNumber} has ${formatYuan(row.balanceFen)}, and clearing would leave ${formatYuan(balanceFen)}.`,
      });
    }
    const settlesInterest = interestFen > 0 || row.status === 'closing';
    await books.custody.put(accountNumber, {
      ...row,
      balanceFen,
      ...(settlesInterest && { interestSettledOn: businessDate }),
    });
    books.journal.postCleared([...posting, balanceFen]);
  }
  return { chunk, postings: postings.length, transactionId: books.state.getTxID() };
}

function refuseTooMany({ parameters }: Books, postings: readonly unknown[]): void {
  if (postings.length <= parameters.postingsPerBatch) return;
  throw new Refusal({
    code: 'TOO_MANY_LINES',
    field: 'postings',
    message: `A chunk has at most ${parameters.postingsPerBatch} postings by the parameters in force, and this one has ${postings.length}.`,
  });
}

/** The digest binds every line, so it alone would do; the totals say in words where two chunks differ. */
function refuseOther(
  agreed: ChunkTotals | undefined,
  chunk: number,
  postings: readonly ClearingPosting[],
): void {
  if (agreed === undefined) {
    throw new Refusal({
      code: 'CONTROL_TOTALS_DIFFER',
      field: 'chunk',
      message: `The control totals have no chunk ${chunk}.`,
    });
  }
  const found = totalsOfPostings(postings);
  for (const name of Object.keys(found) as (keyof ChunkTotals)[]) {
    if (found[name] === agreed[name]) continue;
    throw new Refusal({
      code: 'CONTROL_TOTALS_DIFFER',
      field: 'postings',
      message: `The ${name} of chunk ${chunk} is ${found[name]}, and both sides have signed ${agreed[name]}.`,
    });
  }
}
