import { z } from 'zod';
import {
  AccountNumber,
  AmountFen,
  BankAccountRef,
  BusinessDay,
  Direction,
  Reason,
  Serial,
  Time,
} from '../parts.js';
import { DocumentNumber } from './freezes.js';
import { TransferName } from './transfers.js';

/** What both members together put right. Old entries stay as they are; a new one stands beside them. */
export const Correction = z.discriminatedUnion('kind', [
  /** Takes back part or all of one posted transfer. */
  z.strictObject({ kind: z.literal('undo'), original: TransferName, amountFen: AmountFen }),
  /** Books a transfer that the bank's data show and the ledger has not; for transfers the bank's data prevail. */
  z.strictObject({
    kind: z.literal('book'),
    direction: Direction,
    accountNumber: AccountNumber,
    bankAccountRef: BankAccountRef,
    amountFen: AmountFen,
    /** The bank's own serial of the transfer. */
    bankSerial: Serial,
    /** Day on which the bank's data show it. */
    businessDate: BusinessDay,
  }),
  /** Takes what an authority has ordered to be taken (划扣) out of what its freeze holds. */
  z.strictObject({
    kind: z.literal('deduct'),
    freezeId: Serial,
    amountFen: AmountFen,
    documentNumber: DocumentNumber,
  }),
]);
export type Correction = z.infer<typeof Correction>;
export type CorrectionOf<Kind extends Correction['kind']> = Extract<Correction, { readonly kind: Kind }>;

export const ProposeCorrectionRequest = z.strictObject({
  id: Serial,
  change: Correction,
  reason: Reason,
  initiatedAt: Time,
});
export type ProposeCorrectionRequest = z.infer<typeof ProposeCorrectionRequest>;

export const WithdrawCorrectionRequest = z.strictObject({
  id: Serial,
  contentHash: z.string().regex(/^[0-9a-f]{64}$/, 'must be the content hash of the proposal'),
});
export type WithdrawCorrectionRequest = z.infer<typeof WithdrawCorrectionRequest>;

export const ConfirmCorrectionRequest = WithdrawCorrectionRequest.extend({ initiatedAt: Time });
export type ConfirmCorrectionRequest = z.infer<typeof ConfirmCorrectionRequest>;

export const FindCorrectionRequest = z.strictObject({ id: Serial });
