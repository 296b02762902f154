import type { ChunkTotals, ClearingPosting } from '../model/requests/clearing.js';
import { addFen, ZERO_FEN } from '../rules/money.js';
import { contentHash } from './content-hash.js';

export { contentHash } from './content-hash.js';

/** The control totals that postings of a chunk have. */
export function totalsOfPostings(postings: readonly ClearingPosting[]): ChunkTotals {
  let [settlementFen, feesFen, taxFen, interestFen] = [ZERO_FEN, ZERO_FEN, ZERO_FEN, ZERO_FEN];
  for (const [, settlement, fees, tax, interest] of postings) {
    settlementFen = addFen(settlementFen, settlement);
    feesFen = addFen(feesFen, fees);
    taxFen = addFen(taxFen, tax);
    interestFen = addFen(interestFen, interest);
  }
  return {
    postings: postings.length,
    settlementFen,
    feesFen,
    taxFen,
    interestFen,
    digest: contentHash(postings),
  };
}
