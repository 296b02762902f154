import { randomInt } from 'node:crypto';
import type { AccountAnswer } from '@sanfang/chaincode/model/answers/accounts';
import type { BatchAnswer, InstructionAnswer } from '@sanfang/chaincode/model/answers/batch';
import { PEPPER, personOf } from '../../../chaincode/test/scenario/people.js';
import { BANK_MSP, BOTH } from './network.js';
import { ask, type Call, submit } from './transactions.js';
import { BANK, BROKER, type User } from './users.js';

/** A time of the business day at which everything is in service. */
export const TIME = '2026-07-06T10:00:00+08:00';
/** Accounts of one folio, by the rules that the ledger was founded with. */
const FOLIO_SIZE = 64;

export interface Account {
  readonly accountNumber: string;
  /** By which transfers name the linked bank account. */
  readonly bankAccountRef: string;
}

let serials = 0;

/** A serial that no other instruction of the run has. */
export function freshSerial(): string {
  serials += 1;
  return `${process.pid}-${Date.now()}-${String(serials).padStart(6, '0')}`;
}

/** One instruction as a batch of its own. */
export function instruction(as: User, name: string, line: object): Call & { readonly request: object } {
  return {
    as,
    function: name,
    request: { instructions: [{ serial: freshSerial(), initiatedAt: TIME, ...line }] },
  };
}

/** The outcome of a batch's only instruction. */
export async function outcomeOf(call: Call): Promise<InstructionAnswer> {
  const [result] = (await submit<BatchAnswer>(call)).results;
  if (result === undefined) throw new Error(`${call.function} answered no result.`);
  return result;
}

/** Accounts in business, all in one folio that nothing else is in. */
export async function openAccounts(count: number): Promise<Account[]> {
  const first = randomInt(20_000, 150_000_000) * FOLIO_SIZE;
  const numbers = Array.from({ length: count }, (_, index) => String(first + index));
  await step(BROKER.gateway, 'Register', numbers, {
    own: (clientNumber) => ({ clientNumber, kind: 'normal', holder: 'person', evidenceHashes: [] }),
    personal: ({ name, document, mobile, salt }) => ({ name, document, mobile, salt }),
  });
  await step(BROKER.gateway, 'ProposeAgreement', numbers, {
    personal: ({ bankAccount }) => ({ bankAccount, bankAccountType: 'card', bankAccountHolder: 'person' }),
  });
  const confirmed = await step(BANK.gateway, 'ConfirmAgreement', numbers, {
    personal: ({ name, document, bankAccount }) => ({ name, document, bankAccount }),
  });
  await step(BROKER.gateway, 'Activate', numbers, {});
  return numbers.map((accountNumber, index) => ({
    accountNumber,
    bankAccountRef: String(confirmed[index]?.facts.bankAccountRef),
  }));
}

interface Step {
  readonly own?: (accountNumber: string) => object;
  readonly personal?: (person: ReturnType<typeof personOf>) => object;
}

async function step(as: User, name: string, numbers: readonly string[], { own, personal }: Step) {
  const { results } = await submit<BatchAnswer>({
    as,
    function: `AccountContract:${name}`,
    request: {
      instructions: numbers.map((accountNumber) => ({
        serial: freshSerial(),
        accountNumber,
        initiatedAt: TIME,
        ...own?.(accountNumber),
      })),
    },
    ...(personal !== undefined && {
      transient: {
        pepper: PEPPER,
        personal: Object.fromEntries(numbers.map((number) => [number, personal(personOf(number))])),
      },
    }),
  });
  return results.map(done);
}

function done(result: InstructionAnswer): Extract<InstructionAnswer, { status: 'done' }> {
  if (result.status === 'done') return result;
  throw new Error(`It was refused: ${result.code} [${result.field}]: ${result.message}`);
}

/** An account in business with money on it. */
export async function accountWith(amountFen: number): Promise<Account> {
  const [account] = await openAccounts(1);
  if (account === undefined) throw new Error('No account was opened.');
  done(await outcomeOf(deposit(account, amountFen)));
  return account;
}

export function deposit(account: Account, amountFen: number, as = BANK.gateway): Call {
  const line = { ...account, direction: 'deposit', amountFen, channel: 'counter' };
  return instruction(as, 'TransferContract:Begin', line);
}

export function withdrawal(account: Account, amountFen: number, as = BANK.gateway): Call {
  const line = { ...account, direction: 'withdrawal', amountFen, channel: 'counter' };
  return instruction(as, 'TransferContract:Begin', line);
}

/** An account as the peers of the members named see it, each asked by a client of its own. */
export function accountAt(
  { accountNumber }: Account,
  mspIds: readonly string[] = BOTH,
): Promise<AccountAnswer[]> {
  return Promise.all(
    mspIds.map((mspId) =>
      ask<AccountAnswer>({
        as: mspId === BANK_MSP ? BANK.gateway : BROKER.gateway,
        function: 'AccountContract:GetAccount',
        request: { accountNumber, at: TIME },
        endorsers: [mspId],
      }),
    ),
  );
}

/** The balance at the bank's and at the broker's peer. */
export async function balancesOf(account: Account, mspIds: readonly string[] = BOTH): Promise<number[]> {
  return (await accountAt(account, mspIds)).map(({ position }) => position.balanceFen);
}
