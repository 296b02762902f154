import { CustodyContract } from '../src/contracts/custody-contract.js';
import type {
  ListAccountsAnswer,
  OpenAccountAnswer,
  RelationshipAnswer,
  TransferAnswer,
  TransferBatchAnswer,
} from '../src/model/answers.js';
import type { AccountRow } from '../src/model/rows.js';
import { type Caller, MemoryLedger } from './memory-ledger.js';

export const BANK: Caller = { mspId: 'BankAMSP' };
export const BROKER: Caller = { mspId: 'BrokerXMSP' };
export const REGULATOR: Caller = { mspId: 'RegulatorMSP' };
export const RELATIONSHIP = { bankMspId: 'BankAMSP', brokerMspId: 'BrokerXMSP' };

export const PERSON = {
  name: '王小明',
  residentId: '110105199003071239',
  mobile: '13800138000',
  bankCard: '6217000000000000004',
};

/** The contract on a ledger in memory, one method for each function. */
export class Custody {
  readonly ledger = new MemoryLedger();
  readonly #contract = new CustodyContract();

  /** A relationship that both sides have agreed to. */
  static async agreed(): Promise<Custody> {
    const custody = new Custody();
    await custody.agree(RELATIONSHIP, BANK);
    await custody.agree(RELATIONSHIP, BROKER);
    return custody;
  }

  agree(request: object, caller: Caller): Promise<RelationshipAnswer> {
    return this.ledger.submit((ctx, text) => this.#contract.AgreeRelationship(ctx, text), request, caller);
  }

  relationship(): Promise<RelationshipAnswer> {
    return this.ledger.evaluate((ctx, text) => this.#contract.GetRelationship(ctx, text), {}, REGULATOR);
  }

  open(
    accountNumber: string,
    { caller = BANK, instructionId = `open-${accountNumber}`, person = {}, salt = 'ab' } = {},
  ) {
    const personal = { ...PERSON, ...person, salt: salt.repeat(32) };
    return this.ledger.submit<OpenAccountAnswer>(
      (ctx, text) => this.#contract.OpenAccount(ctx, text),
      { instructionId, accountNumber },
      { ...caller, transient: { personal } },
    );
  }

  openWith(request: object, caller: Caller): Promise<OpenAccountAnswer> {
    return this.ledger.submit((ctx, text) => this.#contract.OpenAccount(ctx, text), request, caller);
  }

  deposit(request: object, caller = BANK): Promise<TransferAnswer> {
    return this.ledger.submit((ctx, text) => this.#contract.Deposit(ctx, text), request, caller);
  }

  withdraw(request: object, caller = BANK): Promise<TransferAnswer> {
    return this.ledger.submit((ctx, text) => this.#contract.Withdraw(ctx, text), request, caller);
  }

  batch(transfers: readonly object[], caller = BANK): Promise<TransferBatchAnswer> {
    return this.ledger.submit((ctx, text) => this.#contract.TransferBatch(ctx, text), { transfers }, caller);
  }

  balance(accountNumber: string, caller = REGULATOR): Promise<AccountRow> {
    return this.ledger.evaluate(
      (ctx, text) => this.#contract.GetBalance(ctx, text),
      { accountNumber },
      caller,
    );
  }

  list(request: object): Promise<ListAccountsAnswer> {
    return this.ledger.evaluate((ctx, text) => this.#contract.ListAccounts(ctx, text), request, REGULATOR);
  }
}
