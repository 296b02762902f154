import type { TransferAnswer } from '@sanfang/chaincode/model/answers';
import { LARGEST_BATCH } from '@sanfang/chaincode/model/requests';
import { z } from 'zod';
import { endpoint } from '../endpoint.js';
import { apiField } from '../problems/of-ledger.js';
import {
  AccountNumber,
  Amount,
  AmountText,
  amountText,
  IdempotencyKey,
  RelationshipName,
} from '../schemas.js';

const TransferBatchBody = z
  .strictObject({
    relationship: RelationshipName,
    transfers: z
      .array(
        z.strictObject({
          idempotencyKey: IdempotencyKey,
          accountNumber: AccountNumber,
          direction: z.enum(['deposit', 'withdrawal']),
          amount: Amount,
        }),
      )
      .min(1)
      .max(LARGEST_BATCH),
  })
  .meta({ id: 'TransferBatch' });

const Common = {
  idempotencyKey: IdempotencyKey,
  accountNumber: AccountNumber,
  transactionId: z.string(),
  replayed: z.boolean(),
};
const TransferResult = z
  .discriminatedUnion('status', [
    z.object({ status: z.literal('posted'), balance: AmountText, ...Common }),
    z.object({
      status: z.literal('refused'),
      code: z.string(),
      field: z.string().optional(),
      detail: z.string(),
      ...Common,
    }),
  ])
  .meta({ id: 'TransferResult' });

const TransferBatchResult = z
  .object({
    relationship: RelationshipName,
    transactionId: z.string(),
    blockNumber: z.int(),
    results: z.array(TransferResult).meta({ description: 'One for each transfer, in their order.' }),
  })
  .meta({ id: 'TransferBatchResult' });

export const transferBatch = endpoint({
  method: 'post',
  path: '/v1/transfer-batches',
  summary:
    'Carry out transfers in one transaction, in their order. Each is posted or refused on its own, and each has its own idempotency key.',
  roles: ['bank', 'broker'],
  body: TransferBatchBody,
  answers: { 200: TransferBatchResult },
  async handle({ body: { relationship, transfers } }, { custody, relationships }) {
    const channel = relationships.channelOf(relationship);
    const lines = transfers.map(({ idempotencyKey, amount, ...line }) => ({
      instructionId: idempotencyKey,
      amountFen: amount,
      ...line,
    }));
    const { results, receipt } = await custody.transferBatch(channel, lines);
    return {
      status: 200,
      body: {
        relationship,
        transactionId: receipt.transactionId,
        blockNumber: Number(receipt.blockNumber),
        results: results.map(resultOf),
      },
    };
  },
});

function resultOf(answer: TransferAnswer): z.input<typeof TransferResult> {
  const { instructionId: idempotencyKey, accountNumber, transactionId, replayed } = answer;
  const common = { idempotencyKey, accountNumber, transactionId, replayed };
  if (answer.status === 'posted') {
    return { status: 'posted', balance: amountText(answer.balanceFen), ...common };
  }
  const field = apiField(answer.field);
  return {
    status: 'refused',
    code: answer.code,
    ...(field !== undefined && { field }),
    detail: answer.message,
    ...common,
  };
}
