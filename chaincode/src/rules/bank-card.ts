/** Why a text is no bank card number. */
export type BankCardFault = 'form' | 'check-digit';

const FORM = /^[1-9]\d{15,18}$/;

/**
 * The Luhn check digit that completes a card number.
 *
 * @source ISO/IEC 7812-1; worked example V19
 */
export function bankCardCheckDigit(withoutCheckDigit: string): string {
  let sum = 0;
  for (let position = 0; position < withoutCheckDigit.length; position += 1) {
    const digit = Number(withoutCheckDigit.at(-1 - position));
    const doubled = digit * 2;
    sum += position % 2 === 0 ? (doubled > 9 ? doubled - 9 : doubled) : digit;
  }
  return String((10 - (sum % 10)) % 10);
}

/** The first fault of a bank card number of 16 to 19 digits, or undefined where it has none. */
export function bankCardFault(text: string): BankCardFault | undefined {
  if (!FORM.test(text)) return 'form';
  return bankCardCheckDigit(text.slice(0, -1)) === text.slice(-1) ? undefined : 'check-digit';
}
