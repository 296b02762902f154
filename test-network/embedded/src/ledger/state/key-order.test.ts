import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compareKeys } from './key-order.js';

it('orders any two keys as their UTF-8 bytes', () => {
  const unit = fc.constantFrom(
    '\u0000',
    'a',
    'b',
    '\u00e9',
    '\ud7ff',
    '\ue000',
    '\uffff',
    '\u{10000}',
    '\u{10ffff}',
  );
  const key = fc.string({ unit, maxLength: 5 });
  fc.assert(
    fc.property(key, key, (a, b) => {
      expect(Math.sign(compareKeys(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
    }),
  );
});

it('puts a supplementary character after every character of the basic plane', () => {
  expect(compareKeys('\u{10000}', '\uffff')).toBeGreaterThan(0);
});
