import { Contract } from 'fabric-contract-api';
import type { z } from 'zod';
import type { Books } from '../../books/books.js';
import type { InstructionName } from '../../books/instruction-book.js';
import type { LaneBatch } from '../../model/parts.js';
import {
  AnswerRequest,
  BeginRequest,
  ClaimRequest,
  ExpireRequest,
  FindTransferRequest,
  ReverseRequest,
} from '../../model/requests/transfers.js';
import { sideOf } from '../access/caller.js';
import type { FunctionName } from '../access/matrix.js';
import { carryOutBatch, type Done } from '../batch.js';
import { ask, type CustodyContext, transact } from '../transaction.js';
import { answerTransfer, claimTransfer, expireTransfer } from './answer.js';
import { beginTransfer } from './begin.js';
import { findTransfer } from './find.js';
import { reverseTransfer } from './reverse.js';

interface Line {
  readonly serial: string;
}

interface BatchRequest<L extends Line> {
  readonly lane?: LaneBatch | undefined;
  readonly instructions: readonly L[];
}

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
    return batch(
      ctx,
      { name: 'TransferContract:Begin', schema: BeginRequest, text: request },
      (books, by, line) => beginTransfer(books, by.side, line),
    );
  }

  /** The bank is about to pay these withdrawals. `[{ serial, transfer: { side, serial }, initiatedAt }]` */
  async Claim(ctx: CustodyContext, request: string): Promise<string> {
    return batch(ctx, { name: 'TransferContract:Claim', schema: ClaimRequest, text: request }, claimTransfer);
  }

  /** What the bank's core system did. `[{ serial, transfer, outcome: 'done' | 'refused', reason?, initiatedAt }]` */
  async Answer(ctx: CustodyContext, request: string): Promise<string> {
    return batch(
      ctx,
      { name: 'TransferContract:Answer', schema: AnswerRequest, text: request },
      answerTransfer,
    );
  }

  /**
   * Takes transfers back.
   * `[{ serial, original: { side, serial }, bankId, bankAccountRef, brokerId, accountNumber, amountFen, initiatedAt }]`
   */
  async Reverse(ctx: CustodyContext, request: string): Promise<string> {
    return batch(
      ctx,
      { name: 'TransferContract:Reverse', schema: ReverseRequest, text: request },
      reverseTransfer,
    );
  }

  /** Ends transfers that were not answered in time. `[{ serial, transfer: { side, serial }, initiatedAt }]` */
  async Expire(ctx: CustodyContext, request: string): Promise<string> {
    return batch(
      ctx,
      { name: 'TransferContract:Expire', schema: ExpireRequest, text: request },
      expireTransfer,
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

/** Runs one step of transfers over the instructions of a batch. */
function batch<L extends Line>(
  ctx: CustodyContext,
  call: { readonly name: FunctionName; readonly schema: z.ZodType<BatchRequest<L>>; readonly text: string },
  carryOut: (books: Books, by: InstructionName, line: L) => Promise<Done>,
): Promise<string> {
  return transact(ctx, call, ({ request: { lane, instructions }, caller, books }) => {
    const side = sideOf(caller);
    return carryOutBatch({
      books,
      side,
      kind: call.name,
      lane,
      instructions,
      carryOut: (line) => carryOut(books, { side, serial: line.serial }, line),
    });
  });
}
