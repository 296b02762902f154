import type { Books } from '../../books/books.js';
import { CUSTODY_PREFIX, custodyTotals, unpackCustodyRow } from '../../books/custody-rows.js';
import { checkTotals, folioKey, folioNumber, type StoredFolio } from '../../books/folios.js';
import { decode, endOfPrefix } from '../../books/state.js';
import type { ListAccountsAnswer, ListedAccount } from '../../model/answers/accounts.js';
import type { ListAccountsRequest } from '../../model/requests/accounts.js';
import type { CustodyTotals, StoredCustodyRow } from '../../model/rows/custody-row.js';

/** Folios that are read at a time. */
const FOLIOS_OF_A_PAGE = 32;

type CustodyFolio = StoredFolio<StoredCustodyRow, CustodyTotals>;

/**
 * A page of accounts, in the order of the folios and within each by number. For evaluation only: a transaction that
 * has read pages cannot be committed with writes.
 */
export async function listAccounts(
  books: Books,
  { after, limit }: ListAccountsRequest,
): Promise<ListAccountsAnswer> {
  const found: ListedAccount[] = [];
  for await (const { key, folio } of foliosFrom(books, after)) {
    checkTotals(key, folio, custodyTotals(Object.values(folio.rows)));
    found.push(...accountsOf(folio).filter(({ accountNumber }) => comesAfter(accountNumber, after)));
    if (found.length > limit) break;
  }
  const accounts = found.slice(0, limit);
  const last = accounts.at(-1);
  return found.length > limit && last !== undefined ? { accounts, next: last.accountNumber } : { accounts };
}

/** The folios from the one that holds the account on, page by page. */
async function* foliosFrom(
  { state, parameters: { folioSize } }: Books,
  after: string | undefined,
): AsyncGenerator<{ readonly key: string; readonly folio: CustodyFolio }> {
  let start = after === undefined ? CUSTODY_PREFIX : folioKey(CUSTODY_PREFIX, folioNumber(after, folioSize));
  while (start !== '') {
    const { iterator, metadata } = await state.getStateByRangeWithPagination(
      start,
      endOfPrefix(CUSTODY_PREFIX),
      FOLIOS_OF_A_PAGE,
    );
    try {
      for (let item = await iterator.next(); !item.done; item = await iterator.next()) {
        yield { key: item.value.key, folio: decode<CustodyFolio>(item.value.value) };
      }
    } finally {
      await iterator.close();
    }
    start = metadata.bookmark;
  }
}

function accountsOf({ rows }: CustodyFolio): readonly ListedAccount[] {
  return Object.entries(rows)
    .sort(([a], [b]) => compareNumbers(a, b))
    .map(([accountNumber, stored]) => {
      const { status, kind, holder, balanceFen, bankAccountRef } = unpackCustodyRow(stored);
      return { accountNumber, status, kind, holder, balanceFen, bankAccountRef };
    });
}

function comesAfter(accountNumber: string, after: string | undefined): boolean {
  return after === undefined || compareNumbers(accountNumber, after) > 0;
}

/** Account numbers of unlike length may differ by leading zeros only; the shorter one comes first. */
function compareNumbers(a: string, b: string): number {
  return Number(a) - Number(b) || a.length - b.length;
}
