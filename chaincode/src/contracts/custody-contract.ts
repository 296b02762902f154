import { Contract } from 'fabric-contract-api';
import { isOpenedFor, recordIdentity } from '../books/identity-book.js';
import { findRelationship, recordAgreement, sameRelationship } from '../books/relationship-book.js';
import { CustodyBook, listAccounts } from '../books/skeleton-book.js';
import { UnitOfWork } from '../books/unit-of-work.js';
import type {
  ListAccountsAnswer,
  OpenAccountAnswer,
  RelationshipAnswer,
  TransferAnswer,
  TransferBatchAnswer,
} from '../model/answers.js';
import { parseJson } from '../model/parse.js';
import { SaltedPersonalData } from '../model/personal-data.js';
import { Refusal } from '../model/refusal.js';
import {
  BalanceRequest,
  EmptyRequest,
  ListAccountsRequest,
  OpenAccountRequest,
  RelationshipRequest,
  TransferBatchRequest,
  TransferRequest,
} from '../model/requests.js';
import type { AccountRow, InstructionRow } from '../model/rows.js';
import { ZERO_FEN } from '../rules/money.js';
import type { Direction } from '../rules/transfer.js';
import { type CustodyContext, callingSide, requireRole } from './caller.js';
import { carryOut, conflict, postedOrRefused } from './transfers.js';

/** Key of the transient map under which personal data comes, so that it is in no proposal's arguments and no block. */
const PERSONAL_DATA_TRANSIENT = 'personal';

/**
 * Client money in custody, between one bank and one broker.
 *
 * Every function takes one JSON text and answers with one. The chaincode's endorsement policy is bank AND broker:
 * what one of them does not sign does not happen. Refusals have the form of {@link Refusal}.
 */
export class CustodyContract extends Contract {
  constructor() {
    super('CustodyContract');
  }

  /** One side agrees to who bank and broker are; in force when both have. `{ bankMspId, brokerMspId }` */
  async AgreeRelationship(ctx: CustodyContext, request: string): Promise<string> {
    const proposed = parseJson(RelationshipRequest, request);
    requireRole(ctx);
    const mspId = ctx.clientIdentity.getMSPID();
    if (mspId !== proposed.bankMspId && mspId !== proposed.brokerMspId) {
      throw new Refusal({
        code: 'NOT_PERMITTED',
        message: `${mspId} is neither the bank nor the broker named.`,
      });
    }
    if (proposed.bankMspId === proposed.brokerMspId) {
      throw new Refusal({ code: 'NOT_PERMITTED', message: 'Bank and broker must be two organisations.' });
    }
    const inForce = await findRelationship(ctx.stub);
    if (inForce !== undefined && !sameRelationship(inForce, proposed)) {
      throw new Refusal({
        code: 'RELATIONSHIP_DIFFERS',
        message: `The relationship in force is between ${inForce.bankMspId} and ${inForce.brokerMspId}.`,
      });
    }
    const work = new UnitOfWork(ctx.stub);
    const agreed = inForce !== undefined || (await recordAgreement(work, mspId, proposed));
    await work.flush();
    return answer<RelationshipAnswer>({ ...proposed, agreed });
  }

  /** The relationship in force. `{}` */
  async GetRelationship(ctx: CustodyContext, request: string): Promise<string> {
    parseJson(EmptyRequest, request);
    const inForce = await findRelationship(ctx.stub);
    return answer<RelationshipAnswer>(
      inForce === undefined
        ? { bankMspId: '', brokerMspId: '', agreed: false }
        : { ...inForce, agreed: true },
    );
  }

  /** Opens an account with nothing on it. `{ instructionId, accountNumber }`, personal data in the transient map. */
  async OpenAccount(ctx: CustodyContext, request: string): Promise<string> {
    const mspId = await callingSide(ctx);
    const { instructionId, accountNumber } = parseJson(OpenAccountRequest, request);
    const personal = personalDataOf(ctx);
    const book = new CustodyBook(ctx.stub);
    const account = await book.findAccount(accountNumber);

    const before = await book.findInstruction(mspId, instructionId);
    if (before !== undefined) {
      const same = isOpening(before, accountNumber) && (await isOpenedFor(ctx.stub, accountNumber, personal));
      if (!same || account === undefined) throw new Refusal(conflict(instructionId));
      return answer<OpenAccountAnswer>({ ...account, transactionId: before.transactionId, replayed: true });
    }
    if (account !== undefined) {
      throw new Refusal({
        code: 'ACCOUNT_EXISTS',
        field: 'accountNumber',
        message: `Account ${accountNumber} is open already; choose another number.`,
      });
    }

    const transactionId = ctx.stub.getTxID();
    const opened: AccountRow = { accountNumber, status: 'open', balanceFen: ZERO_FEN };
    book.putAccount(opened);
    book.putInstruction(mspId, instructionId, { kind: 'opening', accountNumber, transactionId });
    await recordIdentity(ctx.stub, accountNumber, personal);
    await book.flush();
    return answer<OpenAccountAnswer>({ ...opened, transactionId, replayed: false });
  }

  /** Books money that came from the client's bank account. `{ instructionId, accountNumber, amountFen }` */
  async Deposit(ctx: CustodyContext, request: string): Promise<string> {
    return this.#transfer(ctx, 'deposit', request);
  }

  /** Books money that leaves for the client's bank account; never more than there is. Form as for Deposit. */
  async Withdraw(ctx: CustodyContext, request: string): Promise<string> {
    return this.#transfer(ctx, 'withdrawal', request);
  }

  /** Carries out transfers one by one; each succeeds or is refused on its own. `{ transfers: [...] }` */
  async TransferBatch(ctx: CustodyContext, request: string): Promise<string> {
    const mspId = await callingSide(ctx);
    const { transfers } = parseJson(TransferBatchRequest, request);
    const book = new CustodyBook(ctx.stub);
    const source = { mspId, transactionId: ctx.stub.getTxID() };
    const results: TransferAnswer[] = [];
    for (const line of transfers) results.push(await carryOut(book, line, source));
    await book.flush();
    return answer<TransferBatchAnswer>({ results });
  }

  /** One account as committed. `{ accountNumber }` */
  async GetBalance(ctx: CustodyContext, request: string): Promise<string> {
    const { accountNumber } = parseJson(BalanceRequest, request);
    return answer<AccountRow>(await new CustodyBook(ctx.stub).account(accountNumber));
  }

  /** A page of accounts in order of their numbers' text. `{ after?, limit }` */
  async ListAccounts(ctx: CustodyContext, request: string): Promise<string> {
    return answer<ListAccountsAnswer>(await listAccounts(ctx.stub, parseJson(ListAccountsRequest, request)));
  }

  async #transfer(ctx: CustodyContext, direction: Direction, request: string): Promise<string> {
    const mspId = await callingSide(ctx);
    const line = { ...parseJson(TransferRequest, request), direction };
    const book = new CustodyBook(ctx.stub);
    const transfer = await carryOut(book, line, { mspId, transactionId: ctx.stub.getTxID() });
    const posted = postedOrRefused(transfer);
    await book.flush();
    return answer<TransferAnswer>(posted);
  }
}

function personalDataOf(ctx: CustodyContext): SaltedPersonalData {
  const bytes = ctx.stub.getTransient().get(PERSONAL_DATA_TRANSIENT);
  if (bytes === undefined) {
    throw new Refusal({
      code: 'MALFORMED_REQUEST',
      field: PERSONAL_DATA_TRANSIENT,
      message: `The client’s personal data must come in the transient map, under “${PERSONAL_DATA_TRANSIENT}”.`,
    });
  }
  return parseJson(SaltedPersonalData, Buffer.from(bytes).toString('utf8'), PERSONAL_DATA_TRANSIENT);
}

function isOpening(before: InstructionRow, accountNumber: string): boolean {
  return before.kind === 'opening' && before.accountNumber === accountNumber;
}

function answer<Answer extends object>(value: Answer): string {
  return JSON.stringify(value);
}
