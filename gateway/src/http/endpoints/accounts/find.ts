import type { AccountAnswer } from '@sanfang/chaincode/model/answers/accounts';
import { z } from 'zod';
import { endpoint } from '../../endpoint.js';
import { AccountNumber, AmountText, amountText, BankAccountRef, RelationshipName } from '../../schemas.js';
import { AccountStatusField } from './status.js';

const Cash = z.object({
  balance: AmountText,
  available: AmountText.meta({ description: 'What may be traded with.' }),
  withdrawable: AmountText.meta({
    description: 'What may leave for the client’s own bank account now.',
  }),
  frozen: AmountText.meta({ description: 'What orders hold; `freezes` says which holds how much.' }),
  inTransit: AmountText.meta({
    description: 'Deducted for withdrawals that the bank has not paid yet.',
  }),
  held: AmountText.meta({ description: 'Reserved for orders.' }),
  payable: AmountText.meta({ description: 'What today’s trades will take.' }),
  receivable: AmountText.meta({ description: 'What today’s trades will bring.' }),
  shortfall: AmountText.meta({
    description: 'What trades oblige to pay and the account does not have: zero, but for a default.',
  }),
});

const Freeze = z.object({
  id: z.string(),
  reason: z.enum(['judicial', 'forty-eight-hours', 'loss-report', 'business-restriction']),
  limit: AmountText.nullable().meta({ description: 'Null: all that there is and comes.' }),
  captured: AmountText.meta({ description: 'What it holds now.' }),
  endsAt: z.string().nullable(),
});

const Account = z
  .object({
    relationship: RelationshipName,
    accountNumber: AccountNumber,
    status: AccountStatusField,
    kind: z.enum(['normal', 'credit']),
    holder: z.enum(['person', 'institution']),
    bankAccountRef: BankAccountRef.optional().meta({ description: 'Absent until the bank has confirmed.' }),
    pendingTransfers: z.int(),
    cash: Cash.meta({
      description:
        'The balance explained: balance + receivable + shortfall = available + frozen + inTransit + held + payable.',
    }),
    freezes: z.array(Freeze),
    at: z.string().meta({ description: 'The time that the answer is for.' }),
  })
  .meta({ id: 'Account' });

export const findAccount = endpoint({
  method: 'get',
  path: '/v1/accounts/{accountNumber}',
  summary: 'One account and what its balance is made of, as committed at this member’s peer.',
  roles: ['bank', 'broker', 'regulator'],
  params: z.object({ accountNumber: AccountNumber }),
  query: z.strictObject({ relationship: RelationshipName }),
  answers: { 200: Account },
  async handle({ params, query: { relationship } }, { accounts, relationships }) {
    const answer = await accounts.find(relationships.channelOf(relationship), params.accountNumber);
    return { status: 200, body: shown(relationship, answer) };
  },
});

function shown(relationship: string, answer: AccountAnswer): z.input<typeof Account> {
  const { accountNumber, status, kind, holder, bankAccountRef, pending, at } = answer;
  return {
    relationship,
    accountNumber,
    status,
    kind,
    holder,
    ...(bankAccountRef !== '' && { bankAccountRef }),
    pendingTransfers: pending,
    cash: cashOf(answer),
    freezes: freezesOf(answer),
    at,
  };
}

function cashOf({ position }: AccountAnswer): z.input<typeof Cash> {
  return {
    balance: amountText(position.balanceFen),
    available: amountText(position.availableFen),
    withdrawable: amountText(position.withdrawableFen),
    frozen: amountText(position.frozenFen),
    inTransit: amountText(position.inTransitFen),
    held: amountText(position.heldFen),
    payable: amountText(position.payableFen),
    receivable: amountText(position.receivableFen),
    shortfall: amountText(position.shortfallFen),
  };
}

function freezesOf({ freezes, position }: AccountAnswer): z.input<typeof Freeze>[] {
  const held = new Map(position.captured.map(({ id, capturedFen }) => [id, capturedFen]));
  return freezes.map(({ id, reason, limitFen, endsAt }) => ({
    id,
    reason,
    limit: limitFen === null ? null : amountText(limitFen),
    captured: amountText(held.get(id) ?? 0),
    endsAt,
  }));
}
