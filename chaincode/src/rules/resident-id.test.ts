import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { businessDate } from './business-date.js';
import { ageOn, birthDateOf, residentIdCheckCharacter, residentIdFault } from './resident-id.js';

const withCheck = (first17: string) => first17 + residentIdCheckCharacter(first17);

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
    expect(residentIdFault(withCheck('11010520000229001'))).toBeUndefined();
    expect(residentIdFault(withCheck('11010519000229001'))).toBe('date');
    expect(residentIdFault(withCheck('11010520230229001'))).toBe('date');
  });

  it.each(['11', '15', '23', '37', '46', '50', '54', '65', '71', '81', '82', '83'])(
    'may come from region %s',
    (region) => {
      expect(residentIdFault(withCheck(`${region}010519900307123`))).toBeUndefined();
    },
  );

  it.each(['10', '16', '24', '38', '47', '55', '66', '70', '72', '80', '84'])(
    'is refused for its region %s, though the check character is right',
    (region) => {
      expect(residentIdFault(withCheck(`${region}010519900307123`))).toBe('region');
    },
  );

  it('of a permanent resident of another nationality has 9 before the region', () => {
    expect(residentIdFault(withCheck('91112419810803002'))).toBeUndefined();
    expect(residentIdFault(withCheck('94412419810803002'))).toBeUndefined();
    expect(residentIdFault(withCheck('99012419810803002'))).toBe('region');
  });

  it('is refused for a birth after the business day, where one is given', () => {
    const id = withCheck('11010520260707001');
    expect(residentIdFault(id)).toBeUndefined();
    expect(residentIdFault(id, businessDate('2026-07-06'))).toBe('future');
    expect(residentIdFault(id, businessDate('2026-07-07'))).toBeUndefined();
  });

  it('tells its first fault: form, region, date, future, check character', () => {
    const today = businessDate('2026-07-06');
    const wrongCheck = (first17: string) => first17 + (residentIdCheckCharacter(first17) === '0' ? '1' : '0');
    expect(residentIdFault(wrongCheck('10010520270230001'), today)).toBe('region');
    expect(residentIdFault(wrongCheck('11010520270230001'), today)).toBe('date');
    expect(residentIdFault(wrongCheck('11010520270228001'), today)).toBe('future');
    expect(residentIdFault(wrongCheck('11010520260228001'), today)).toBe('check-character');
  });

  it('says when its holder was born', () => {
    expect(birthDateOf('11010519491231002X')).toBe('1949-12-31');
    expect(() => birthDateOf('110105194902300020')).toThrow(RangeError);
    expect(() => birthDateOf('110105194902300020')).not.toThrow('110105194902300020');
    expect(() => birthDateOf('')).toThrow(RangeError);
  });

  it.each([
    ['2008-07-06', '2026-07-05', 17],
    ['2008-07-06', '2026-07-06', 18],
    ['2008-02-29', '2026-02-28', 17],
    ['2008-02-29', '2026-03-01', 18],
    ['2008-02-29', '2028-02-29', 20],
    ['2026-07-06', '2026-07-06', 0],
  ])('makes a holder born on %s on %s so old: %i', (birth, date, years) => {
    expect(ageOn(businessDate(birth), businessDate(date))).toBe(years);
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
