import { Contract } from 'fabric-contract-api';
import { findOrder } from '../../books/freeze-book.js';
import { Refusal } from '../../model/refusal.js';
import {
  FindFreezeRequest,
  LossRequest,
  PlaceRequest,
  ReleaseRequest,
  ResumeRequest,
  SuspendRequest,
} from '../../model/requests/freezes.js';
import { batchCall } from '../batch-call.js';
import { ask, type CustodyContext } from '../transaction.js';
import { cancelLoss, reportLoss } from './loss-report.js';
import { placeFreeze } from './place.js';
import { releaseFreeze } from './release.js';
import { resumeTransfer, suspendTransfer } from './suspension.js';

/**
 * Orders that hold a client's money or forbid business (冻结), the client's own report of a loss (挂失), and the
 * suspension of one transfer. Either side can stop; neither can move money by it.
 *
 * Each function but the last takes `{ lane?: { number, batch }, instructions: [...] }` and answers
 * `{ results: [{ serial, status: 'done' | 'refused', facts | code, field, message, transactionId, replayed }] }`,
 * one result an instruction in their order. Amounts are in fen, times RFC 3339; an authority is `{ kind, name }`.
 */
export class FreezeContract extends Contract {
  constructor() {
    super('FreezeContract');
  }

  /**
   * Places orders; facts are `{ id, reason, limitFen?, endsAt? }`. Every line is
   * `{ serial, id, accountNumber, authority, documentNumber, officers?, startsAt, initiatedAt, reason, … }` with, by
   * reason: `judicial` `limitFen | null, endsAt, priorityAt, renews?`; `forty-eight-hours` nothing more;
   * `business-restriction` `endsAt | null, blocks`.
   */
  async Place(ctx: CustodyContext, request: string): Promise<string> {
    return batchCall(ctx, { name: 'FreezeContract:Place', schema: PlaceRequest, text: request }, placeFreeze);
  }

  /** Releases orders before their end. `[{ serial, id, authority, documentNumber, initiatedAt }]` */
  async Release(ctx: CustodyContext, request: string): Promise<string> {
    return batchCall(
      ctx,
      { name: 'FreezeContract:Release', schema: ReleaseRequest, text: request },
      releaseFreeze,
    );
  }

  /** Records clients' reports of a loss; facts are `{ id }`. `[{ serial, accountNumber, initiatedAt }]` */
  async ReportLoss(ctx: CustodyContext, request: string): Promise<string> {
    return batchCall(
      ctx,
      { name: 'FreezeContract:ReportLoss', schema: LossRequest, text: request },
      reportLoss,
    );
  }

  /** Ends the reports that the own side has recorded. `[{ serial, accountNumber, initiatedAt }]` */
  async CancelLoss(ctx: CustodyContext, request: string): Promise<string> {
    return batchCall(
      ctx,
      { name: 'FreezeContract:CancelLoss', schema: LossRequest, text: request },
      cancelLoss,
    );
  }

  /**
   * Stops transfers that have not come to their end; facts are `{ suspendedBy, state }`.
   * `[{ serial, transfer: { side, serial }, reason, authority?, documentNumber?, initiatedAt }]`
   */
  async SuspendTransfer(ctx: CustodyContext, request: string): Promise<string> {
    return batchCall(
      ctx,
      { name: 'FreezeContract:SuspendTransfer', schema: SuspendRequest, text: request },
      suspendTransfer,
    );
  }

  /** Lets transfers go on; facts are `{ state }`. `[{ serial, transfer: { side, serial }, initiatedAt }]` */
  async ResumeTransfer(ctx: CustodyContext, request: string): Promise<string> {
    return batchCall(
      ctx,
      { name: 'FreezeContract:ResumeTransfer', schema: ResumeRequest, text: request },
      resumeTransfer,
    );
  }

  /** An order in full, as last written. `{ id }`; of a loss report or a suspension its `side/serial`. */
  async GetFreeze(ctx: CustodyContext, request: string): Promise<string> {
    return ask(
      ctx,
      { name: 'FreezeContract:GetFreeze', schema: FindFreezeRequest, text: request },
      async ({ request: { id }, books }) => {
        const order = await findOrder(books, id);
        if (order !== undefined) return order;
        throw new Refusal({ code: 'FREEZE_NOT_FOUND', field: 'id', message: `There is no order ${id}.` });
      },
    );
  }
}
