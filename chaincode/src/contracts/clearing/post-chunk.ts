import type { Books } from '../../books/books.js';
import { assertDay } from '../../books/business-time.js';
import { confirmedTotals, takeChunk } from '../../books/clearing-book.js';
import { totalsOfPostings } from '../../books/clearing-totals.js';
import { LARGEST_BALANCE_FEN } from '../../books/custody-book.js';
import { effectOf } from '../../books/journal.js';
import { Refusal } from '../../model/refusal.js';
import type { ChunkTotals, ClearingPosting } from '../../model/requests/clearing.js';
import type { CustodyRow } from '../../model/rows/custody-row.js';
import { addFen, type Fen, formatYuan } from '../../rules/money.js';
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
  refuseTooMany(books, postings.length, 'postings');
  refuseTwice(
    postings.map(([accountNumber]) => accountNumber),
    (index) => `postings.${index}`,
  );
  assertDay(books, 'clearing');
  const { chunks, businessDate } = await confirmedTotals(books);
  refuseOther(chunks[chunk], chunk, postings);
  await takeChunk(books, chunk);
  for (const [index, posting] of postings.entries()) {
    const [accountNumber, , , , interestFen] = posting;
    const folio = books.custody.opened(accountNumber) ?? (await books.custody.open(accountNumber));
    const row = clearedAccount(folio.find(accountNumber), accountNumber, index);
    const balanceFen = balanceAfter(row, posting, index);
    const settlesInterest = interestFen > 0 || row.status === 'closing';
    folio.put(accountNumber, {
      ...row,
      balanceFen,
      ...(settlesInterest && { interestSettledOn: businessDate }),
    });
    books.journal.postCleared([...posting, balanceFen]);
  }
  return { chunk, postings: postings.length, transactionId: books.state.getTxID() };
}

export function refuseTooMany({ parameters }: Books, postings: number, field: string): void {
  if (postings <= parameters.postingsPerBatch) return;
  throw new Refusal({
    code: 'TOO_MANY_LINES',
    field,
    message: `A chunk has at most ${parameters.postingsPerBatch} postings by the parameters in force, and this one has ${postings}.`,
  });
}

/** A closed account has been paid out to the last fen: what clearing brings it nobody could ever take out. */
function clearedAccount(row: CustodyRow | undefined, accountNumber: string, index: number): CustodyRow {
  if (row !== undefined && row.status !== 'closed') return row;
  throw new Refusal({
    code: row === undefined ? 'ACCOUNT_NOT_FOUND' : 'ACCOUNT_CLOSED',
    field: `postings.${index}`,
    message:
      row === undefined
        ? `There is no account ${accountNumber} in this custody relationship.`
        : `Account ${accountNumber} is closed, so nothing can be cleared on it.`,
  });
}

function balanceAfter(row: CustodyRow, posting: ClearingPosting, index: number): Fen {
  const [accountNumber] = posting;
  const balanceFen = addFen(row.balanceFen, effectOf(posting));
  if (balanceFen >= row.inTransitFen && balanceFen <= LARGEST_BALANCE_FEN) return balanceFen;
  throw new Refusal({
    code: balanceFen > LARGEST_BALANCE_FEN ? 'BALANCE_OUT_OF_RANGE' : 'CLEARING_SHORTFALL',
    field: `postings.${index}`,
    message: `Account ${accountNumber} has ${formatYuan(row.balanceFen)}, and clearing would leave ${formatYuan(balanceFen)}.`,
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
  refuseInexact(chunk, postings);
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

/** All that a chunk moves, in whatever direction, must add up exactly; then every part of it does. */
function refuseInexact(chunk: number, postings: readonly ClearingPosting[]): void {
  let movedFen = 0;
  for (const [, ...amounts] of postings) for (const amountFen of amounts) movedFen += Math.abs(amountFen);
  if (movedFen <= LARGEST_BALANCE_FEN) return;
  throw new Refusal({
    code: 'CONTROL_TOTALS_DIFFER',
    field: 'postings',
    message: `Chunk ${chunk} moves more than ${formatYuan(LARGEST_BALANCE_FEN)}, and no agreed chunk does.`,
  });
}
