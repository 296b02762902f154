import { describe, expect, it } from 'vitest';
import { businessDate } from './business-date.js';
import { purgeableFrom } from './retention.js';

describe('the time for which records are kept', () => {
  it.each([
    ['2026-07-06', '2046-07-07'],
    ['2026-12-31', '2047-01-01'],
    ['2028-02-29', '2048-03-01'],
    ['2080-02-29', '2100-03-02'],
    ['2079-02-28', '2099-03-01'],
  ])('ends twenty full years after the account was closed: %s', (closedOn, from) => {
    expect(purgeableFrom(businessDate(closedOn))).toBe(from);
  });
});
