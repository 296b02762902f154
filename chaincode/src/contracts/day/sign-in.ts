import type { Books } from '../../books/books.js';
import { yearsAround } from '../../books/day-book.js';
import { GovernanceBook } from '../../books/governance-book.js';
import type { DayAnswer } from '../../model/answers/day.js';
import { Refusal } from '../../model/refusal.js';
import type { DayParameters } from '../../model/rows/day-row.js';
import type { BusinessDate } from '../../rules/business-date.js';
import { isKnown, isTradingDay, nextTradingDay } from '../../rules/calendar.js';
import type { Side } from '../../rules/transfer-state.js';
import { moveOrRefuse } from './move.js';

/**
 * One side begins its business day (签到); the day is open when both have.
 *
 * The parameters in force on the day are taken over by the first sign-in, and hold for all of it.
 */
export async function signIn(books: Books, side: Side, businessDate: BusinessDate): Promise<DayAnswer> {
  const last = books.dayIfAny;
  const begins = last === undefined || last.state === 'closed';
  const parameters = begins ? await parametersOn(books, businessDate) : last.parameters;
  const following = await tradingDayAfter(books, businessDate);
  return moveOrRefuse(books, {
    asked: { move: 'sign-in', side, businessDate, nextTradingDay: following },
    parameters,
    kind: 'day.signed-in',
    by: side,
  });
}

async function parametersOn(books: Books, date: BusinessDate): Promise<DayParameters> {
  const parameters = await new GovernanceBook(books.work).parametersOn(date);
  if (parameters !== undefined) {
    const { handOverRoots, ...ofTheDay } = parameters.content;
    return ofTheDay;
  }
  throw new Refusal({
    code: 'NO_PARAMETERS',
    field: 'businessDate',
    message: `No parameters that both members have agreed on are in force on ${date}.`,
  });
}

/**
 * The day whose turn it is after the one on the ledger. The first of all may be any trading day.
 *
 * @throws Refusal `NO_CALENDAR` or `NOT_A_TRADING_DAY` for the day asked for
 */
async function tradingDayAfter(books: Books, asked: BusinessDate): Promise<BusinessDate | undefined> {
  const last = books.dayIfAny?.businessDate;
  const years = await yearsAround(books, last === undefined ? [asked] : [last, asked]);
  if (!isKnown(asked, years)) {
    throw new Refusal({
      code: 'NO_CALENDAR',
      field: 'businessDate',
      message: `Both members have not agreed on a trading calendar that reaches ${asked}.`,
    });
  }
  if (!isTradingDay(asked, years)) {
    throw new Refusal({
      code: 'NOT_A_TRADING_DAY',
      field: 'businessDate',
      message: `${asked} is no trading day; the next one after it is ${nextTradingDay(asked, years) ?? 'not known yet'}.`,
    });
  }
  return last === undefined ? asked : nextTradingDay(last, years);
}
