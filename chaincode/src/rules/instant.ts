import { type BusinessDate, dayNumber, dayOfNumber, isBusinessDate } from './business-date.js';

/** A second in UTC, such as `2026-07-06T01:30:00Z`. Later ones are greater as text. */
export type Instant = string & { readonly '(unit)': 'instant' };

/** What the clocks of China show. */
export interface LocalTime {
  readonly date: BusinessDate;
  /** Seconds since midnight. */
  readonly secondsOfDay: number;
}

const RFC_3339 =
  /^(\d{4}-\d{2}-\d{2})[Tt](\d{2}):(\d{2}):(\d{2})(?:\.\d+)?(?:[Zz]|([+-])([01]\d|2[0-3]):([0-5]\d))$/;
const SECONDS_OF_DAY = 86_400;

/** All of China keeps UTC+08:00 the year round; summer time was last kept in 1991. */
const CHINA_AHEAD_SECONDS = 8 * 3_600;

/** The first second of the year 1000 in UTC, and the last of 9999 in China: between them either year has four digits. */
const FIRST_SECONDS = -30_610_224_000;
const LAST_SECONDS = 253_402_271_999;

/**
 * Reads a date and time of RFC 3339 with its zone, and drops the fraction of the second.
 *
 * @returns undefined where the text is none: no zone, a day that no calendar has, a leap second (no clock of a
 *   bank shows one), or a year outside 1000 to 9999.
 */
export function parseInstant(text: string): Instant | undefined {
  const match = RFC_3339.exec(text);
  if (match === null) return undefined;
  const [, date = '', hours, minutes, seconds, sign, zoneHours, zoneMinutes] = match;
  const secondsOfDay = clockSeconds(Number(hours), Number(minutes), Number(seconds));
  if (!isBusinessDate(date) || secondsOfDay === undefined) return undefined;
  const aheadSeconds = sign === undefined ? 0 : Number(zoneHours) * 3_600 + Number(zoneMinutes) * 60;
  const epochSeconds = dayNumber(date) * SECONDS_OF_DAY + secondsOfDay;
  const inUtc = sign === '-' ? epochSeconds + aheadSeconds : epochSeconds - aheadSeconds;
  return isWithinCalendar(inUtc) ? instantOfEpoch(inUtc) : undefined;
}

/** The text as an instant; throws a RangeError where {@link parseInstant} finds none. */
export function instant(text: string): Instant {
  const found = parseInstant(text);
  if (found === undefined) {
    throw new RangeError(`${JSON.stringify(text)} is no instant: write one as 2026-07-06T09:30:00+08:00.`);
  }
  return found;
}

/** The instant so many whole seconds after 1970-01-01T00:00:00Z, as a transaction's timestamp counts them. */
export function instantOfEpoch(epochSeconds: number): Instant {
  if (!Number.isSafeInteger(epochSeconds) || !isWithinCalendar(epochSeconds)) {
    throw new RangeError(`${epochSeconds} seconds since 1970 are outside the years 1000 to 9999.`);
  }
  const days = Math.floor(epochSeconds / SECONDS_OF_DAY);
  return `${dayOfNumber(days)}T${clockText(epochSeconds - days * SECONDS_OF_DAY)}Z` as Instant;
}

/** Whole seconds since 1970-01-01T00:00:00Z. */
export function epochSecondsOf(at: Instant): number {
  const [hours = 0, minutes = 0, seconds = 0] = at.slice(11, 19).split(':').map(Number);
  return dayNumber(at.slice(0, 10) as BusinessDate) * SECONDS_OF_DAY + hours * 3_600 + minutes * 60 + seconds;
}

/** The date and time that China's clocks show at an instant. */
export function localTime(at: Instant): LocalTime {
  const local = epochSecondsOf(at) + CHINA_AHEAD_SECONDS;
  const days = Math.floor(local / SECONDS_OF_DAY);
  return { date: dayOfNumber(days), secondsOfDay: local - days * SECONDS_OF_DAY };
}

/** The instant at which China's clocks show this date and time. */
export function instantOfLocal({ date, secondsOfDay }: LocalTime): Instant {
  return instantOfEpoch(dayNumber(date) * SECONDS_OF_DAY + secondsOfDay - CHINA_AHEAD_SECONDS);
}

export function plusSeconds(at: Instant, seconds: number): Instant {
  return instantOfEpoch(epochSecondsOf(at) + seconds);
}

/** Seconds from `a` to `b`, negative where `b` is the earlier. */
export function secondsBetween(a: Instant, b: Instant): number {
  return epochSecondsOf(b) - epochSecondsOf(a);
}

/** The midnight in China with which a day ends and the next begins. */
export function endOfDay(date: BusinessDate): Instant {
  return instantOfLocal({ date, secondsOfDay: SECONDS_OF_DAY });
}

/** Seconds since midnight of a clock time; undefined where no clock shows it. */
export function clockSeconds(hours: number, minutes: number, seconds: number): number | undefined {
  if (hours > 23 || minutes > 59 || seconds > 59) return undefined;
  return hours * 3_600 + minutes * 60 + seconds;
}

function clockText(secondsOfDay: number): string {
  const parts = [Math.floor(secondsOfDay / 3_600), Math.floor(secondsOfDay / 60) % 60, secondsOfDay % 60];
  return parts.map((part) => String(part).padStart(2, '0')).join(':');
}

function isWithinCalendar(epochSeconds: number): boolean {
  return epochSeconds >= FIRST_SECONDS && epochSeconds <= LAST_SECONDS;
}
