import type { Books } from '../../books/books.js';
import { assertDay } from '../../books/business-time.js';
import { findTotals, postedChunks, putTotals } from '../../books/clearing-book.js';
import { contentHash } from '../../books/clearing-totals.js';
import { Refusal } from '../../model/refusal.js';
import type { ChunkTotals } from '../../model/requests/clearing.js';
import type { ControlTotalsRow } from '../../model/rows/clearing-row.js';
import { refuseTooMany } from './post-chunk.js';

/**
 * The broker proposes the control totals of the day's chunks, in place of what it has proposed before.
 *
 * That stays open to it after the bank has confirmed: an agreed chunk that cannot be posted, because a client has not
 * got the money, would otherwise hold up the day for ever. The bank must then confirm again, and what is posted stays.
 */
export async function proposeTotals(books: Books, chunks: readonly ChunkTotals[]): Promise<ControlTotalsRow> {
  for (const [index, { postings }] of chunks.entries()) {
    refuseTooMany(books, postings, `chunks.${index}.postings`);
  }
  assertDay(books, 'clearing');
  const { businessDate } = books.day;
  const before = await findTotals(books, businessDate);
  const totals: ControlTotalsRow = {
    businessDate,
    chunks,
    contentHash: contentHash(chunks),
    confirmed: false,
  };
  if (before?.contentHash === totals.contentHash) return before;
  if (before !== undefined) await refuseOtherThanPosted(books, before, totals);
  putTotals(books, totals);
  books.journal.note({
    instruction: 'clearing',
    kind: 'clearing.proposed',
    subject: businessDate,
    facts: { contentHash: totals.contentHash },
  });
  return totals;
}

/** The bank confirms what it has checked, named by its hash; asked again, it finds it confirmed. */
export async function confirmTotals(books: Books, checked: string): Promise<ControlTotalsRow> {
  assertDay(books, 'clearing');
  const { businessDate } = books.day;
  const totals = await findTotals(books, businessDate);
  if (totals === undefined) {
    throw new Refusal({
      code: 'CONTROL_TOTALS_MISSING',
      message: `The broker has proposed no control totals for ${businessDate}.`,
    });
  }
  if (totals.contentHash !== checked) {
    throw new Refusal({
      code: 'CONTROL_TOTALS_DIFFER',
      field: 'contentHash',
      message: `The broker’s control totals of ${businessDate} have the hash ${totals.contentHash}.`,
    });
  }
  if (totals.confirmed) return totals;
  const confirmed = { ...totals, confirmed: true };
  putTotals(books, confirmed);
  books.journal.note({
    instruction: 'clearing',
    kind: 'clearing.confirmed',
    subject: businessDate,
    facts: { contentHash: checked },
  });
  return confirmed;
}

async function refuseOtherThanPosted(
  books: Books,
  before: ControlTotalsRow,
  { chunks }: ControlTotalsRow,
): Promise<void> {
  for (const chunk of await postedChunks(books)) {
    const [agreed, proposed] = [before.chunks[chunk], chunks[chunk]];
    if (agreed !== undefined && proposed !== undefined && contentHash(agreed) === contentHash(proposed))
      continue;
    throw new Refusal({
      code: 'CONTROL_TOTALS_EXIST',
      field: `chunks.${chunk}`,
      message: `Chunk ${chunk} of ${before.businessDate} is posted, so it stands as both sides have signed it.`,
    });
  }
}
