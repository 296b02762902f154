import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  organisationCheckCharacter,
  socialCreditCheckCharacter,
  socialCreditCodeFault,
} from './social-credit-code.js';

/** The example of the standard, whose organisation code has a letter. */
const EXAMPLE = '91350100M000100Y43';

describe('a unified social credit code', () => {
  it.each([EXAMPLE, '91100000100003962T'])('%s is valid', (code) => {
    expect(socialCreditCodeFault(code)).toBeUndefined();
  });

  it('is refused for its own check character', () => {
    expect(socialCreditCodeFault('91350100M000100Y44')).toBe('check-character');
  });

  it('is refused for the organisation code inside it, though its own check character is right', () => {
    const first17 = '91350100M000100Y5';
    expect(socialCreditCodeFault(first17 + socialCreditCheckCharacter(first17))).toBe('organisation-code');
  });

  it.each([
    '',
    '91350100M000100Y4',
    '91350100M000100Y433',
    '91350100m000100Y43',
    '9135O100M000100Y43',
    '91350100I000100Y43',
    '91350100M000100Z43',
    '9135010AM000100Y43',
    '91350100M000100Y4３',
    '91350100M000100Y43\n',
  ])('is refused for its form: %j', (code) => {
    expect(socialCreditCodeFault(code)).toBe('form');
  });

  it('is completed by check characters over what an authority gives out, and shows every changed character', () => {
    const symbol = fc.constantFrom(...'0123456789ABCDEFGHJKLMNPQRTUWXY');
    const digits = fc.stringMatching(/^\d{6}$/);
    const body = fc.array(symbol, { minLength: 8, maxLength: 8 }).map((symbols) => symbols.join(''));
    fc.assert(
      fc.property(digits, body, fc.nat(17), symbol, (region, organisation, at, other) => {
        const first17 = `91${region}${organisation}${organisationCheckCharacter(organisation)}`;
        const code = first17 + socialCreditCheckCharacter(first17);
        expect(socialCreditCodeFault(code)).toBeUndefined();
        fc.pre(code.charAt(at) !== other);
        const changed = code.slice(0, at) + other + code.slice(at + 1);
        expect(socialCreditCodeFault(changed)).toBeDefined();
      }),
    );
  });
});
