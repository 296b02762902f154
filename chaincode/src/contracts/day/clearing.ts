import type { Books } from '../../books/books.js';
import { assertDay } from '../../books/business-time.js';
import { assertClearingDone } from '../../books/clearing-book.js';
import { CountBook } from '../../books/count-book.js';
import type { ClearingStartedAnswer, DayAnswer } from '../../model/answers/day.js';
import { Refusal } from '../../model/refusal.js';
import type { Side } from '../../rules/transfer-state.js';
import { moveOrRefuse } from './move.js';

/** Starts clearing on what has been counted from the first folio to the last. */
export async function startClearing(books: Books, by: Side): Promise<ClearingStartedAnswer> {
  const { parameters, businessDate } = books.day;
  const { complete, through, counted } = await new CountBook(books.work, businessDate).soFar();
  const { folios, accounts, balanceFen } = counted;
  const day = moveOrRefuse(books, {
    asked: { move: 'start-clearing' },
    parameters,
    kind: 'day.clearing-started',
    by,
    facts: { folios, accounts, balanceFen },
  });
  if (!complete) {
    throw new Refusal({
      code: 'FOLIOS_NOT_COUNTED',
      message:
        through === null
          ? `The folios of ${businessDate} have not been counted; begin with the first.`
          : `The folios of ${businessDate} have been counted up to number ${through}; count on from there.`,
    });
  }
  return { ...day, counted: { folios, accounts, balanceFen } };
}

/** Closes the day once everything that both sides have agreed to clear is posted. */
export async function closeDay(books: Books, by: Side): Promise<DayAnswer> {
  assertDay(books, 'clearing');
  await assertClearingDone(books);
  return moveOrRefuse(books, {
    asked: { move: 'end-clearing' },
    parameters: books.parameters,
    kind: 'day.closed',
    by,
  });
}
