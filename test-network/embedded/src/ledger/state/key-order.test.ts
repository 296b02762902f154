import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compareKeys } from './key-order.js';

it('orders any two keys as their UTF-8 bytes', () => {
  const key = fc.string({ unit: 'binary', maxLength: 8 });
  fc.assert(
    fc.property(key, key, (a, b) => {
      expect(Math.sign(compareKeys(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
    }),
  );
});

it('puts a supplementary character after every character of the basic plane', () => {
  expect(compareKeys('\u{10000}', '\uffff')).toBeGreaterThan(0);
});
