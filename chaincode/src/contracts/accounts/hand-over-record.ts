import { z } from 'zod';
import {
  AccountKind,
  AccountNumber,
  BusinessDay,
  ClientNumber,
  Holder,
  MspId,
  Serial,
  TransactionId,
} from '../../model/parts.js';

const Hash = z.string().regex(/^[0-9a-f]{64}$/);

/**
 * What a channel says of an account that it has closed because the client changes the depository bank (变更存管银行):
 * the facts of the hand-over's instruction, and so part of the answer that both members' peers sign.
 */
export const HandOverRecord = z.strictObject({
  status: z.literal('closed'),
  channel: z.string().min(1).max(249),
  transactionId: TransactionId,
  bankMspId: MspId,
  brokerMspId: MspId,
  newBankMspId: MspId,
  accountNumber: AccountNumber,
  clientNumber: ClientNumber,
  kind: AccountKind,
  holder: Holder,
  /** Hashes with the salt of the old channel. */
  nameHash: Hash,
  documentHash: Hash,
  closedOn: BusinessDay,
});
export type HandOverRecord = z.infer<typeof HandOverRecord>;

/** The whole answer of a transaction whose one instruction was a hand-over. */
export const HandOverAnswer = z.strictObject({
  results: z.tuple([
    z.strictObject({
      serial: Serial,
      status: z.literal('done'),
      facts: HandOverRecord,
      transactionId: TransactionId,
      replayed: z.boolean(),
    }),
  ]),
});
