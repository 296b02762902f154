import { z } from 'zod';
import { type BankCardFault, bankCardFault } from '../rules/bank-card.js';
import type { BusinessDate } from '../rules/business-date.js';
import type { Holder } from '../rules/limits.js';
import { isMobile } from '../rules/mobile.js';
import { normaliseName } from '../rules/person-name.js';
import { type ResidentIdFault, residentIdFault } from '../rules/resident-id.js';
import { type SocialCreditCodeFault, socialCreditCodeFault } from '../rules/social-credit-code.js';
import { Holder as HolderPart } from './parts.js';
import { RESULT_CODES, type ResultCode } from './result-codes.js';
import { BANK_ACCOUNT_TYPES } from './rows/account-file.js';

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

/** 32 random bytes, chosen anew by whoever sends personal data. */
const RandomKey = z.string().regex(/^[0-9a-f]{64}$/, 'must be 32 random bytes in hexadecimal');

/** The secret that persons' documents are hashed with; agreed once for a relationship and never shown. */
export const Pepper = RandomKey;

/** The key that a private answer is sealed with; used once. */
export const AnswerKey = RandomKey;

const SOCIAL_CREDIT_CODES: Record<SocialCreditCodeFault, ResultCode> = {
  form: 'SOCIAL_CREDIT_CODE_FORM',
  'organisation-code': 'SOCIAL_CREDIT_CODE_ORGANISATION',
  'check-character': 'SOCIAL_CREDIT_CODE_CHECK_CHARACTER',
};

const LONGEST_NAME = 100;

/** A name as bank and broker compare it: what differs in width or kind of middle dot only is the same. */
const ComparedName = z
  .string()
  .max(LONGEST_NAME, `must have at most ${LONGEST_NAME} characters`)
  .regex(/^[^\s\p{C}](?:[^\p{C}]*[^\s\p{C}])?$/u, 'must be printable characters')
  .transform(normaliseName);

/** The number of an identity document, to be compared. An `x` at the end of a resident ID number counts as `X`. */
const ComparedDocument = z
  .string()
  .trim()
  .min(1, 'must not be empty')
  .max(40, 'must have at most 40 characters')
  .toUpperCase();

/** A document that is in order: a resident ID number of somebody born by `today`, or a unified social credit code. */
function checkedDocument({ holder, today }: WhoseData) {
  return ComparedDocument.pipe(
    textChecked((text) => {
      if (holder === 'person') {
        const fault = residentIdFault(text, today);
        return fault && RESIDENT_ID_CODES[fault];
      }
      const fault = socialCreditCodeFault(text);
      return fault && SOCIAL_CREDIT_CODES[fault];
    }),
  );
}

const CheckedMobile = textChecked((text) => (isMobile(text) ? undefined : 'MOBILE_FORM'));

/** Whose data it is, and the open business day, by which nobody is yet to be born. */
export interface WhoseData {
  readonly holder: Holder;
  readonly today: BusinessDate | undefined;
}

/** What comes privately with a registration. An institution's contact may have a mobile number, a person must. */
export function registrationData(whose: WhoseData) {
  return z.strictObject({
    name: ComparedName,
    document: checkedDocument(whose),
    mobile: whose.holder === 'person' ? CheckedMobile : CheckedMobile.optional(),
    salt: RandomKey,
  });
}
export type RegistrationData = z.infer<ReturnType<typeof registrationData>>;

/** What comes privately with the registration of a client who brings a hand-over record. */
export function handedOverData(whose: WhoseData) {
  return registrationData(whose).extend({ oldSalt: RandomKey });
}
export type HandedOverData = z.infer<ReturnType<typeof handedOverData>>;

/** What comes privately with a change; name and document are given together, as they are from now on. */
export function changedData(whose: WhoseData) {
  return z
    .strictObject({
      name: ComparedName.optional(),
      document: checkedDocument(whose).optional(),
      mobile: CheckedMobile.optional(),
      salt: RandomKey,
    })
    .refine(({ name, document }) => (name === undefined) === (document === undefined), {
      message: 'must have name and document both or neither',
      path: ['document'],
    });
}
export type ChangedData = z.infer<ReturnType<typeof changedData>>;

const bankAccountParts = {
  bankAccount: z.string().max(40, 'must have at most 40 characters'),
  bankAccountType: z.enum(BANK_ACCOUNT_TYPES),
  bankAccountHolder: HolderPart,
};
const NUMBER_OF_PASSBOOK = /^[0-9A-Za-z-]{6,32}$/;

function refineBankAccount(
  { bankAccount, bankAccountType }: { readonly bankAccount: string; readonly bankAccountType: string },
  context: z.RefinementCtx,
): void {
  const path = ['bankAccount'];
  if (bankAccountType !== 'card') {
    if (NUMBER_OF_PASSBOOK.test(bankAccount)) return;
    context.addIssue({ code: 'custom', message: 'must be 6 to 32 letters, digits or -', path });
    return;
  }
  const fault = bankCardFault(bankAccount);
  if (fault === undefined) return;
  const code = BANK_CARD_CODES[fault];
  context.addIssue({ code: 'custom', message: RESULT_CODES[code].en, path, params: { resultCode: code } });
}

/** The bank account that the broker proposes to link. Only a card's number has a check digit. */
export const ProposedBankAccount = z.strictObject(bankAccountParts).superRefine(refineBankAccount);
export type ProposedBankAccount = z.infer<typeof ProposedBankAccount>;

/** Name, document and bank account as the bank's core system knows them. */
export const KnownAtBank = z.strictObject({
  name: ComparedName,
  document: ComparedDocument,
  bankAccount: bankAccountParts.bankAccount,
});
export type KnownAtBank = z.infer<typeof KnownAtBank>;

/** The same with what sort of bank account it is, where the broker may not have proposed it. */
export const KnownBankAccount = z
  .strictObject({ name: ComparedName, document: ComparedDocument, ...bankAccountParts })
  .superRefine(refineBankAccount);
export type KnownBankAccount = z.infer<typeof KnownBankAccount>;
