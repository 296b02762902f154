import type { Books } from '../../books/books.js';
import { accountRow, positionOf } from '../../books/custody-book.js';
import { Refusal } from '../../model/refusal.js';
import type { CustodyRow } from '../../model/rows/custody-row.js';
import type { Instant } from '../../rules/instant.js';
import { type Fen, fen, formatYuan } from '../../rules/money.js';

/** An account that can still be corrected. A closed one has been paid out to the last fen. */
export async function correctableAccount(books: Books, accountNumber: string): Promise<CustodyRow> {
  const row = await accountRow(books, accountNumber);
  if (row.status !== 'closed') return row;
  throw new Refusal({
    code: 'ACCOUNT_CLOSED',
    field: 'accountNumber',
    message: `Account ${accountNumber} is closed, so its difference must be settled with the client outside.`,
  });
}

export interface Taking {
  readonly accountNumber: string;
  readonly amountFen: Fen;
  readonly at: Instant;
}

/**
 * Refuses to take more than is free. What is in transit, frozen or bound by trades is not, and what sales will bring
 * is not there yet.
 */
export async function refuseUnavailable(
  books: Books,
  row: CustodyRow,
  { accountNumber, amountFen, at }: Taking,
): Promise<void> {
  const position = await positionOf(books, accountNumber, { row, at });
  const { availableFen, balanceFen, inTransitFen, frozenFen } = position;
  const freeFen = fen(Math.min(availableFen, balanceFen - inTransitFen - frozenFen));
  if (amountFen <= freeFen) return;
  throw new Refusal({
    code: 'INSUFFICIENT_AVAILABLE',
    field: 'amountFen',
    message: `${formatYuan(freeFen)} is available on account ${accountNumber}, and the correction takes ${formatYuan(amountFen)}.`,
  });
}
