import type { TransferAnswer } from '@sanfang/chaincode/model/answers/transfers';
import { CHANNELS } from '@sanfang/chaincode/model/rows/custody-row';
import { z } from 'zod';
import { endpoint } from '../../endpoint.js';
import {
  AccountNumber,
  AmountText,
  amountText,
  BankAccountRef,
  BusinessDay,
  IdempotencyKey,
  RelationshipName,
  TransactionId,
} from '../../schemas.js';
import { TransferName, TransferStateField } from './state.js';

const FoundTransfer = z
  .object({
    relationship: RelationshipName,
    side: TransferName.shape.side,
    idempotencyKey: IdempotencyKey,
    direction: z.enum(['deposit', 'withdrawal']),
    accountNumber: AccountNumber,
    bankAccountRef: BankAccountRef,
    amount: AmountText,
    channel: z.enum(CHANNELS),
    initiatedAt: z.string(),
    businessDate: BusinessDay,
    state: TransferStateField,
    reason: z.string().optional().meta({ description: 'Why the bank has refused it.' }),
    transactionId: TransactionId,
  })
  .meta({ id: 'FoundTransfer' });

export const findTransfer = endpoint({
  method: 'get',
  path: '/v1/transfers/{side}/{idempotencyKey}',
  summary:
    'Inquiry: a transfer as it stands. TRANSFER_NOT_FOUND says that it was never begun; one that was refused is answered with its refusal.',
  roles: ['bank', 'broker', 'regulator'],
  params: z.object(TransferName.shape),
  query: z.strictObject({ relationship: RelationshipName }),
  answers: { 200: FoundTransfer },
  async handle({ params, query: { relationship } }, { transfers, relationships }) {
    const { side, idempotencyKey: serial } = params;
    const found = await transfers.find(relationships.channelOf(relationship), { side, serial });
    return { status: 200, body: shown(relationship, found) };
  },
});

function shown(relationship: string, found: TransferAnswer): z.input<typeof FoundTransfer> {
  const { side, serial, direction, accountNumber, bankAccountRef, amountFen } = found;
  const { channel, initiatedAt, businessDate, state, reason, transactionId } = found;
  return {
    relationship,
    side,
    idempotencyKey: serial,
    direction,
    accountNumber,
    bankAccountRef,
    amount: amountText(amountFen),
    channel,
    initiatedAt,
    businessDate,
    state,
    ...(reason !== undefined && { reason }),
    transactionId,
  };
}
