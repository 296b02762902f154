import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { businessDate, dayNumber, dayOfNumber, plusDays } from './business-date.js';
import { dayOfWeek, isKnown, isTradingDay, nextTradingDay, type TradingYear } from './calendar.js';

const NATIONAL_DAY = ['2026-10-01', '2026-10-02', '2026-10-05', '2026-10-06', '2026-10-07'];
const YEARS: readonly TradingYear[] = [
  { year: 2026, closedDays: NATIONAL_DAY.map(businessDate) },
  { year: 2027, closedDays: [businessDate('2027-01-01')] },
];

const isOpen = (date: string) => isTradingDay(businessDate(date), YEARS);
const next = (date: string) => nextTradingDay(businessDate(date), YEARS);

describe('the trading calendar', () => {
  it('trades on weekdays and never at weekends', () => {
    expect(isOpen('2026-07-06')).toBe(true);
    expect(isOpen('2026-07-10')).toBe(true);
    expect(isOpen('2026-07-11')).toBe(false);
    expect(isOpen('2026-07-12')).toBe(false);
  });

  it('refuses a holiday', () => {
    expect(isOpen('2026-10-01')).toBe(false);
    expect(isOpen('2026-10-08')).toBe(true);
  });

  it('refuses every day of a year that is not known', () => {
    expect(isOpen('2025-12-31')).toBe(false);
    expect(isOpen('2028-01-03')).toBe(false);
    expect(isKnown(businessDate('2028-01-03'), YEARS)).toBe(false);
  });

  it('finds the next trading day over weekends, holidays and the end of the year', () => {
    expect(next('2026-07-06')).toBe('2026-07-07');
    expect(next('2026-07-10')).toBe('2026-07-13');
    expect(next('2026-09-30')).toBe('2026-10-08');
    expect(next('2026-12-31')).toBe('2027-01-04');
  });

  it('finds none where the calendar does not reach that far', () => {
    expect(next('2027-12-31')).toBeUndefined();
    expect(nextTradingDay(businessDate('2026-07-06'), [])).toBeUndefined();
    const shut = [
      {
        year: 2027,
        closedDays: Array.from({ length: 31 }, (_, day) => plusDays(businessDate('2027-12-01'), day)),
      },
    ];
    expect(nextTradingDay(businessDate('2027-11-30'), shut)).toBeUndefined();
  });

  it('agrees on the day of the week with the calendar that JavaScript keeps', () => {
    const number = fc.integer({
      min: dayNumber(businessDate('1000-01-01')),
      max: dayNumber(businessDate('9999-12-31')),
    });
    fc.assert(
      fc.property(number, (day) => {
        expect(dayOfWeek(dayOfNumber(day)) % 7).toBe(new Date(day * 86_400_000).getUTCDay());
      }),
    );
  });

  it('leaves no trading day out', () => {
    fc.assert(
      fc.property(fc.nat(700), (ahead) => {
        const date = plusDays(businessDate('2026-01-01'), ahead);
        const found = nextTradingDay(date, YEARS);
        if (found === undefined) throw new Error(`${date} has no next trading day.`);
        expect(isTradingDay(found, YEARS)).toBe(true);
        for (let day = plusDays(date, 1); day < found; day = plusDays(day, 1)) {
          expect(isTradingDay(day, YEARS)).toBe(false);
        }
      }),
    );
  });
});
