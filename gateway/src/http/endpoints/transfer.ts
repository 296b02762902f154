import type { Direction } from '@sanfang/chaincode/rules/transfer';
import { z } from 'zod';
import { type Endpoint, endpoint } from '../endpoint.js';
import {
  AccountNumber,
  Amount,
  AmountText,
  amountText,
  ReceiptFields,
  RelationshipName,
} from '../schemas.js';

const TransferBody = z
  .strictObject({ relationship: RelationshipName, accountNumber: AccountNumber, amount: Amount })
  .meta({ id: 'Transfer' });

const PostedTransfer = z
  .object({
    relationship: RelationshipName,
    accountNumber: AccountNumber,
    direction: z.enum(['deposit', 'withdrawal']),
    amount: AmountText,
    balance: AmountText.meta({ description: 'Balance after the transfer.' }),
    ...ReceiptFields,
  })
  .meta({ id: 'PostedTransfer' });

function transferEndpoint(path: string, direction: Direction, summary: string): Endpoint {
  return endpoint({
    method: 'post',
    path,
    summary,
    roles: ['bank', 'broker'],
    body: TransferBody,
    idempotent: true,
    answers: { 200: PostedTransfer, 201: PostedTransfer },
    async handle({ body, idempotencyKey }, { custody, relationships }) {
      const { relationship, accountNumber, amount } = body;
      const channel = relationships.channelOf(relationship);
      const request = { instructionId: idempotencyKey, accountNumber, amountFen: amount };
      const { transfer, receipt } = await custody.transfer(channel, direction, request);
      if (transfer.status !== 'posted')
        throw new Error('The contract answered a refusal where it throws one.');
      return {
        status: transfer.replayed ? 200 : 201,
        body: {
          relationship,
          accountNumber,
          direction,
          amount: amountText(amount),
          balance: amountText(transfer.balanceFen),
          transactionId: transfer.transactionId,
          blockNumber: Number(receipt.blockNumber),
          replayed: transfer.replayed,
        },
      };
    },
  });
}

export const deposit = transferEndpoint(
  '/v1/deposits',
  'deposit',
  'Book money that came from the client’s own bank account (银转证).',
);

export const withdraw = transferEndpoint(
  '/v1/withdrawals',
  'withdrawal',
  'Book money that leaves for the client’s own bank account (证转银); never more than there is.',
);
