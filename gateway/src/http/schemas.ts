import { RESULT_CODES, type ResultCode } from '@sanfang/chaincode/model/result-codes';
import { bankCardFault } from '@sanfang/chaincode/rules/bank-card';
import { isBusinessDate } from '@sanfang/chaincode/rules/business-date';
import { parseInstant } from '@sanfang/chaincode/rules/instant';
import { isMobile } from '@sanfang/chaincode/rules/mobile';
import { type Fen, formatYuan, parseYuan } from '@sanfang/chaincode/rules/money';
import { residentIdFault } from '@sanfang/chaincode/rules/resident-id';
import { socialCreditCodeFault } from '@sanfang/chaincode/rules/social-credit-code';
import { z } from 'zod';

/** The parts that requests and answers of the API are made of; the OpenAPI document is made from them, too. */
export const RelationshipName = z
  .string()
  .regex(/^[a-z][a-z0-9.-]{0,248}$/, 'must be the name of a relationship')
  .meta({ description: 'Name of a custody relationship.', example: 'custody-bank-a-broker-x' });

export const AccountNumber = z
  .string()
  .regex(/^\d{6,15}$/, 'must be 6 to 15 digits')
  .meta({ description: 'Number of the client’s custody account.', example: '6001000001' });

export const IdempotencyKey = z
  .string()
  .regex(/^[A-Za-z0-9._:-]{1,64}$/, 'must be 1 to 64 letters, digits or . _ : -')
  .meta({
    description:
      'Serial of the instruction (流水号), chosen by the caller once for each. The same key with the same content is carried out once and answered the same; with another content it is refused.',
    example: '20260706-000001',
  });

/** What every instruction has. */
export const INSTRUCTION = {
  idempotencyKey: IdempotencyKey,
  initiatedAt: z
    .string()
    .refine((text) => parseInstant(text) !== undefined, 'must be an RFC 3339 time with zone')
    .optional()
    .meta({
      description:
        'When this side took the client’s instruction; the gateway’s clock says it where it is not given. It is part of the content: whoever may have to send an instruction again gives the time, and gives it again.',
      example: '2026-07-06T10:00:00+08:00',
    }),
};

/** A positive amount as a decimal string of yuan; becomes fen. */
export const Amount = z
  .string()
  .transform((text, context): Fen => {
    const amountFen = parseYuan(text);
    if (amountFen !== undefined && amountFen > 0) return amountFen;
    context.addIssue(
      'must be a positive decimal string of yuan with at most two decimals, such as "1204.50"',
    );
    return z.NEVER;
  })
  .meta({ description: 'Amount in CNY, a decimal string with at most two decimals.', example: '1204.50' });

/** An amount in an answer. */
export const AmountText = z
  .string()
  .regex(/^-?\d+\.\d{2}$/)
  .meta({ description: 'Amount in CNY, a decimal string with two decimals.', example: '1204.50' });

export const amountText = (amountFen: number): string => formatYuan(amountFen as Fen);

/** A number in which `faultOf` finds nothing wrong. It counts in capitals and without space around it, as on the ledger. */
function checkedBy(faultOf: (text: string) => ResultCode | undefined) {
  return z
    .string()
    .trim()
    .toUpperCase()
    .superRefine((text, context) => {
      const code = faultOf(text);
      if (code !== undefined) {
        context.addIssue({ code: 'custom', message: RESULT_CODES[code].en, params: { problemCode: code } });
      }
    });
}

const RESIDENT_ID_CODES = {
  form: 'RESIDENT_ID_FORM',
  region: 'RESIDENT_ID_REGION',
  date: 'RESIDENT_ID_DATE',
  future: 'RESIDENT_ID_FUTURE',
  'check-character': 'RESIDENT_ID_CHECK_CHARACTER',
} as const;
export const ResidentId = checkedBy((text) => {
  const fault = residentIdFault(text);
  return fault && RESIDENT_ID_CODES[fault];
}).meta({ description: 'Resident ID number of 18 characters (GB 11643).', example: '11010519491231002X' });

const SOCIAL_CREDIT_CODES = {
  form: 'SOCIAL_CREDIT_CODE_FORM',
  'organisation-code': 'SOCIAL_CREDIT_CODE_ORGANISATION',
  'check-character': 'SOCIAL_CREDIT_CODE_CHECK_CHARACTER',
} as const;
export const SocialCreditCode = checkedBy((text) => {
  const fault = socialCreditCodeFault(text);
  return fault && SOCIAL_CREDIT_CODES[fault];
}).meta({ description: 'Unified social credit code of 18 characters (GB 32100).' });

const BANK_CARD_CODES = { form: 'BANK_CARD_FORM', 'check-digit': 'BANK_CARD_CHECK_DIGIT' } as const;
export const BankCard = checkedBy((text) => {
  const fault = bankCardFault(text);
  return fault && BANK_CARD_CODES[fault];
}).meta({ description: 'Bank card number of 16 to 19 digits (Luhn).', example: '6217000000000000004' });

export const ClientName = z
  .string()
  .regex(/^[^\s\p{C}](?:[^\p{C}]{0,98}[^\s\p{C}])?$/u, 'must be 1 to 100 printable characters')
  .meta({ description: 'Name as in the identity document.', example: '王小明' });

export const Mobile = checkedBy((text) => (isMobile(text) ? undefined : 'MOBILE_FORM')).meta({
  description: 'Mobile number of 11 digits.',
  example: '13800138000',
});

export const ClientNumber = z
  .string()
  .regex(/^\d{6,15}$/, 'must be 6 to 15 digits')
  .meta({ description: 'Number of the client: one each, however many accounts.', example: '100000001' });

export const BankAccountRef = z
  .string()
  .regex(/^[0-9a-f]{16}$/, 'must be the reference of a bank account, 16 hexadecimal digits')
  .meta({
    description: 'Pseudonym of the client’s linked bank account, as the agreement’s answer has it.',
    example: '3f2a9c41d07be865',
  });

export const BusinessDay = z
  .string()
  .refine(isBusinessDate, 'must be a date such as 2026-07-06')
  .meta({ description: 'A business day.', example: '2026-07-06' });

/** What tells of a transaction in an answer. */
export const TransactionId = z.string().meta({ description: 'Fabric transaction that carried it out.' });
export const BlockNumber = z.int().meta({ description: 'Block in which this request’s transaction is.' });
export const Replayed = z
  .boolean()
  .meta({ description: 'True where the instruction had been carried out before.' });
