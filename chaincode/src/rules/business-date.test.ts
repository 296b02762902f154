import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { businessDate, dayNumber, dayOfNumber, isBusinessDate, plusDays } from './business-date.js';

const FIRST = dayNumber(businessDate('1000-01-01'));
const LAST = dayNumber(businessDate('9999-12-31'));
const anyDay = fc.integer({ min: FIRST, max: LAST });

describe('a business date', () => {
  it.each(['2026-07-06', '2000-02-29', '2024-02-29', '1000-01-01', '9999-12-31'])('may be %s', (text) => {
    expect(isBusinessDate(text)).toBe(true);
    expect(businessDate(text)).toBe(text);
  });

  it.each([
    '',
    '2026-7-6',
    '20260706',
    '2026-07-06 ',
    '2026-00-10',
    '2026-13-01',
    '2026-07-00',
    '2026-04-31',
    '2026-02-29',
    '1900-02-29',
    '0999-12-31',
    '２026-07-06',
    '2026-07-06T00:00:00Z',
  ])('is never %j', (text) => {
    expect(isBusinessDate(text)).toBe(false);
    expect(() => businessDate(text)).toThrow(RangeError);
  });

  it('counts its days from the first of January 1970', () => {
    expect(dayNumber(businessDate('1970-01-01'))).toBe(0);
    expect(dayNumber(businessDate('1969-12-31'))).toBe(-1);
    expect(dayNumber(businessDate('2000-03-01'))).toBe(11_017);
  });

  it('goes over the ends of months and years, leap years included', () => {
    expect(plusDays(businessDate('2026-12-31'), 1)).toBe('2027-01-01');
    expect(plusDays(businessDate('2027-01-01'), -1)).toBe('2026-12-31');
    expect(plusDays(businessDate('2024-02-28'), 1)).toBe('2024-02-29');
    expect(plusDays(businessDate('2026-02-28'), 1)).toBe('2026-03-01');
    expect(plusDays(businessDate('2100-02-28'), 1)).toBe('2100-03-01');
  });

  it('refuses to leave the years of four digits', () => {
    expect(() => plusDays(businessDate('9999-12-31'), 1)).toThrow(RangeError);
    expect(() => plusDays(businessDate('1000-01-01'), -1)).toThrow(RangeError);
  });

  it('is found again by its number, and agrees with the calendar that JavaScript keeps', () => {
    fc.assert(
      fc.property(anyDay, (number) => {
        const date = dayOfNumber(number);
        expect(dayNumber(date)).toBe(number);
        expect(date).toBe(new Date(number * 86_400_000).toISOString().slice(0, 10));
      }),
    );
  });

  it('is greater as text the later it is', () => {
    fc.assert(
      fc.property(anyDay, anyDay, (a, b) => {
        expect(dayOfNumber(a) < dayOfNumber(b)).toBe(a < b);
      }),
    );
  });
});
