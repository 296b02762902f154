import type { AccountAnswer } from '../../src/model/answers/accounts.js';
import type { InstructionAnswer } from '../../src/model/answers/batch.js';
import type { Caller } from '../ledger/proposal.js';
import type { TestChannel } from '../ledger/test-channel.js';
import { FIRST_DAY } from './day.js';
import { instruct, nextSerial } from './instruct.js';
import { BANK, BROKER } from './members.js';
import { PEPPER, personOf, type TestPerson } from './people.js';

/** A time of the business day at which everything is in service. */
export function timeOf(businessDate = FIRST_DAY, time = '10:00:00'): string {
  return `${businessDate}T${time}+08:00`;
}

export interface AccountInstruction {
  /** Without the contract's name, for example `Register`. */
  readonly function: string;
  readonly caller: Caller;
  readonly accountNumber: string;
  /** A fresh one where absent. */
  readonly serial?: string;
  readonly initiatedAt?: string;
  /** What else the instruction has. */
  readonly own?: object;
  /** What comes privately for the account. */
  readonly personal?: object;
  /** What else is in the transient map. */
  readonly transient?: Readonly<Record<string, unknown>>;
}

/** Account numbers one after the other, for a test file of its own. */
export function numbersFrom(first: number): () => string {
  let next = first;
  return () => {
    next += 1;
    return String(next);
  };
}

/** Sends one instruction to the AccountContract as a batch of its own, and gives back what became of it. */
export function instructAccount(
  channel: TestChannel,
  instruction: AccountInstruction,
): Promise<InstructionAnswer> {
  const { accountNumber, personal, serial = nextSerial(), initiatedAt = timeOf(), own } = instruction;
  const line = { serial, accountNumber, initiatedAt, ...own };
  return instruct(channel, `AccountContract:${instruction.function}`, instruction.caller, line, {
    ...(personal !== undefined && { personal: { [accountNumber]: personal } }),
    ...instruction.transient,
  });
}

/** The same where the instruction has to be carried out; throws with the refusal where it is not. */
export async function must(
  channel: TestChannel,
  instruction: AccountInstruction,
): Promise<Extract<InstructionAnswer, { status: 'done' }>> {
  const result = await instructAccount(channel, instruction);
  if (result.status === 'done') return result;
  throw new Error(`${instruction.function} was refused: ${result.code} [${result.field}]: ${result.message}`);
}

export interface NewAccount {
  readonly clientNumber?: string;
  readonly kind?: 'normal' | 'credit';
  readonly holder?: 'person' | 'institution';
  readonly person?: TestPerson;
  readonly initiatedAt?: string;
}

/** What a registration of the account says, publicly and privately. */
export function registration(accountNumber: string, account: NewAccount = {}): AccountInstruction {
  const { clientNumber = accountNumber, kind = 'normal', holder = 'person', initiatedAt } = account;
  const { name, document, mobile, salt } = account.person ?? personOf(accountNumber);
  return {
    function: 'Register',
    caller: BROKER.operator,
    accountNumber,
    ...(initiatedAt !== undefined && { initiatedAt }),
    own: { clientNumber, kind, holder, evidenceHashes: ['0'.repeat(64)] },
    personal: { name, document, mobile, salt },
    transient: { pepper: PEPPER },
  };
}

/** A bank account as the broker proposes it. */
export function proposedBankAccount({ bankAccount }: Pick<TestPerson, 'bankAccount'>, holder = 'person') {
  return {
    bankAccount,
    bankAccountType: holder === 'person' ? 'card' : 'corporate',
    bankAccountHolder: holder,
  };
}

/**
 * Registers an account, has its agreement proposed and confirmed and the account activated.
 *
 * @returns the reference of the linked bank account, by which transfers name it
 */
export async function activeAccount(
  channel: TestChannel,
  accountNumber: string,
  account: NewAccount = {},
): Promise<string> {
  const bankAccountRef = await confirmedAccount(channel, accountNumber, account);
  await must(channel, { function: 'Activate', caller: BROKER.operator, accountNumber, ...timed(account) });
  return bankAccountRef;
}

/** The same up to the bank's confirmation. */
export async function confirmedAccount(
  channel: TestChannel,
  accountNumber: string,
  account: NewAccount = {},
): Promise<string> {
  const person = account.person ?? personOf(accountNumber);
  const { name, document, bankAccount } = person;
  await must(channel, registration(accountNumber, account));
  await must(channel, {
    function: 'ProposeAgreement',
    caller: BROKER.operator,
    accountNumber,
    ...timed(account),
    personal: proposedBankAccount(person, account.holder),
  });
  const { facts } = await must(channel, {
    function: 'ConfirmAgreement',
    caller: BANK.operator,
    accountNumber,
    ...timed(account),
    personal: { name, document, bankAccount },
  });
  return String(facts.bankAccountRef);
}

function timed({ initiatedAt }: NewAccount): Pick<AccountInstruction, 'initiatedAt'> {
  return initiatedAt === undefined ? {} : { initiatedAt };
}

/** An account as the bank's peer shows it. */
export function accountOf(channel: TestChannel, accountNumber: string, at?: string): Promise<AccountAnswer> {
  return channel.evaluate<AccountAnswer>({
    function: 'AccountContract:GetAccount',
    request: { accountNumber, ...(at !== undefined && { at }) },
    caller: BANK.gateway,
  });
}
