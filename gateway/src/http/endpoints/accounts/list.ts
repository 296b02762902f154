import { z } from 'zod';
import { endpoint } from '../../endpoint.js';
import { AccountNumber, AmountText, amountText, BankAccountRef, RelationshipName } from '../../schemas.js';
import { AccountStatusField } from './status.js';

const LARGEST_PAGE = 500;
const DEFAULT_PAGE = 100;

const ListedAccount = z
  .object({
    accountNumber: AccountNumber,
    status: AccountStatusField,
    balance: AmountText,
    bankAccountRef: BankAccountRef.optional(),
  })
  .meta({ id: 'ListedAccount' });

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
        accounts: z.array(ListedAccount),
        next: AccountNumber.optional().meta({ description: 'Absent on the last page.' }),
      })
      .meta({ id: 'AccountPage' }),
  },
  async handle({ query: { relationship, limit, after } }, { accounts, relationships }) {
    const channel = relationships.channelOf(relationship);
    const page = await accounts.list(channel, after === undefined ? { limit } : { limit, after });
    const listed = page.accounts.map(
      ({ accountNumber, status, balanceFen, bankAccountRef }): z.input<typeof ListedAccount> => ({
        accountNumber,
        status,
        balance: amountText(balanceFen),
        ...(bankAccountRef !== '' && { bankAccountRef }),
      }),
    );
    return {
      status: 200,
      body: { accounts: listed, ...(page.next !== undefined && { next: page.next }) },
    };
  },
});
