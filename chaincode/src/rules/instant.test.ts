import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { businessDate } from './business-date.js';
import {
  endOfDay,
  epochSecondsOf,
  instant,
  instantOfEpoch,
  instantOfLocal,
  localTime,
  parseInstant,
  plusSeconds,
  secondsBetween,
} from './instant.js';

const FIRST = epochSecondsOf(instant('1000-01-01T00:00:00Z'));
const LAST = epochSecondsOf(instant('9999-12-31T15:59:59Z'));
const anySecond = fc.integer({ min: FIRST, max: LAST });

describe('an instant', () => {
  it.each([
    ['2026-07-06T01:30:00Z', '2026-07-06T01:30:00Z'],
    ['2026-07-06T09:30:00+08:00', '2026-07-06T01:30:00Z'],
    ['2026-07-06t09:30:00+08:00', '2026-07-06T01:30:00Z'],
    ['2026-07-05T20:00:00-05:30', '2026-07-06T01:30:00Z'],
    ['2027-01-01T07:59:59+08:00', '2026-12-31T23:59:59Z'],
    ['2024-03-01T00:00:00+08:00', '2024-02-29T16:00:00Z'],
    ['2026-07-06T01:30:00-00:00', '2026-07-06T01:30:00Z'],
    ['2026-07-06T01:30:59.999999999z', '2026-07-06T01:30:59Z'],
  ])('reads %s as %s', (text, read) => {
    expect(parseInstant(text)).toBe(read);
  });

  it.each([
    '',
    '2026-07-06',
    '2026-07-06T09:30:00',
    '2026-07-06 09:30:00Z',
    '2026-07-06T09:30Z',
    '2026-07-06T24:00:00Z',
    '2026-07-06T09:60:00Z',
    '2026-06-30T23:59:60Z',
    '2026-02-29T09:30:00Z',
    '2026-07-06T09:30:00+24:00',
    '2026-07-06T09:30:00+08:60',
    '2026-07-06T09:30:00+0800',
    '2026-07-06T09:30:00.Z',
    '2026-07-06T09:30:00Z\n',
    '1000-01-01T07:59:59+08:00',
    '9999-12-31T16:00:00Z',
  ])('refuses %j', (text) => {
    expect(parseInstant(text)).toBeUndefined();
    expect(() => instant(text)).toThrow(RangeError);
  });

  it('is found again from the seconds since 1970, and agrees with the clock that JavaScript keeps', () => {
    fc.assert(
      fc.property(anySecond, (seconds) => {
        const at = instantOfEpoch(seconds);
        expect(epochSecondsOf(at)).toBe(seconds);
        expect(at).toBe(new Date(seconds * 1000).toISOString().replace('.000Z', 'Z'));
        expect(parseInstant(at)).toBe(at);
      }),
    );
  });

  it('is the same in whatever zone it is written, and drops its fraction', () => {
    const offset = fc.record({
      hours: fc.nat(23),
      minutes: fc.nat(59),
      sign: fc.constantFrom<'+' | '-'>('+', '-'),
      fraction: fc.oneof(
        fc.constant(''),
        fc.nat(999_999).map((digits) => `.${digits}`),
      ),
    });
    const inside = fc.integer({ min: FIRST + 86_400, max: LAST - 86_400 });
    fc.assert(
      fc.property(inside, offset, (seconds, { hours, minutes, sign, fraction }) => {
        const ahead = (sign === '+' ? 1 : -1) * (hours * 3_600 + minutes * 60);
        const local = instantOfEpoch(seconds + ahead).slice(0, -1);
        const zone = `${sign}${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
        expect(parseInstant(local + fraction + zone)).toBe(instantOfEpoch(seconds));
      }),
    );
  });

  it('shows the date and time of China', () => {
    expect(localTime(instant('2026-07-06T08:00:00Z'))).toEqual({
      date: '2026-07-06',
      secondsOfDay: 16 * 3_600,
    });
    expect(localTime(instant('2026-12-31T15:59:59Z'))).toEqual({ date: '2026-12-31', secondsOfDay: 86_399 });
    expect(localTime(instant('2026-12-31T16:00:00Z'))).toEqual({ date: '2027-01-01', secondsOfDay: 0 });
  });

  it('is found again from its local time', () => {
    fc.assert(
      fc.property(anySecond, (seconds) => {
        const at = instantOfEpoch(seconds);
        expect(instantOfLocal(localTime(at))).toBe(at);
      }),
    );
  });

  it('ends a day at midnight in China', () => {
    expect(endOfDay(businessDate('2026-07-06'))).toBe('2026-07-06T16:00:00Z');
    expect(localTime(endOfDay(businessDate('2024-02-28')))).toEqual({ date: '2024-02-29', secondsOfDay: 0 });
  });

  it('adds seconds and tells how many lie between', () => {
    fc.assert(
      fc.property(anySecond, anySecond, (a, b) => {
        const from = instantOfEpoch(a);
        const to = instantOfEpoch(b);
        expect(secondsBetween(from, to)).toBe(b - a);
        expect(plusSeconds(from, secondsBetween(from, to))).toBe(to);
        expect(from < to).toBe(a < b);
      }),
    );
  });

  it('refuses to leave the years of four digits', () => {
    expect(() => plusSeconds(instantOfEpoch(LAST), 1)).toThrow(RangeError);
    expect(() => instantOfEpoch(FIRST - 1)).toThrow(RangeError);
    expect(() => instantOfEpoch(0.5)).toThrow(RangeError);
  });
});
