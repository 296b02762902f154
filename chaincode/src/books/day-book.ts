import type { DayRow } from '../model/rows/day-row.js';
import type { BusinessDate } from '../rules/business-date.js';
import type { TradingYear } from '../rules/calendar.js';
import { type Books, DAY_KEY } from './books.js';
import { GovernanceBook } from './governance-book.js';

/** Puts the day as it has moved. What was endorsed on the day as it was before has no effect any more. */
export function putDay(books: Books, day: DayRow): void {
  books.work.write(DAY_KEY, day);
}

/** What is agreed on the years that these days, and the trading days after them, can lie in. */
export async function yearsAround(books: Books, dates: readonly BusinessDate[]): Promise<TradingYear[]> {
  const governance = new GovernanceBook(books.work);
  const wanted = new Set(dates.map(yearOf).flatMap((year) => [year, year + 1]));
  const years: TradingYear[] = [];
  for (const year of wanted) {
    const calendar = await governance.calendarOf(year);
    if (calendar !== undefined) years.push(calendar.content);
  }
  return years;
}

function yearOf(date: BusinessDate): number {
  return Number(date.slice(0, 4));
}
