import { describe, expect, it } from 'vitest';
import { businessDate } from './business-date.js';
import { latestEnd, plusMonths } from './freeze-terms.js';
import { type Instant, instant } from './instant.js';

const china = (text: string): Instant => instant(`${text}+08:00`);
const startsAt = china('2026-07-06T10:30:00');

describe('the term of a freeze', () => {
  it('of a court lasts through the same day of the next year', () => {
    expect(latestEnd('court', { startsAt })).toBe(china('2027-07-07T00:00:00'));
  });

  it('of the securities regulator lasts six months (证券法 170)', () => {
    expect(latestEnd('csrc', { startsAt })).toBe(china('2027-01-07T00:00:00'));
  });

  it('of the securities regulator is extended by three months at most', () => {
    const renewed = { endsAt: china('2027-01-07T00:00:00'), firstStartsAt: startsAt };
    expect(latestEnd('csrc', { startsAt, renewed })).toBe(china('2027-04-07T00:00:00'));
  });

  it('of the securities regulator is two years at most with all extensions', () => {
    const renewed = { endsAt: china('2028-06-01T00:00:00'), firstStartsAt: startsAt };
    expect(latestEnd('csrc', { startsAt, renewed })).toBe(china('2028-07-07T00:00:00'));
  });

  it('of a court counts a renewal from the end of the order renewed, however early that is asked for', () => {
    const renewed = { endsAt: china('2027-07-07T00:00:00'), firstStartsAt: startsAt };
    const asked = china('2027-06-20T09:00:00');
    expect(latestEnd('court', { startsAt: asked, renewed })).toBe(china('2028-07-07T00:00:00'));
  });
});

describe('months', () => {
  it.each([
    ['2026-07-06', 1, '2026-08-06'],
    ['2026-12-31', 1, '2027-01-31'],
    ['2027-01-31', 1, '2027-02-28'],
    ['2027-08-31', 6, '2028-02-29'],
    ['2028-02-29', 12, '2029-02-28'],
    ['2026-07-06', 24, '2028-07-06'],
  ])('from %s, %i of them end on %s', (date, months, later) => {
    expect(plusMonths(businessDate(date), months)).toBe(later);
  });
});
