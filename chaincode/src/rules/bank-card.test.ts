import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bankCardCheckDigit, bankCardFault } from './bank-card.js';

describe('a bank card number', () => {
  it.each(['6217000000000000004', '6259650871772080'])('V19: %s is valid', (card) => {
    expect(bankCardFault(card)).toBeUndefined();
  });

  it('V19: is refused for its check digit', () => {
    expect(bankCardFault('6217000000000000005')).toBe('check-digit');
  });

  it.each(['', '621700000000000', '62170000000000000040', '0217000000000000004', '6217 0000 0000 0000'])(
    'is refused for its form: %j',
    (card) => {
      expect(bankCardFault(card)).toBe('form');
    },
  );

  it('shows every change of one digit', () => {
    const body = fc.stringMatching(/^[1-9]\d{14,17}$/);
    fc.assert(
      fc.property(body, fc.nat(), fc.integer({ min: 1, max: 9 }), (first, at, shift) => {
        const card = first + bankCardCheckDigit(first);
        const index = at % card.length;
        const changed = String((Number(card[index]) + shift) % 10);
        expect(bankCardFault(card)).toBeUndefined();
        expect(bankCardFault(card.slice(0, index) + changed + card.slice(index + 1))).toBeDefined();
      }),
    );
  });
});
