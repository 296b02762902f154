import { randomBytes } from 'node:crypto';
import type { AccountAnswer, ListAccountsAnswer } from '@sanfang/chaincode/model/answers/accounts';
import type { BankAccountType } from '@sanfang/chaincode/model/rows/account-file';
import type { AccountKind, Holder } from '@sanfang/chaincode/rules/limits';
import type { Clock } from '../ports/clock.js';
import type { Ledger } from '../ports/ledger.js';
import { type Instructed, type Instruction, instruct } from './instruct.js';

interface OnAccount extends Instruction {
  readonly accountNumber: string;
}

/** Who a client is. Private: it reaches the endorsers and no block. */
interface Identity {
  readonly name: string;
  /** Resident ID number of a person, unified social credit code of an institution. */
  readonly document: string;
}

export interface Registration extends OnAccount {
  readonly clientNumber: string;
  readonly kind: AccountKind;
  readonly holder: Holder;
  readonly securitiesAccounts?: readonly string[] | undefined;
  /** Salted hashes of the evidence that the client's identity was verified by. */
  readonly evidenceHashes: readonly string[];
  readonly personal: Identity & { readonly mobile?: string | undefined };
}

export interface Agreement extends OnAccount {
  readonly personal: {
    readonly bankAccount: string;
    readonly bankAccountType: BankAccountType;
    readonly bankAccountHolder: Holder;
  };
}

export interface Confirmation extends OnAccount {
  /** As the bank's core system knows them. */
  readonly personal: Identity & { readonly bankAccount: string };
}

const RANDOM_BYTES = 32;
const randomKey = () => randomBytes(RANDOM_BYTES).toString('hex');

/** Accounts and agreements, in the words of the business. */
export class Accounts {
  readonly #ledger: Ledger;
  readonly #clock: Clock;

  constructor(ledger: Ledger, clock: Clock) {
    this.#ledger = ledger;
    this.#clock = clock;
  }

  /** The broker registers accounts (开户). */
  register(channel: string, registrations: readonly Registration[]): Promise<Instructed> {
    const { instructions, personal } = apart(registrations);
    const salted = mapValues(personal, (each) => ({ ...each, salt: randomKey() }));
    // The ledger keeps the pepper of the first registration, and lets all later ones go by.
    const transient = { personal: salted, pepper: randomKey() };
    return this.#instruct(channel, { name: 'Register', instructions, transient });
  }

  /** The broker proposes agreements (预指定), each with the client's bank account. */
  propose(channel: string, agreements: readonly Agreement[]): Promise<Instructed> {
    const { instructions, personal } = apart(agreements);
    return this.#instruct(channel, { name: 'ProposeAgreement', instructions, transient: { personal } });
  }

  /** The bank confirms agreements (预指定确认). */
  confirm(channel: string, confirmations: readonly Confirmation[]): Promise<Instructed> {
    const { instructions, personal } = apart(confirmations);
    return this.#instruct(channel, { name: 'ConfirmAgreement', instructions, transient: { personal } });
  }

  /** The broker opens accounts for business. */
  activate(channel: string, instructions: readonly OnAccount[]): Promise<Instructed> {
    return this.#instruct(channel, { name: 'Activate', instructions });
  }

  /** An account with all that its balance is made of now. */
  async find(channel: string, accountNumber: string): Promise<AccountAnswer> {
    const request = { accountNumber, at: await this.#clock.now(channel) };
    const answer = await this.#ledger.evaluate({ channel, name: 'AccountContract:GetAccount', request });
    return answer as AccountAnswer;
  }

  async list(
    channel: string,
    request: { readonly limit: number; readonly after?: string },
  ): Promise<ListAccountsAnswer> {
    const answer = await this.#ledger.evaluate({ channel, name: 'AccountContract:ListAccounts', request });
    return answer as ListAccountsAnswer;
  }

  #instruct(channel: string, { name, ...batch }: Named): Promise<Instructed> {
    return instruct(this.#ledger, this.#clock, { channel, name: `AccountContract:${name}`, ...batch });
  }
}

interface Named {
  /** Of the contract's function. */
  readonly name: string;
  readonly instructions: readonly Instruction[];
  readonly transient?: Readonly<Record<string, object | string>>;
}

/** Lines without their personal data, and that by account number, as the contract takes it. */
function apart<Line extends OnAccount & { readonly personal: object }>(lines: readonly Line[]) {
  const instructions = lines.map(({ personal: _, ...line }) => line);
  const personal = Object.fromEntries(lines.map((line) => [line.accountNumber, line.personal]));
  return { instructions, personal };
}

function mapValues<From, To>(
  record: Readonly<Record<string, From>>,
  to: (value: From) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, to(value)]));
}
