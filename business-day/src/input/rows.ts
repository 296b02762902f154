import { bankCardFault } from '@sanfang/chaincode/rules/bank-card';
import { type Fen, parseYuan } from '@sanfang/chaincode/rules/money';
import { residentIdFault } from '@sanfang/chaincode/rules/resident-id';
import type { Side } from '@sanfang/chaincode/rules/transfer-state';
import { z } from 'zod';

export type { Side };

const Relationship = z.string().regex(/^[a-z][a-z0-9.-]*$/, 'must be the name of a custody relationship');
const AccountNumber = z.string().regex(/^\d{6,15}$/, 'must be 6 to 15 digits');
const SideName = z.enum(['bank', 'broker'], 'must be bank or broker');

/** A line of the clients' file: whose account is opened, and how the client will ask for transfers. */
export const ClientRow = z.strictObject({
  relationship: Relationship,
  account_number: AccountNumber,
  client_number: z.string().regex(/^\d{6,15}$/, 'must be 6 to 15 digits'),
  channel: z.enum(['mobile', 'web'], 'must be mobile or web'),
  name: z.string().min(1, 'must not be empty').max(50, 'must be at most 50 characters'),
  resident_id: z
    .string()
    .refine(
      (text) => residentIdFault(text) === undefined,
      'must be a resident ID number with the right check character',
    ),
  mobile: z.string().regex(/^1[3-9]\d{9}$/, 'must be a mobile number of 11 digits'),
  bank_card: z
    .string()
    .refine(
      (text) => bankCardFault(text) === undefined,
      'must be a bank card number with the right check digit',
    ),
});
export type ClientRow = z.output<typeof ClientRow>;

/** A line of the transfers' file, in the order in which they are begun. */
export const TransferRow = z.strictObject({
  /** Unique in the file; the idempotency key, so a file is carried out once however often it is played. */
  serial: z.string().regex(/^[A-Za-z0-9._:-]{1,50}$/, 'must be 1 to 50 letters, digits or . _ : -'),
  relationship: Relationship,
  account_number: AccountNumber,
  begun_by: SideName,
  direction: z.enum(['deposit', 'withdrawal'], 'must be deposit or withdrawal'),
  amount: z.string().transform((text, context): Fen => {
    const amountFen = parseYuan(text);
    if (amountFen !== undefined && amountFen > 0) return amountFen;
    context.addIssue('must be a positive amount of yuan with at most two decimals');
    return z.NEVER;
  }),
  /** What must come of it: a withdrawal beyond the balance is planned to be refused. */
  expect: z.enum(['posted', 'INSUFFICIENT_WITHDRAWABLE'], 'must be posted or INSUFFICIENT_WITHDRAWABLE'),
});
export type TransferRow = z.output<typeof TransferRow>;

export const CLIENT_COLUMNS = Object.keys(ClientRow.shape);
export const TRANSFER_COLUMNS = Object.keys(TransferRow.shape);
