import { z } from 'zod';
import { type Fen, fen } from '../rules/money.js';

/** Instructions in one transaction: bounded, so that a transaction stays well inside Fabric's time-outs and sizes. */
export const LARGEST_BATCH = 100;
export const LARGEST_PAGE = 500;

export const AccountNumber = z.string().regex(/^\d{6,20}$/, 'must be 6 to 20 digits');
/** Chosen by the caller, unique among the instructions of its organisation. */
export const InstructionId = z
  .string()
  .regex(/^[A-Za-z0-9._:-]{1,64}$/, 'must be 1 to 64 letters, digits or . _ : -');
const MspId = z.string().regex(/^[A-Za-z0-9.-]{1,64}$/, 'must be the id of an MSP');
const AmountFen = z
  .int('must be a whole number of fen')
  .positive('must be more than zero')
  .transform((value): Fen => fen(value));

export const EmptyRequest = z.strictObject({});

export const RelationshipRequest = z.strictObject({ bankMspId: MspId, brokerMspId: MspId });
export type RelationshipRequest = z.infer<typeof RelationshipRequest>;

/** What is public of an opening; the client's personal data comes in the transient map ({@link ./personal-data.ts}). */
export const OpenAccountRequest = z.strictObject({
  instructionId: InstructionId,
  accountNumber: AccountNumber,
});

export const TransferRequest = z.strictObject({
  instructionId: InstructionId,
  accountNumber: AccountNumber,
  amountFen: AmountFen,
});

export const TransferLine = TransferRequest.extend({ direction: z.enum(['deposit', 'withdrawal']) });
export type TransferLine = z.infer<typeof TransferLine>;

export const TransferBatchRequest = z.strictObject({
  transfers: z
    .array(TransferLine)
    .min(1, 'must have a line')
    .max(LARGEST_BATCH, `must have at most ${LARGEST_BATCH} lines`),
});

export const BalanceRequest = z.strictObject({ accountNumber: AccountNumber });

export const ListAccountsRequest = z.strictObject({
  /** Account number to continue after. */
  after: AccountNumber.optional(),
  limit: z.int().min(1).max(LARGEST_PAGE),
});
