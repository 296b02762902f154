import type { BatchAnswer } from '../../src/model/answers/batch.js';
import type { Caller } from '../ledger/proposal.js';
import type { TestChannel } from '../ledger/test-channel.js';
import type { Account } from '../oracle/books.js';
import { Oracle } from '../oracle/oracle.js';
import { proposedBankAccount, timeOf } from '../scenario/accounts.js';
import { FIRST_DAY, openDay } from '../scenario/day.js';
import { BANK, BROKER } from '../scenario/members.js';
import { PEPPER, personOf } from '../scenario/people.js';
import { wholeChannel } from '../scenario/whole-channel.js';

/** Accounts of a folio four wide: three share one, the others have one each; one is an institution's. */
const PEOPLE = ['600000', '600001', '600002', '600005', '600103'];
const INSTITUTION = '600202';
export const FOLIO_SIZE = 4;
/** It has no agreement, so it can do nothing. */
export const UNSIGNED = '600003';
export const NOBODY = '699999';

export interface Relationship {
  readonly channel: TestChannel;
  readonly oracle: Oracle;
}

interface Registered {
  readonly accountNumber: string;
  readonly holder: Account['holder'];
}

const ACCOUNTS: readonly Registered[] = [
  ...PEOPLE.map((accountNumber): Registered => ({ accountNumber, holder: 'person' })),
  { accountNumber: INSTITUTION, holder: 'institution' },
];
const DOCUMENT_OF_INSTITUTION = '91350100M000100Y43';

/** A channel on its first day with accounts in business that have nothing yet, and an oracle that knows the same. */
export async function relationship(): Promise<Relationship> {
  const channel = wholeChannel();
  await openDay(channel, { parameters: { folioSize: FOLIO_SIZE } });
  const oracle = new Oracle(FIRST_DAY);
  const refs = await inBusiness(channel);
  for (const { accountNumber: number, holder } of ACCOUNTS) {
    const ref = refs.get(number) ?? '';
    oracle.books.accounts.set(number, accountWith({ number, holder, ref, status: 'active' }));
  }
  oracle.books.accounts.set(
    UNSIGNED,
    accountWith({ number: UNSIGNED, holder: 'person', ref: '', status: 'registered' }),
  );
  return { channel, oracle };
}

function accountWith(own: Pick<Account, 'number' | 'holder' | 'ref' | 'status'>): Account {
  return { ...own, balance: 0, opening: 0, deposited: 0, withdrawn: 0, counted: 0 };
}

/** Takes all accounts through their first steps, each step as one batch. */
async function inBusiness(channel: TestChannel): Promise<ReadonlyMap<string, string>> {
  const unsigned: Registered = { accountNumber: UNSIGNED, holder: 'person' };
  const initiatedAt = timeOf(FIRST_DAY, '09:00:00');
  const step = async (
    name: string,
    caller: Caller,
    { accounts = ACCOUNTS, own = () => ({}), personal }: StepOptions,
  ): Promise<BatchAnswer> => {
    const instructions = accounts.map((account) => {
      const { accountNumber } = account;
      return { serial: `${name}-${accountNumber}`, accountNumber, initiatedAt, ...own(account) };
    });
    const parts = accounts.map((account) => [account.accountNumber, personal?.(account)]);
    const transient = {
      ...(personal !== undefined && { personal: Object.fromEntries(parts) }),
      pepper: PEPPER,
    };
    const call = { function: `AccountContract:${name}`, request: { instructions }, caller, transient };
    const { answer } = await channel.submit<BatchAnswer>(call);
    const refused = answer.results.find(({ status }) => status === 'refused');
    if (refused !== undefined) throw new Error(`${name}: ${JSON.stringify(refused)}`);
    return answer;
  };
  await step('Register', BROKER.operator, {
    accounts: [...ACCOUNTS, unsigned],
    own: ({ accountNumber, holder }) => {
      return { clientNumber: accountNumber, kind: 'normal', holder, evidenceHashes: ['0'.repeat(64)] };
    },
    personal: (account) => {
      const { name, mobile, salt } = personOf(account.accountNumber);
      return { name, document: documentOf(account), mobile, salt };
    },
  });
  await step('ProposeAgreement', BROKER.operator, {
    personal: ({ accountNumber, holder }) => proposedBankAccount(personOf(accountNumber), holder),
  });
  const { results } = await step('ConfirmAgreement', BANK.operator, {
    personal: (account) => {
      const { name, bankAccount } = personOf(account.accountNumber);
      return { name, document: documentOf(account), bankAccount };
    },
  });
  await step('Activate', BROKER.operator, {});
  return new Map(
    ACCOUNTS.map(({ accountNumber }, index) => {
      const result = results[index];
      return [accountNumber, result?.status === 'done' ? String(result.facts.bankAccountRef) : ''];
    }),
  );
}

interface StepOptions {
  readonly accounts?: readonly Registered[];
  readonly own?: (account: Registered) => object;
  readonly personal?: (account: Registered) => object;
}

function documentOf({ accountNumber, holder }: Registered): string {
  return holder === 'institution' ? DOCUMENT_OF_INSTITUTION : personOf(accountNumber).document;
}
