import { clockSeconds, type Instant, localTime } from './instant.js';

/** Hours of service in China's time, `HH:MM:SS`; `until` is the last second that is served. */
export interface ServiceHours {
  readonly from: string;
  readonly until: string;
}

const TIME_OF_DAY = /^(\d{2}):(\d{2}):(\d{2})$/;

/** Seconds since midnight of a time such as `16:00:00`; undefined where the text is none. */
export function secondsOfDay(text: string): number | undefined {
  const match = TIME_OF_DAY.exec(text);
  if (match === null) return undefined;
  const [, hours, minutes, seconds] = match;
  return clockSeconds(Number(hours), Number(minutes), Number(seconds));
}

/**
 * Whether China's clocks show a time of service, on whatever day.
 *
 * @throws RangeError where the hours are no times of day, which no agreed parameters are.
 */
export function withinHours({ from, until }: ServiceHours, at: Instant): boolean {
  const first = secondsOfDay(from);
  const last = secondsOfDay(until);
  if (first === undefined || last === undefined) {
    throw new RangeError(`Hours from ${from} until ${until} are none: write them as 09:00:00 and 16:00:00.`);
  }
  const now = localTime(at).secondsOfDay;
  return first <= now && now <= last;
}
