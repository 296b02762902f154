import type { Books } from '../../books/books.js';
import { assertBusinessTime, assertNotBefore } from '../../books/business-time.js';
import type { Instant } from '../../rules/instant.js';

/**
 * Refuses an order whose time cannot be.
 *
 * Courts and clients who have lost a card do not wait for the next trading day, so an order may come after the
 * business day's date as far as clocks are compared. Where they are not, on simulated days, its time would be anybody's
 * word, by which orders of others could be made to look as if they had ended; there it must be of the business day.
 *
 * @throws Refusal `OTHER_BUSINESS_DAY` or `CLOCK_OFFSET`
 */
export function assertOrderTime(books: Books, initiatedAt: Instant): void {
  if (books.parameters.clockToleranceSeconds === null) assertBusinessTime(books, initiatedAt);
  else assertNotBefore(books, initiatedAt);
}
