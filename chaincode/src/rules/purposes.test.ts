import { describe, expect, it } from 'vitest';
import { type DebitKind, isPurpose, PURPOSES, type Purpose, purposeAllows, purposeOf } from './purposes.js';

describe('the purposes of client money', () => {
  it('are the four that the law lists, each with its words', () => {
    expect(Object.keys(PURPOSES)).toEqual([
      'subscription-and-settlement',
      'withdrawal-to-own-account',
      'fees-and-tax',
      'by-law',
    ]);
    for (const { source } of Object.values(PURPOSES)) expect(source).toMatch(/第六十条第（[一二三]）项：./);
  });

  it.each(['', 'other', 'withdrawal', 'toString', '__proto__', 'BY-LAW'])('are never %j', (text) => {
    expect(isPurpose(text)).toBe(false);
  });

  it.each<[DebitKind, Purpose]>([
    ['settlement', 'subscription-and-settlement'],
    ['withdrawal', 'withdrawal-to-own-account'],
    ['deposit-reversal', 'withdrawal-to-own-account'],
    ['fee', 'fees-and-tax'],
    ['tax', 'fees-and-tax'],
    ['judicial-deduction', 'by-law'],
    ['correction', 'by-law'],
  ])('let an entry %s serve %s and nothing else', (kind, purpose) => {
    expect(purposeOf(kind)).toBe(purpose);
    const serving = Object.keys(PURPOSES)
      .filter(isPurpose)
      .filter((one) => purposeAllows(one, kind));
    expect(serving).toEqual([purpose]);
  });
});
