import { type BusinessDate, dayNumber, dayOfNumber } from './business-date.js';

/**
 * A year in which the exchanges' calendar is known: they trade on its weekdays but not on its closed days. A
 * weekend on which offices make up for a holiday (调休) is no trading day.
 */
export interface TradingYear {
  readonly year: number;
  readonly closedDays: readonly BusinessDate[];
}

/** Day of the week, 1 for Monday to 7 for Sunday. */
export function dayOfWeek(date: BusinessDate): number {
  // 1970-01-01 was a Thursday.
  return ((((dayNumber(date) + 3) % 7) + 7) % 7) + 1;
}

/** Whether a year of this calendar is known. */
export function isKnown(date: BusinessDate, years: readonly TradingYear[]): boolean {
  return yearOf(date, years) !== undefined;
}

/** Whether it is known to be a trading day: on a day of an unknown year there is no business. */
export function isTradingDay(date: BusinessDate, years: readonly TradingYear[]): boolean {
  const year = yearOf(date, years);
  return year !== undefined && dayOfWeek(date) <= 5 && !year.closedDays.includes(date);
}

/** The first trading day after a day; undefined where the calendar does not reach that far. */
export function nextTradingDay(date: BusinessDate, years: readonly TradingYear[]): BusinessDate | undefined {
  let day = dayNumber(date) + 1;
  for (let next = dayOfNumber(day); isKnown(next, years); next = dayOfNumber(day)) {
    if (isTradingDay(next, years)) return next;
    day += 1;
  }
  return undefined;
}

function yearOf(date: BusinessDate, years: readonly TradingYear[]): TradingYear | undefined {
  const year = Number(date.slice(0, 4));
  return years.find((one) => one.year === year);
}
