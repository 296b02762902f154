import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addFen, fen, formatYuan, parseYuan, subtractFen } from './money.js';

describe('money', () => {
  it('reads decimal strings of yuan exactly', () => {
    expect(parseYuan('0')).toBe(0);
    expect(parseYuan('0.01')).toBe(1);
    expect(parseYuan('0.1')).toBe(10);
    // 1.15 * 100 is 114.99999999999999 in floating point.
    expect(parseYuan('1.15')).toBe(115);
    expect(parseYuan('90071992547409.91')).toBe(Number.MAX_SAFE_INTEGER);
  });

  it.each([
    '',
    '-1',
    '+1',
    '01',
    '1.',
    '.5',
    '1.234',
    '1,000',
    ' 1',
    '1e3',
    '９',
    '90071992547409.92',
    '100000000000000',
  ])('refuses %j as an amount', (text) => {
    expect(parseYuan(text)).toBeUndefined();
  });

  it('writes and reads back every amount that can be booked', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }), (value) => {
        expect(parseYuan(formatYuan(fen(value)))).toBe(value);
      }),
    );
  });

  it('writes negative amounts with one sign', () => {
    expect(formatYuan(fen(-5))).toBe('-0.05');
    expect(formatYuan(fen(-123456))).toBe('-1234.56');
  });

  it('refuses an amount that arithmetic would not keep exact', () => {
    expect(() => fen(0.5)).toThrow(RangeError);
    expect(() => fen(Number.NaN)).toThrow(RangeError);
    expect(() => addFen(fen(Number.MAX_SAFE_INTEGER), fen(1))).toThrow(RangeError);
    expect(() => subtractFen(fen(-Number.MAX_SAFE_INTEGER), fen(1))).toThrow(RangeError);
  });

  it('takes back what it added', () => {
    const amount = fc.integer({ min: 0, max: 2 ** 52 }).map(fen);
    fc.assert(
      fc.property(amount, amount, (a, b) => {
        expect(subtractFen(addFen(a, b), b)).toBe(a);
      }),
    );
  });
});
