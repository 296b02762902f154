import { Refusal } from '../model/refusal.js';
import type { ControlTotalsRow, PostedChunkRow } from '../model/rows/clearing-row.js';
import type { BusinessDate } from '../rules/business-date.js';
import type { Books } from './books.js';
import { readAll } from './state.js';

const totalsKey = (date: BusinessDate): string => `clearing/${date}`;
const chunkPrefix = (date: BusinessDate): string => `cleared/${date}/`;
const chunkKey = (date: BusinessDate, chunk: number): string =>
  `${chunkPrefix(date)}${String(chunk).padStart(6, '0')}`;

export function findTotals(books: Books, date: BusinessDate): Promise<ControlTotalsRow | undefined> {
  return books.work.read<ControlTotalsRow>(totalsKey(date));
}

export function putTotals(books: Books, totals: ControlTotalsRow): void {
  books.work.write(totalsKey(totals.businessDate), totals);
}

/** The day's control totals, which both sides have signed; a Refusal `CONTROL_TOTALS_MISSING` otherwise. */
export async function confirmedTotals(books: Books): Promise<ControlTotalsRow> {
  const { businessDate } = books.day;
  const totals = await findTotals(books, businessDate);
  if (totals?.confirmed === true) return totals;
  throw new Refusal({
    code: 'CONTROL_TOTALS_MISSING',
    message: `The control totals of ${businessDate} ${totals === undefined ? 'have not been proposed by the broker' : 'wait for the bank’s confirmation'}.`,
  });
}

/** Takes a chunk of today's clearing for this transaction; a Refusal `CHUNK_POSTED` where another had it. */
export async function takeChunk(books: Books, chunk: number): Promise<void> {
  const key = chunkKey(books.day.businessDate, chunk);
  const posted = await books.work.read<PostedChunkRow>(key);
  if (posted !== undefined) {
    throw new Refusal({
      code: 'CHUNK_POSTED',
      field: 'chunk',
      message: `Chunk ${chunk} was posted in transaction ${posted.transactionId}; its voucher says what was done.`,
    });
  }
  books.work.write(key, { transactionId: books.state.getTxID() } satisfies PostedChunkRow);
}

/** The numbers of today's chunks that are posted. */
export async function postedChunks(books: Books): Promise<readonly number[]> {
  const prefix = chunkPrefix(books.day.businessDate);
  const posted = await readAll<PostedChunkRow>(books.state, prefix);
  return posted.map(({ key }) => Number(key.slice(prefix.length)));
}

/** Refuses to go on where clearing has begun and not every chunk of it is posted. */
export async function assertClearingDone(books: Books): Promise<void> {
  const { businessDate } = books.day;
  const totals = await findTotals(books, businessDate);
  if (totals === undefined) return;
  await confirmedTotals(books);
  const posted = await postedChunks(books);
  if (posted.length === totals.chunks.length) return;
  throw new Refusal({
    code: 'CHUNKS_MISSING',
    message: `${posted.length} of the ${totals.chunks.length} chunks of ${businessDate} are posted.`,
  });
}
