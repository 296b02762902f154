import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { residentIdCheckCharacter, residentIdFault } from './resident-id.js';

describe('a resident ID number', () => {
  it.each(['11010519491231002X', '440524188001010014', '110105199003071239'])('V17: %s is valid', (id) => {
    expect(residentIdFault(id)).toBeUndefined();
  });

  it('V17: is refused for its check character', () => {
    expect(residentIdFault('110105194912310021')).toBe('check-character');
  });

  it('V17: is refused for a day that no calendar has, though the check character is right', () => {
    expect(residentIdFault('110105194902300020')).toBe('date');
  });

  it.each([
    '',
    '11010519491231002',
    '11010519491231002x',
    '1101051949123100200',
    '01010519491231002X',
    '1101O519491231002X',
  ])('is refused for its form: %j', (id) => {
    expect(residentIdFault(id)).toBe('form');
  });

  it('knows leap years', () => {
    const withCheck = (first17: string) => first17 + residentIdCheckCharacter(first17);
    expect(residentIdFault(withCheck('11010520000229001'))).toBeUndefined();
    expect(residentIdFault(withCheck('11010519000229001'))).toBe('date');
    expect(residentIdFault(withCheck('11010520230229001'))).toBe('date');
  });

  it('shows every change of one digit', () => {
    const digit = fc.integer({ min: 0, max: 16 });
    fc.assert(
      fc.property(digit, fc.integer({ min: 1, max: 9 }), (index, shift) => {
        const id = '110105199003071239';
        const changed = String((Number(id[index]) + shift) % 10);
        const altered = id.slice(0, index) + changed + id.slice(index + 1);
        expect(residentIdFault(altered)).toBeDefined();
      }),
    );
  });
});
