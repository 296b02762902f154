import type { AccountRow } from '@sanfang/chaincode/model/rows';
import { z } from 'zod';
import { endpoint } from '../endpoint.js';
import { AccountNumber, AmountText, amountText, RelationshipName } from '../schemas.js';

const LARGEST_PAGE = 500;
const DEFAULT_PAGE = 100;

const Account = z
  .object({ accountNumber: AccountNumber, status: z.enum(['open']), balance: AmountText })
  .meta({ id: 'Account' });

export const accountBalance = endpoint({
  method: 'get',
  path: '/v1/accounts/{accountNumber}/balance',
  summary: 'One account and its balance, as committed at this member’s peer.',
  roles: ['bank', 'broker', 'regulator'],
  params: z.object({ accountNumber: AccountNumber }),
  query: z.strictObject({ relationship: RelationshipName }),
  answers: { 200: Account },
  async handle({ params, query }, { custody, relationships }) {
    const channel = relationships.channelOf(query.relationship);
    return { status: 200, body: shown(await custody.account(channel, params.accountNumber)) };
  },
});

export const listAccounts = endpoint({
  method: 'get',
  path: '/v1/accounts',
  summary: 'The accounts of a relationship in order of their numbers, a page at a time.',
  roles: ['bank', 'broker', 'regulator'],
  query: z.strictObject({
    relationship: RelationshipName,
    after: AccountNumber.optional().meta({
      description: 'Continue after this account: `next` of the page before.',
    }),
    limit: z.coerce
      .number()
      .int()
      .min(1)
      .max(LARGEST_PAGE)
      .default(DEFAULT_PAGE)
      .meta({ description: 'Accounts in a page.' }),
  }),
  answers: {
    200: z
      .object({
        accounts: z.array(Account),
        next: AccountNumber.optional().meta({ description: 'Absent on the last page.' }),
      })
      .meta({ id: 'AccountPage' }),
  },
  async handle({ query: { relationship, limit, after } }, { custody, relationships }) {
    const channel = relationships.channelOf(relationship);
    const page = await custody.accounts(channel, after === undefined ? { limit } : { limit, after });
    return {
      status: 200,
      body: { accounts: page.accounts.map(shown), ...(page.next !== undefined && { next: page.next }) },
    };
  },
});

function shown({ accountNumber, status, balanceFen }: AccountRow): z.input<typeof Account> {
  return { accountNumber, status, balance: amountText(balanceFen) };
}
