import { RESULT_CODES, type ResultCode } from '@sanfang/chaincode/model/result-codes';
import { bankCardFault } from '@sanfang/chaincode/rules/bank-card';
import { type Fen, formatYuan, parseYuan } from '@sanfang/chaincode/rules/money';
import { residentIdFault } from '@sanfang/chaincode/rules/resident-id';
import { z } from 'zod';

/** The parts that requests and answers of the API are made of; the OpenAPI document is made from them, too. */
export const RelationshipName = z
  .string()
  .regex(/^[a-z][a-z0-9.-]{0,248}$/, 'must be the name of a relationship')
  .meta({ description: 'Name of a custody relationship.', example: 'custody-bank-a-broker-x' });

export const AccountNumber = z
  .string()
  .regex(/^\d{6,20}$/, 'must be 6 to 20 digits')
  .meta({ description: 'Number of the client’s custody account.', example: '6001000001' });

export const IdempotencyKey = z
  .string()
  .regex(/^[A-Za-z0-9._:-]{1,64}$/, 'must be 1 to 64 letters, digits or . _ : -')
  .meta({
    description:
      'Chosen by the caller, once for each instruction. The same key with the same content is carried out once and answered the same; with another content it is refused.',
    example: '20260706-000001',
  });

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

function checkedBy(faultOf: (text: string) => ResultCode | undefined) {
  return z.string().superRefine((text, context) => {
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

const BANK_CARD_CODES = { form: 'BANK_CARD_FORM', 'check-digit': 'BANK_CARD_CHECK_DIGIT' } as const;
export const BankCard = checkedBy((text) => {
  const fault = bankCardFault(text);
  return fault && BANK_CARD_CODES[fault];
}).meta({ description: 'Bank card number of 16 to 19 digits (Luhn).', example: '6217000000000000004' });

export const PersonName = z
  .string()
  .regex(/^[^\s\p{C}](?:[^\p{C}]{0,48}[^\s\p{C}])?$/u, 'must be 1 to 50 printable characters')
  .meta({ description: 'Name as in the identity document.', example: '王小明' });

export const Mobile = z
  .string()
  .regex(/^1[3-9]\d{9}$/, 'must be a mobile number of 11 digits')
  .meta({ description: 'Mobile number.', example: '13800138000' });

/** Where on the ledger an answer comes from. */
export const ReceiptFields = {
  transactionId: z.string().meta({ description: 'Fabric transaction that carried the instruction out.' }),
  blockNumber: z.int().meta({ description: 'Block in which this request’s transaction was committed.' }),
  replayed: z.boolean().meta({ description: 'True where the instruction had been carried out before.' }),
};
