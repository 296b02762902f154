import { type BusinessDate, businessDate, isBusinessDate } from './business-date.js';

/** Why a text is no resident ID number, in the order in which it is told. */
export type ResidentIdFault = 'form' | 'region' | 'date' | 'future' | 'check-character';

const FORM = /^[1-9]\d{16}[\dX]$/;
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECK_CHARACTERS = '10X98765432';
const EARLIEST_BIRTH = businessDate('1800-01-01');

/** GB/T 2260; 81, 82 and 83 are residence permits of people from Hong Kong, Macao and Taiwan. */
const PROVINCES: ReadonlySet<string> = new Set([
  ...['11', '12', '13', '14', '15', '21', '22', '23', '31', '32', '33', '34', '35', '36', '37'],
  ...['41', '42', '43', '44', '45', '46', '50', '51', '52', '53', '54', '61', '62', '63', '64', '65'],
  ...['71', '81', '82', '83'],
]);

/**
 * The check character over the first 17 digits of a resident ID number.
 *
 * @source GB 11643 (ISO 7064 MOD 11-2); worked example V17
 */
export function residentIdCheckCharacter(first17: string): string {
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(first17[index]), 0);
  return CHECK_CHARACTERS.charAt(sum % 11);
}

/**
 * The first fault of a resident ID number of 18 characters, or undefined where it has none.
 *
 * @param today the open business day; without it, a birth date in the future is not found: no rule reads a clock.
 */
export function residentIdFault(text: string, today?: BusinessDate): ResidentIdFault | undefined {
  if (!FORM.test(text)) return 'form';
  if (!PROVINCES.has(provinceOf(text))) return 'region';
  const birth = birthText(text);
  if (!isBusinessDate(birth) || birth < EARLIEST_BIRTH) return 'date';
  if (today !== undefined && birth > today) return 'future';
  return residentIdCheckCharacter(text) === text.charAt(17) ? undefined : 'check-character';
}

/** The birth date in a resident ID number without fault; throws a RangeError where there is no date. */
export function birthDateOf(id: string): BusinessDate {
  const birth = birthText(id);
  // The number itself is personal data, which no error may carry.
  if (!FORM.test(id) || !isBusinessDate(birth)) throw new RangeError('The ID number has no birth date.');
  return birth;
}

/** Full years (周岁) of age on a day: a year is full on the birthday, or on 1 March for who was born on 29 February. */
export function ageOn(birth: BusinessDate, date: BusinessDate): number {
  const years = Number(date.slice(0, 4)) - Number(birth.slice(0, 4));
  return date.slice(5) < birth.slice(5) ? years - 1 : years;
}

/**
 * The first two digits, or, behind the 9 that marks a permanent resident of another nationality, the next two.
 *
 * @source domain notes 4; rules for reading the permanent resident ID card of 2023
 */
function provinceOf(id: string): string {
  return id.startsWith('9') ? id.slice(1, 3) : id.slice(0, 2);
}

function birthText(id: string): string {
  return `${id.slice(6, 10)}-${id.slice(10, 12)}-${id.slice(12, 14)}`;
}
