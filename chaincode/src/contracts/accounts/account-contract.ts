import { Contract } from 'fabric-contract-api';
import {
  changedData,
  handedOverData,
  KnownAtBank,
  KnownBankAccount,
  ProposedBankAccount,
  registrationData,
} from '../../model/personal-data.js';
import {
  AcceptHandOverRequest,
  AccountRequest,
  ChangePersonalDataRequest,
  FindAccountRequest,
  GetAccountRequest,
  HandOverRequest,
  ListAccountsRequest,
  ReasonedRequest,
  RegisterRequest,
} from '../../model/requests/accounts.js';
import { ask, type CustodyContext } from '../transaction.js';
import { acceptHandOver } from './accept-hand-over.js';
import { accountBatch, privateAccountBatch } from './account-batch.js';
import { activateAccount, confirmAgreement, proposeAgreement, withdrawAgreement } from './agreement.js';
import { changePersonalData } from './change-personal-data.js';
import { cancelClosing, closeAccount, requestClosing } from './closing.js';
import { handOverAccount } from './hand-over.js';
import { confirmBankAccount, proposeBankAccount } from './linked-bank-account.js';
import { listAccounts } from './list-accounts.js';
import { purgePersonalData } from './purge.js';
import { accountAnswer, accountFile, personalDataAnswer } from './questions.js';
import { registerAccount } from './register.js';
import { resumeAccount, suspendAccount } from './suspension.js';
import { ofHolder, whoseData } from './whose-data.js';

/**
 * Accounts and agreements: from registration by the broker, through the bank's confirmation, to closing.
 *
 * What changes something takes `{ lane?: { number, batch }, instructions: [{ serial, accountNumber, initiatedAt, … }] }`
 * and answers `{ results: [{ serial, status: 'done' | 'refused', facts | code, field, message, transactionId, replayed }] }`,
 * one result an instruction in their order. Times are RFC 3339. Personal data never stands among these arguments: it
 * comes in the transient map under `personal`, as a JSON object by account number, and is told here after a `+`.
 */
export class AccountContract extends Contract {
  constructor() {
    super('AccountContract');
  }

  /**
   * Registers accounts. `[{ …, clientNumber, kind, holder, securitiesAccounts?, evidenceHashes }]`
   * + `{ name, document, mobile, salt }`; the first of all brings the `pepper` in the transient map as well.
   */
  async Register(ctx: CustodyContext, request: string): Promise<string> {
    return privateAccountBatch(
      ctx,
      { name: 'AccountContract:Register', schema: RegisterRequest, text: request },
      {
        personal: async (books, { holder }) => registrationData(whoseData(books, holder)),
        carryOut: registerAccount,
      },
    );
  }

  /** Proposes agreements (预指定). + `{ bankAccount, bankAccountType, bankAccountHolder }`; facts have `bankAccountRef`. */
  async ProposeAgreement(ctx: CustodyContext, request: string): Promise<string> {
    return privateAccountBatch(
      ctx,
      { name: 'AccountContract:ProposeAgreement', schema: AccountRequest, text: request },
      { personal: async () => ProposedBankAccount, carryOut: proposeAgreement },
    );
  }

  /** Takes proposed agreements back. */
  async WithdrawAgreement(ctx: CustodyContext, request: string): Promise<string> {
    return accountBatch(
      ctx,
      { name: 'AccountContract:WithdrawAgreement', schema: AccountRequest, text: request },
      withdrawAgreement,
    );
  }

  /** The bank confirms agreements. + `{ name, document, bankAccount }` as the bank knows them. */
  async ConfirmAgreement(ctx: CustodyContext, request: string): Promise<string> {
    return privateAccountBatch(
      ctx,
      { name: 'AccountContract:ConfirmAgreement', schema: AccountRequest, text: request },
      { personal: async () => KnownAtBank, carryOut: confirmAgreement },
    );
  }

  /** Opens confirmed accounts for business. */
  async Activate(ctx: CustodyContext, request: string): Promise<string> {
    return accountBatch(
      ctx,
      { name: 'AccountContract:Activate', schema: AccountRequest, text: request },
      activateAccount,
    );
  }

  /** Takes accounts out of business for a time. `[{ …, reason }]` */
  async Suspend(ctx: CustodyContext, request: string): Promise<string> {
    return accountBatch(
      ctx,
      { name: 'AccountContract:Suspend', schema: ReasonedRequest, text: request },
      suspendAccount,
    );
  }

  /** Brings accounts back that the caller's side has suspended. `[{ …, reason }]` */
  async Resume(ctx: CustodyContext, request: string): Promise<string> {
    return accountBatch(
      ctx,
      { name: 'AccountContract:Resume', schema: ReasonedRequest, text: request },
      resumeAccount,
    );
  }

  /** Takes clients' notices that accounts are to be closed. */
  async RequestClosing(ctx: CustodyContext, request: string): Promise<string> {
    return accountBatch(
      ctx,
      { name: 'AccountContract:RequestClosing', schema: AccountRequest, text: request },
      requestClosing,
    );
  }

  /** Takes such notices back. */
  async CancelClosing(ctx: CustodyContext, request: string): Promise<string> {
    return accountBatch(
      ctx,
      { name: 'AccountContract:CancelClosing', schema: AccountRequest, text: request },
      cancelClosing,
    );
  }

  /** Closes accounts for good; NOT_CLOSABLE names everything that stands in the way. */
  async Close(ctx: CustodyContext, request: string): Promise<string> {
    return accountBatch(
      ctx,
      { name: 'AccountContract:Close', schema: AccountRequest, text: request },
      (work, line) => closeAccount(work, line),
    );
  }

  /**
   * Changes contact, name or document, or confirms what the other side has changed. `[{ …, evidenceHashes }]`
   * + `{ name?, document?, mobile?, salt }`; facts are `{ change, transfersStopped }`.
   */
  async ChangePersonalData(ctx: CustodyContext, request: string): Promise<string> {
    return privateAccountBatch(
      ctx,
      { name: 'AccountContract:ChangePersonalData', schema: ChangePersonalDataRequest, text: request },
      {
        personal: async (books, { accountNumber }) => changedData(await ofHolder(books, accountNumber)),
        carryOut: changePersonalData,
      },
    );
  }

  /** Proposes other bank accounts of clients. + `{ bankAccount, bankAccountType, bankAccountHolder }` */
  async ProposeBankAccount(ctx: CustodyContext, request: string): Promise<string> {
    return privateAccountBatch(
      ctx,
      { name: 'AccountContract:ProposeBankAccount', schema: AccountRequest, text: request },
      { personal: async () => ProposedBankAccount, carryOut: proposeBankAccount },
    );
  }

  /** Links other bank accounts. + `{ name, document, bankAccount, bankAccountType, bankAccountHolder }` */
  async ConfirmBankAccount(ctx: CustodyContext, request: string): Promise<string> {
    return privateAccountBatch(
      ctx,
      { name: 'AccountContract:ConfirmBankAccount', schema: AccountRequest, text: request },
      { personal: async () => KnownBankAccount, carryOut: confirmBankAccount },
    );
  }

  /** Purges what is known of clients of closed accounts, once the law no longer has it kept. */
  async PurgePersonalData(ctx: CustodyContext, request: string): Promise<string> {
    return accountBatch(
      ctx,
      { name: 'AccountContract:PurgePersonalData', schema: AccountRequest, text: request },
      purgePersonalData,
    );
  }

  /** Closes one account whose client goes to another bank. `[{ …, newBankMspId }]`; the facts are the record. */
  async HandOver(ctx: CustodyContext, request: string): Promise<string> {
    return accountBatch(
      ctx,
      { name: 'AccountContract:HandOver', schema: HandOverRequest, text: request },
      handOverAccount,
    );
  }

  /**
   * Registers one account of a client who comes from another bank.
   * `[{ … as of Register, oldBankMspId, proof }]` + `{ name, document, mobile, salt, oldSalt }`
   */
  async AcceptHandOver(ctx: CustodyContext, request: string): Promise<string> {
    return privateAccountBatch(
      ctx,
      { name: 'AccountContract:AcceptHandOver', schema: AcceptHandOverRequest, text: request },
      {
        personal: async (books, { holder }) => handedOverData(whoseData(books, holder)),
        carryOut: acceptHandOver,
      },
    );
  }

  /** An account with its cash position, by what its money is frozen, and what has moved today. `{ accountNumber, at? }` */
  async GetAccount(ctx: CustodyContext, request: string): Promise<string> {
    return ask(
      ctx,
      { name: 'AccountContract:GetAccount', schema: GetAccountRequest, text: request },
      ({ request: asked, books }) => accountAnswer(books, asked),
    );
  }

  /** Accounts by number. `{ after?, limit }`, at most 500; `next` of the answer is the next `after`. */
  async ListAccounts(ctx: CustodyContext, request: string): Promise<string> {
    return ask(
      ctx,
      { name: 'AccountContract:ListAccounts', schema: ListAccountsRequest, text: request },
      ({ request: asked, books }) => listAccounts(books, asked),
    );
  }

  /** An account's file: hashes, links, statuses. `{ accountNumber }` */
  async GetAccountFile(ctx: CustodyContext, request: string): Promise<string> {
    return ask(
      ctx,
      { name: 'AccountContract:GetAccountFile', schema: FindAccountRequest, text: request },
      ({ request: asked, books }) => accountFile(books, asked),
    );
  }

  /** What is known of a client, sealed with the transient map's `answerKey` (model/sealed.ts). `{ accountNumber }` */
  async GetPersonalData(ctx: CustodyContext, request: string): Promise<string> {
    return ask(
      ctx,
      { name: 'AccountContract:GetPersonalData', schema: FindAccountRequest, text: request },
      ({ request: asked, books }) => personalDataAnswer(books, asked),
    );
  }
}
