/** Why a text is no resident ID number. */
export type ResidentIdFault = 'form' | 'date' | 'check-character';

const FORM = /^[1-9]\d{5}(\d{4})(\d{2})(\d{2})\d{3}[\dX]$/;
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECK_CHARACTERS = '10X98765432';

/**
 * The check character over the first 17 digits of a resident ID number.
 *
 * @source GB 11643 (ISO 7064 MOD 11-2); worked example V17
 */
export function residentIdCheckCharacter(first17: string): string {
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(first17[index]), 0);
  return CHECK_CHARACTERS.charAt(sum % 11);
}

/** The first fault of a resident ID number of 18 characters, or undefined where it has none. */
export function residentIdFault(text: string): ResidentIdFault | undefined {
  const match = FORM.exec(text);
  if (match === null) return 'form';
  const [, year, month, day] = match.map(Number);
  if (!isCalendarDate(year ?? 0, month ?? 0, day ?? 0)) return 'date';
  return residentIdCheckCharacter(text) === text.charAt(17) ? undefined : 'check-character';
}

/** Whether the day exists. No contract reads a clock, so a birth date in the future is left to the verifiers. */
function isCalendarDate(year: number, month: number, day: number): boolean {
  if (year < 1800 || month < 1 || month > 12 || day < 1) return false;
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  return day <= (days[month - 1] ?? 0);
}
