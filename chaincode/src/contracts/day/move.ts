import type { Books } from '../../books/books.js';
import { putDay } from '../../books/day-book.js';
import type { DayAnswer } from '../../model/answers/day.js';
import { Refusal, type RefusalDetails } from '../../model/refusal.js';
import type { DayParameters, DayRow } from '../../model/rows/day-row.js';
import type { Facts } from '../../model/rows/instruction-row.js';
import { type Day, type DayMove, type DayRefusal, moveDay } from '../../rules/day-state.js';
import type { Side } from '../../rules/transfer-state.js';

export interface Move {
  readonly asked: DayMove;
  /** In force on the day that the move leads to. */
  readonly parameters: DayParameters;
  /** Of the note in the voucher. */
  readonly kind: string;
  readonly by: Side;
  /** What else the note says. */
  readonly facts?: Facts;
}

/** Moves the day on, or refuses with the reason why it does not make this move. */
export function moveOrRefuse(books: Books, { asked, parameters, kind, by, facts }: Move): DayAnswer {
  const result = moveDay(books.dayIfAny, asked);
  if (!result.moved) throw new Refusal(refusalOf(result.reason, books.dayIfAny, asked));
  const { businessDate, state, signedIn } = result.day;
  const day: DayRow = { businessDate, state, signedIn, relationship: books.relationship, parameters };
  putDay(books, day);
  books.journal.note({
    instruction: `${by}/day`,
    kind,
    subject: businessDate,
    facts: { state, ...facts },
  });
  return dayAnswer(day);
}

export function dayAnswer({ businessDate, state, signedIn, parameters }: DayRow): DayAnswer {
  return { businessDate, state, signedIn, parametersFrom: parameters.effectiveFrom };
}

function refusalOf(reason: DayRefusal, day: Day | undefined, asked: DayMove): RefusalDetails {
  const standing =
    day === undefined
      ? 'No business day has been opened yet'
      : `Business day ${day.businessDate} is ${day.state}`;
  switch (reason) {
    case 'already-signed-in':
      return { code: 'ALREADY_SIGNED_IN', message: `${standing}, and the ${sideOf(asked)} has signed in.` };
    case 'not-signed-in':
      return { code: 'NOT_SIGNED_IN', message: `${standing}, and the ${sideOf(asked)} is not signed in.` };
    case 'still-signed-in':
      return { code: 'DAY_OUT_OF_ORDER', message: `${standing}; ${stillIn(day)} must sign out first.` };
    case 'other-day':
      return {
        code: 'DAY_OUT_OF_ORDER',
        field: 'businessDate',
        message: `${standing}; the day that can be signed in for is ${turnOf(day, asked)}.`,
      };
    case 'calendar-ends':
      return {
        code: 'NO_CALENDAR',
        field: 'businessDate',
        message: `${standing}; the calendar agreed on does not reach the trading day after it.`,
      };
    case 'out-of-order':
      return { code: 'DAY_OUT_OF_ORDER', message: `${standing}; ${neededFor(asked)}.` };
  }
}

function sideOf(asked: DayMove): string {
  return 'side' in asked ? asked.side : 'side';
}

function stillIn(day: Day | undefined): string {
  return day?.signedIn.bank === true ? 'the bank' : 'the broker';
}

/** A day that has begun goes on until it is closed. */
function turnOf(day: Day | undefined, asked: DayMove): string {
  if (day !== undefined && day.state !== 'closed') return `${day.businessDate} itself, until it is closed`;
  return (asked.move === 'sign-in' && asked.nextTradingDay) || 'not known';
}

function neededFor({ move }: DayMove): string {
  if (move === 'sign-in') return 'who has signed out comes back with the next day';
  if (move === 'end-clearing') return 'only one that is being cleared can be closed';
  return 'clearing starts once it is closed to transfers';
}
