/** Why a text is no unified social credit code (统一社会信用代码). */
export type SocialCreditCodeFault = 'form' | 'organisation-code' | 'check-character';

/** The standard leaves out I, O, S, V and Z, which are easily misread. */
const SYMBOLS = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const FORM = /^[0-9A-HJ-NP-RTUWXY]{2}\d{6}[0-9A-HJ-NP-RTUWXY]{10}$/;
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

/** Of the organisation code, positions 9 to 16, every letter counts as if none were left out: A is 10, Z is 35. */
const ORGANISATION_SYMBOLS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const ORGANISATION_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2];
const ORGANISATION_CHECK_CHARACTERS = '0123456789X';

/**
 * The check character over the first 17 characters of a unified social credit code.
 *
 * @source GB 32100-2015
 */
export function socialCreditCheckCharacter(first17: string): string {
  return SYMBOLS.charAt((31 - (weighed(first17, SYMBOLS, WEIGHTS) % 31)) % 31);
}

/**
 * The check character over the first 8 characters of an organisation code.
 *
 * @source GB 11714-1997
 */
export function organisationCheckCharacter(first8: string): string {
  const sum = weighed(first8, ORGANISATION_SYMBOLS, ORGANISATION_WEIGHTS);
  return ORGANISATION_CHECK_CHARACTERS.charAt((11 - (sum % 11)) % 11);
}

/** The first fault of a unified social credit code of 18 characters, or undefined where it has none. */
export function socialCreditCodeFault(text: string): SocialCreditCodeFault | undefined {
  if (!FORM.test(text)) return 'form';
  if (organisationCheckCharacter(text.slice(8, 16)) !== text.charAt(16)) return 'organisation-code';
  return socialCreditCheckCharacter(text.slice(0, 17)) === text.charAt(17) ? undefined : 'check-character';
}

function weighed(text: string, symbols: string, weights: readonly number[]): number {
  return weights.reduce((sum, weight, index) => sum + weight * symbols.indexOf(text.charAt(index)), 0);
}
