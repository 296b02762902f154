import { z } from 'zod';
import {
  AccountNumber,
  AmountFen,
  BankAccountRef,
  batchOf,
  Channel,
  Direction,
  MspId,
  Reason,
  Serial,
  Side,
  Time,
} from '../parts.js';

/** A transfer that the caller's side begins. The bank has taken a deposit from the client's account already. */
export const BeginLine = z.strictObject({
  serial: Serial,
  direction: Direction,
  accountNumber: AccountNumber,
  bankAccountRef: BankAccountRef,
  amountFen: AmountFen,
  channel: Channel,
  /** When the side took the client's instruction. */
  initiatedAt: Time,
});
export type BeginLine = z.infer<typeof BeginLine>;

/** Names a transfer: who began it, and under which serial. */
export const TransferName = z.strictObject({ side: Side, serial: Serial });
export type TransferName = z.infer<typeof TransferName>;

/** The bank is about to pay a withdrawal out. From here on it alone can end it. */
export const ClaimLine = z.strictObject({ serial: Serial, transfer: TransferName, initiatedAt: Time });
export type ClaimLine = z.infer<typeof ClaimLine>;

/** What the bank's core system did. */
export const AnswerLine = z.strictObject({
  serial: Serial,
  transfer: TransferName,
  outcome: z.enum(['done', 'refused']),
  reason: Reason.optional(),
  initiatedAt: Time,
});
export type AnswerLine = z.infer<typeof AnswerLine>;

/** Takes a transfer back. Everything that names the original must match it. */
export const ReverseLine = z.strictObject({
  serial: Serial,
  original: TransferName,
  bankId: MspId,
  bankAccountRef: BankAccountRef,
  brokerId: MspId,
  accountNumber: AccountNumber,
  amountFen: AmountFen,
  initiatedAt: Time,
});
export type ReverseLine = z.infer<typeof ReverseLine>;

/** Ends a transfer that nobody has answered in time. */
export const ExpireLine = z.strictObject({ serial: Serial, transfer: TransferName, initiatedAt: Time });
export type ExpireLine = z.infer<typeof ExpireLine>;

export const BeginRequest = batchOf(BeginLine);
export const ClaimRequest = batchOf(ClaimLine);
export const AnswerRequest = batchOf(AnswerLine);
export const ReverseRequest = batchOf(ReverseLine);
export const ExpireRequest = batchOf(ExpireLine);

export const FindTransferRequest = TransferName;
