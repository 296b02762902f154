import { z } from 'zod';
import { type BankCardFault, bankCardFault } from '../rules/bank-card.js';
import { type ResidentIdFault, residentIdFault } from '../rules/resident-id.js';
import { RESULT_CODES, type ResultCode } from './result-codes.js';

const RESIDENT_ID_CODES: Record<ResidentIdFault, ResultCode> = {
  form: 'RESIDENT_ID_FORM',
  region: 'RESIDENT_ID_REGION',
  date: 'RESIDENT_ID_DATE',
  future: 'RESIDENT_ID_FUTURE',
  'check-character': 'RESIDENT_ID_CHECK_CHARACTER',
};

const BANK_CARD_CODES: Record<BankCardFault, ResultCode> = {
  form: 'BANK_CARD_FORM',
  'check-digit': 'BANK_CARD_CHECK_DIGIT',
};

/** A text in which `faultOf` finds nothing wrong; what it finds becomes a result code, never the text itself. */
function textChecked(faultOf: (text: string) => ResultCode | undefined) {
  return z.string().superRefine((text, context) => {
    const code = faultOf(text);
    if (code === undefined) return;
    context.addIssue({ code: 'custom', message: RESULT_CODES[code].en, params: { resultCode: code } });
  });
}

/** A resident's ID number of 18 characters (GB 11643). */
export const ResidentId = textChecked((text) => {
  const fault = residentIdFault(text);
  return fault && RESIDENT_ID_CODES[fault];
});

/** A bank card number of 16 to 19 digits with its Luhn check digit. */
export const BankCard = textChecked((text) => {
  const fault = bankCardFault(text);
  return fault && BANK_CARD_CODES[fault];
});

export const PersonName = z
  .string()
  .regex(/^[^\s\p{C}](?:[^\p{C}]{0,48}[^\s\p{C}])?$/u, 'must be 1 to 50 printable characters');
export const Mobile = z.string().regex(/^1[3-9]\d{9}$/, 'must be a mobile number of 11 digits');

/** What is known of a client as a person: private data of bank, broker and regulator, and never in a block. */
export const PersonalData = z.strictObject({
  name: PersonName,
  residentId: ResidentId,
  mobile: Mobile,
  bankCard: BankCard,
});
export type PersonalData = z.infer<typeof PersonalData>;

/** Personal data with the random salt that keeps its public hashes from being guessed. */
export const SaltedPersonalData = PersonalData.extend({
  salt: z.string().regex(/^[0-9a-f]{64}$/, 'must be 32 random bytes in hexadecimal'),
});
export type SaltedPersonalData = z.infer<typeof SaltedPersonalData>;
