import type { Books } from '../../books/books.js';
import { accountRow } from '../../books/custody-book.js';
import { MOST_FREEZES } from '../../books/freeze-book.js';
import { Refusal } from '../../model/refusal.js';
import type { CustodyRow } from '../../model/rows/custody-row.js';

/** An account that an order can be placed on, which is every one that is not closed. */
export async function freezableAccount(books: Books, accountNumber: string): Promise<CustodyRow> {
  const row = await accountRow(books, accountNumber);
  if (row.status !== 'closed') return row;
  throw new Refusal({
    code: 'ACCOUNT_CLOSED',
    field: 'accountNumber',
    message: `Account ${accountNumber} is closed and has no money that could be held.`,
  });
}

/** Refuses where an account has no room for one order more. */
export function refuseTooMany({ freezes }: CustodyRow, accountNumber: string): void {
  if (freezes.length < MOST_FREEZES) return;
  throw new Refusal({
    code: 'TOO_MANY_FREEZES',
    field: 'accountNumber',
    message: `Account ${accountNumber} has ${freezes.length} orders, and no more can be kept; release one first.`,
  });
}
