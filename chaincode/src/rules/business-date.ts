/** A day of the calendar, such as `2026-07-06`, from 1000-01-01 to 9999-12-31. Later days are greater as text. */
export type BusinessDate = string & { readonly '(unit)': 'business date' };

const FORM = /^([1-9]\d{3})-(\d{2})-(\d{2})$/;
const EPOCH_YEAR = 1970;
const EPOCH_DAY = daysBeforeYear(EPOCH_YEAR);
const DAYS_OF_MONTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Whether the text is a day that the calendar has. */
export function isBusinessDate(text: string): text is BusinessDate {
  const match = FORM.exec(text);
  if (match === null) return false;
  const [, year, month, day] = match;
  return isCalendarDay(Number(year), Number(month), Number(day));
}

/** The text as a day; throws a RangeError where the calendar has no such day. */
export function businessDate(text: string): BusinessDate {
  if (!isBusinessDate(text)) {
    throw new RangeError(`${JSON.stringify(text)} is no day: write an existing one as 2026-07-06.`);
  }
  return text;
}

/** Whether the Gregorian calendar has this day of this month of this year. */
export function isCalendarDay(year: number, month: number, day: number): boolean {
  return month >= 1 && month <= 12 && day >= 1 && day <= daysOfMonth(year, month);
}

/** Days since 1970-01-01, negative before it. */
export function dayNumber(date: BusinessDate): number {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
  let days = daysBeforeYear(year) - EPOCH_DAY + day - 1;
  for (let earlier = 1; earlier < month; earlier += 1) days += daysOfMonth(year, earlier);
  return days;
}

/** The day so many days after 1970-01-01; throws a RangeError outside the years 1000 to 9999. */
export function dayOfNumber(days: number): BusinessDate {
  // 400 years have 146,097 days, so this guess is right or one year late, and never early by more.
  let year = EPOCH_YEAR + Math.floor((days * 400) / 146_097) + 1;
  while (daysBeforeYear(year) - EPOCH_DAY > days) year -= 1;
  let rest = days - (daysBeforeYear(year) - EPOCH_DAY);
  let month = 1;
  while (rest >= daysOfMonth(year, month)) {
    rest -= daysOfMonth(year, month);
    month += 1;
  }
  return businessDate(`${year}-${twoDigits(month)}-${twoDigits(rest + 1)}`);
}

/** The day so many days later, or earlier where `days` is negative. */
export function plusDays(date: BusinessDate, days: number): BusinessDate {
  return dayOfNumber(dayNumber(date) + days);
}

function isLeapYear(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

function daysOfMonth(year: number, month: number): number {
  return month === 2 && isLeapYear(year) ? 29 : (DAYS_OF_MONTHS[month - 1] ?? 0);
}

/** Days from the first of January of year 1 to that of `year`. */
function daysBeforeYear(year: number): number {
  const past = year - 1;
  return past * 365 + Math.floor(past / 4) - Math.floor(past / 100) + Math.floor(past / 400);
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
