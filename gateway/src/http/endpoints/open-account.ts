import { z } from 'zod';
import { endpoint } from '../endpoint.js';
import {
  AccountNumber,
  AmountText,
  amountText,
  BankCard,
  Mobile,
  PersonName,
  ReceiptFields,
  RelationshipName,
  ResidentId,
} from '../schemas.js';

const OpenAccountBody = z
  .strictObject({
    relationship: RelationshipName,
    accountNumber: AccountNumber,
    name: PersonName,
    residentId: ResidentId,
    mobile: Mobile,
    bankCard: BankCard,
  })
  .meta({ id: 'OpenAccount' });

const OpenedAccount = z
  .object({
    relationship: RelationshipName,
    accountNumber: AccountNumber,
    status: z.enum(['open']),
    balance: AmountText,
    ...ReceiptFields,
  })
  .meta({ id: 'OpenedAccount' });

export const openAccount = endpoint({
  method: 'post',
  path: '/v1/accounts',
  summary:
    'Open a client’s custody account. Personal data goes to bank, broker and regulator as private data.',
  roles: ['bank', 'broker'],
  body: OpenAccountBody,
  idempotent: true,
  answers: { 200: OpenedAccount, 201: OpenedAccount },
  async handle({ body, idempotencyKey }, { custody, relationships }) {
    const { relationship, accountNumber, ...personal } = body;
    const channel = relationships.channelOf(relationship);
    const request = { instructionId: idempotencyKey, accountNumber, personal };
    const { opened, receipt } = await custody.openAccount(channel, request);
    return {
      status: opened.replayed ? 200 : 201,
      body: {
        relationship,
        accountNumber: opened.accountNumber,
        status: opened.status,
        balance: amountText(opened.balanceFen),
        transactionId: opened.transactionId,
        blockNumber: Number(receipt.blockNumber),
        replayed: opened.replayed,
      },
    };
  },
});
