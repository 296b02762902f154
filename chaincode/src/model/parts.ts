import { z } from 'zod';
import { type BusinessDate, isBusinessDate } from '../rules/business-date.js';
import { type Instant, parseInstant } from '../rules/instant.js';
import { type Fen, fen } from '../rules/money.js';
import { CHANNELS } from './rows/custody-row.js';

/** The parts that requests are made of. Each says in words what it takes, and never repeats what it was given. */

export const AccountNumber = z.string().regex(/^\d{6,15}$/, 'must be 6 to 15 digits');
export const ClientNumber = z.string().regex(/^\d{6,15}$/, 'must be 6 to 15 digits');

/** Serial of an instruction (流水号), chosen by the side that begins it and used once by that side. */
export const Serial = z
  .string()
  .regex(/^[A-Za-z0-9._:-]{1,64}$/, 'must be 1 to 64 letters, digits or . _ : -');

export const MspId = z.string().regex(/^[A-Za-z0-9.-]{1,64}$/, 'must be the id of an MSP');
export const TransactionId = z.string().regex(/^[0-9a-f]{64}$/, 'must be the id of a Fabric transaction');
export const Side = z.enum(['bank', 'broker']);
export const Direction = z.enum(['deposit', 'withdrawal']);
export const Channel = z.enum(CHANNELS);
export const AccountKind = z.enum(['normal', 'credit']);
export const Holder = z.enum(['person', 'institution']);

/** An amount of money in fen, more than zero. */
export const AmountFen = z
  .int('must be a whole number of fen')
  .positive('must be more than zero')
  .transform((value): Fen => fen(value));

/** An amount of money in fen, zero or more. */
export const AmountOrZeroFen = z
  .int('must be a whole number of fen')
  .nonnegative('must not be negative')
  .transform((value): Fen => fen(value));

/** A signed amount of money in fen. */
export const SignedFen = z.int('must be a whole number of fen').transform((value): Fen => fen(value));

/** A day such as `2026-07-06`. */
export const BusinessDay = z
  .string()
  .refine(isBusinessDate, 'must be a date such as 2026-07-06')
  .transform((text) => text as BusinessDate);

/** A point in time, RFC 3339 with zone; becomes UTC with seconds. */
export const Time = z
  .string()
  .max(40, 'must be an RFC 3339 time with zone')
  .transform((text, context): Instant => {
    const instant = parseInstant(text);
    if (instant !== undefined) return instant;
    context.addIssue({ code: 'custom', message: 'must be an RFC 3339 time with zone' });
    return z.NEVER;
  });

/** Pseudonym of a bank account: the first 16 digits of its salted hash. */
export const BankAccountRef = z
  .string()
  .regex(/^[0-9a-f]{16}$/, 'must be the reference of a bank account, 16 hexadecimal digits');

/** A salted hash of evidence that stays outside. */
export const EvidenceHash = z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in hexadecimal');

/** Words of an officer; names of persons do not belong here, since everybody on the channel reads it. */
export const Reason = z
  .string()
  .regex(/^[^\s\p{C}](?:[^\p{C}]{0,198}[^\s\p{C}])?$/u, 'must be 1 to 200 printable characters');

/** A lane and the number of its batch: one more than the lane's last. */
export const LaneBatch = z.strictObject({
  number: z.int().min(0, 'must be 0 to 999').max(999, 'must be 0 to 999'),
  batch: z.int().positive('must be 1 or more'),
});
export type LaneBatch = z.infer<typeof LaneBatch>;

/** Most lines that any batch can have; the agreed parameters set a limit of their own below it. */
export const LARGEST_BATCH = 1_000;

export function lines<Line extends z.ZodType>(line: Line, largest = LARGEST_BATCH) {
  return z.array(line).min(1, 'must have a line').max(largest, `must have at most ${largest} lines`);
}

/** Instructions of one kind that go together in a transaction, with the lane that they come by. */
export function batchOf<Line extends z.ZodType>(line: Line, largest = LARGEST_BATCH) {
  return z.strictObject({ lane: LaneBatch.optional(), instructions: lines(line, largest) });
}
