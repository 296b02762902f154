import type { Books } from '../../books/books.js';
import { assertDay } from '../../books/business-time.js';
import { CountBook } from '../../books/count-book.js';
import { countFolios } from '../../books/folio-count.js';
import type { CountAnswer, CountStepAnswer } from '../../model/answers/day.js';
import { Refusal } from '../../model/refusal.js';
import type { CountFoliosRequest } from '../../model/requests/day.js';
import type { BusinessDate } from '../../rules/business-date.js';
import type { Side } from '../../rules/transfer-state.js';

/**
 * Counts folios once both sides have signed out.
 *
 * From then on nothing but pending transfers can move a balance, and a folio is counted only where it has none. So
 * what has been counted stays as it is until clearing starts.
 */
export async function count(books: Books, by: Side, request: CountFoliosRequest): Promise<CountStepAnswer> {
  assertDay(books, 'closed-to-transfers');
  refuseSignedIn(books);
  const { businessDate } = books.day;
  const { after } = request;
  const { through, end, folios, accounts, balanceFen } = await countFolios(books, request);
  const step = { after, through, end, folios, accounts, balanceFen };
  new CountBook(books.work, businessDate).put({ ...step, transactionId: books.state.getTxID() });
  books.journal.note({
    instruction: `${by}/day`,
    kind: 'day.folios-counted',
    subject: businessDate,
    facts: { end, folios, accounts, balanceFen, ...numbered({ after, through }) },
  });
  return { businessDate, ...step };
}

/** How far the count of a day has come. */
export async function countOf(books: Books, businessDate: BusinessDate): Promise<CountAnswer> {
  const { complete, through, counted } = await new CountBook(books.work, businessDate).soFar();
  return { businessDate, complete, through, ...counted };
}

function refuseSignedIn(books: Books): void {
  const { businessDate, signedIn } = books.day;
  if (!signedIn.bank && !signedIn.broker) return;
  throw new Refusal({
    code: 'DAY_OUT_OF_ORDER',
    message: `Folios of ${businessDate} are counted when both have signed out, and the ${signedIn.bank ? 'bank' : 'broker'} has not.`,
  });
}

/** A note says nothing of what there is not. */
function numbered(facts: Readonly<Record<string, number | null>>): Readonly<Record<string, number>> {
  return Object.fromEntries(
    Object.entries(facts).flatMap(([name, value]) => (value === null ? [] : [[name, value]])),
  );
}
