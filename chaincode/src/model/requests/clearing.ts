import { z } from 'zod';
import { AccountNumber, AmountOrZeroFen, BusinessDay, lines, SignedFen } from '../parts.js';

/** Most postings that a chunk can have; the agreed parameters set a limit of their own below it. */
const LARGEST_CHUNK = 8_192;
const MOST_CHUNKS = 2_000;

const Digest = z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in hexadecimal');

/**
 * What clearing does to one account, all in fen: net of its trades (positive where it receives), fees, tax, and
 * interest paid to it.
 */
export const ClearingPosting = z.tuple([
  AccountNumber,
  SignedFen,
  AmountOrZeroFen,
  AmountOrZeroFen,
  AmountOrZeroFen,
]);
export type ClearingPosting = z.infer<typeof ClearingPosting>;

/** Control totals of one chunk; `digest` is the SHA-256 of the canonical JSON of its postings. */
export const ChunkTotals = z.strictObject({
  postings: z.int().min(1).max(LARGEST_CHUNK),
  settlementFen: SignedFen,
  feesFen: AmountOrZeroFen,
  taxFen: AmountOrZeroFen,
  interestFen: AmountOrZeroFen,
  digest: Digest,
});
export type ChunkTotals = z.infer<typeof ChunkTotals>;

/** The chunks of a day's clearing, in their order. */
export const ProposeTotalsRequest = z.strictObject({ chunks: lines(ChunkTotals, MOST_CHUNKS) });
export const ConfirmTotalsRequest = z.strictObject({ contentHash: Digest });
export const PostChunkRequest = z.strictObject({
  /** Place in the control totals, from 0. */
  chunk: z
    .int()
    .min(0)
    .max(MOST_CHUNKS - 1),
  postings: lines(ClearingPosting, LARGEST_CHUNK),
});
export const FindTotalsRequest = z.strictObject({ businessDate: BusinessDay });
