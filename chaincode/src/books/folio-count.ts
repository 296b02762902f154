import { Refusal } from '../model/refusal.js';
import type { Counted } from '../model/rows/count-row.js';
import type { CustodyTotals, StoredCustodyRow } from '../model/rows/custody-row.js';
import type { Books } from './books.js';
import { BrokenBook } from './broken-book.js';
import { addCounted, NOTHING_COUNTED } from './count-book.js';
import { CUSTODY_PREFIX, custodyTotals } from './custody-rows.js';
import { checkTotals, folioKey, folioNumber, type StoredFolio } from './folios.js';
import { decode, endOfPrefix } from './state.js';

type CustodyFolio = StoredFolio<StoredCustodyRow, CustodyTotals>;

export interface FolioRange {
  /** Begin with the first folio after this one, or with the first of all where it is null. */
  readonly after: number | null;
  readonly limit: number;
}

export interface CountedRange extends Counted {
  /** The last folio of the range; `after` where there was none. */
  readonly through: number | null;
  /** Whether the book ends with it. */
  readonly end: boolean;
}

/**
 * Counts folios of the custody book one by one, and checks of each what must hold.
 *
 * The range is read as one, so that a folio which comes into being meanwhile makes the transaction void.
 *
 * @throws Refusal `TRANSFERS_PENDING` where a transfer of an account in them is in no final state
 */
export async function countFolios(books: Books, { after, limit }: FolioRange): Promise<CountedRange> {
  const from = after === null ? CUSTODY_PREFIX : firstKeyAfter(folioKey(CUSTODY_PREFIX, after));
  const iterator = await books.state.getStateByRange(from, endOfPrefix(CUSTODY_PREFIX));
  try {
    let counted = NOTHING_COUNTED;
    let through = after;
    let item = await iterator.next();
    while (!item.done && counted.folios < limit) {
      const { key, value } = item.value;
      through = Number(key.slice(CUSTODY_PREFIX.length));
      counted = addCounted(counted, countFolio(books, { key, folio: decode<CustodyFolio>(value) }));
      item = await iterator.next();
    }
    return { ...counted, through, end: item.done === true };
  } finally {
    await iterator.close();
  }
}

/** Folio keys are equally long, so what lies between a key with more behind it and the next key is nothing. */
function firstKeyAfter(key: string): string {
  return `${key}.`;
}

function countFolio(
  books: Books,
  { key, folio }: { readonly key: string; readonly folio: CustodyFolio },
): Counted {
  const totals = custodyTotals(Object.values(folio.rows));
  checkTotals(key, folio, totals);
  for (const accountNumber of Object.keys(folio.rows).sort()) {
    const home = folioKey(CUSTODY_PREFIX, folioNumber(accountNumber, books.parameters.folioSize));
    if (home !== key)
      throw new BrokenBook(`Account ${accountNumber} stands in ${key} and belongs in ${home}.`);
    refusePending(accountNumber, folio.rows[accountNumber]);
  }
  return { folios: 1, accounts: totals.accounts, balanceFen: totals.balanceFen };
}

function refusePending(accountNumber: string, row: StoredCustodyRow | undefined): void {
  const { pending = 0, inTransitFen = 0 } = row ?? {};
  if (pending === 0 && inTransitFen === 0) return;
  throw new Refusal({
    code: 'TRANSFERS_PENDING',
    message: `Account ${accountNumber} has ${pending} transfers that are in no final state; answer, reverse or expire them first.`,
  });
}
