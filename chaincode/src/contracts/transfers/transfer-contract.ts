import { Contract } from 'fabric-contract-api';
import {
  AnswerRequest,
  BeginRequest,
  ClaimRequest,
  ExpireRequest,
  FindTransferRequest,
  ReverseRequest,
} from '../../model/requests/transfers.js';
import { batchCall } from '../batch-call.js';
import { ask, type CustodyContext } from '../transaction.js';
import { answerTransfer, claimTransfer, expireTransfer } from './answer.js';
import { beginTransfer } from './begin.js';
import { findTransfer } from './find.js';
import { reverseTransfer } from './reverse.js';

/**
 * Transfers between a client's own bank account and the client's custody account (银证转账), begun by either side.
 *
 * Each function takes `{ lane?: { number, batch }, instructions: [...] }` and answers
 * `{ results: [{ serial, status: 'done' | 'refused', facts | code, field, message, transactionId, replayed }] }`,
 * one result an instruction in their order; `facts` are `{ state, balanceFen }`. Amounts are in fen, times RFC 3339.
 */
export class TransferContract extends Contract {
  constructor() {
    super('TransferContract');
  }

  /** Begins transfers. `[{ serial, direction, accountNumber, bankAccountRef, amountFen, channel, initiatedAt }]` */
  async Begin(ctx: CustodyContext, request: string): Promise<string> {
    return batchCall(
      ctx,
      { name: 'TransferContract:Begin', schema: BeginRequest, text: request },
      ({ books, name }, line) => beginTransfer(books, name.side, line),
    );
  }

  /** The bank is about to pay these withdrawals. `[{ serial, transfer: { side, serial }, initiatedAt }]` */
  async Claim(ctx: CustodyContext, request: string): Promise<string> {
    return batchCall(
      ctx,
      { name: 'TransferContract:Claim', schema: ClaimRequest, text: request },
      ({ books, name }, line) => claimTransfer(books, name, line),
    );
  }

  /** What the bank's core system did. `[{ serial, transfer, outcome: 'done' | 'refused', reason?, initiatedAt }]` */
  async Answer(ctx: CustodyContext, request: string): Promise<string> {
    return batchCall(
      ctx,
      { name: 'TransferContract:Answer', schema: AnswerRequest, text: request },
      ({ books, name }, line) => answerTransfer(books, name, line),
    );
  }

  /**
   * Takes transfers back.
   * `[{ serial, original: { side, serial }, bankId, bankAccountRef, brokerId, accountNumber, amountFen, initiatedAt }]`
   */
  async Reverse(ctx: CustodyContext, request: string): Promise<string> {
    return batchCall(
      ctx,
      { name: 'TransferContract:Reverse', schema: ReverseRequest, text: request },
      ({ books, name }, line) => reverseTransfer(books, name, line),
    );
  }

  /** Ends transfers that were not answered in time. `[{ serial, transfer: { side, serial }, initiatedAt }]` */
  async Expire(ctx: CustodyContext, request: string): Promise<string> {
    return batchCall(
      ctx,
      { name: 'TransferContract:Expire', schema: ExpireRequest, text: request },
      ({ books, name }, line) => expireTransfer(books, name, line),
    );
  }

  /** Inquiry: a transfer as it stands. `{ side, serial }`; TRANSFER_NOT_FOUND says that it was never begun. */
  async GetTransfer(ctx: CustodyContext, request: string): Promise<string> {
    return ask(
      ctx,
      { name: 'TransferContract:GetTransfer', schema: FindTransferRequest, text: request },
      ({ request: name, books }) => findTransfer(books, name),
    );
  }
}
