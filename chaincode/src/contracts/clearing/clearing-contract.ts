import { Contract } from 'fabric-contract-api';
import { findTotals } from '../../books/clearing-book.js';
import { Refusal } from '../../model/refusal.js';
import {
  ConfirmTotalsRequest,
  FindTotalsRequest,
  PostChunkRequest,
  ProposeTotalsRequest,
} from '../../model/requests/clearing.js';
import { ask, type CustodyContext, transact } from '../transaction.js';
import { confirmTotals, proposeTotals } from './control-totals.js';
import { postChunk } from './post-chunk.js';

/**
 * Clearing of the day (清算): the broker proposes control totals of every chunk, the bank confirms them, and then
 * the chunks are posted, each once and exactly as signed.
 */
export class ClearingContract extends Contract {
  constructor() {
    super('ClearingContract');
  }

  /** `{ chunks: [{ postings, settlementFen, feesFen, taxFen, interestFen, digest }] }` → the control totals. */
  async ProposeTotals(ctx: CustodyContext, request: string): Promise<string> {
    const call = {
      name: 'ClearingContract:ProposeTotals',
      schema: ProposeTotalsRequest,
      text: request,
    } as const;
    return transact(ctx, call, ({ request: { chunks }, books }) => proposeTotals(books, chunks));
  }

  /** `{ contentHash }` of what the bank has checked → the control totals, in force. */
  async ConfirmTotals(ctx: CustodyContext, request: string): Promise<string> {
    const call = {
      name: 'ClearingContract:ConfirmTotals',
      schema: ConfirmTotalsRequest,
      text: request,
    } as const;
    return transact(ctx, call, ({ request: { contentHash }, books }) => confirmTotals(books, contentHash));
  }

  /** `{ chunk, postings: [[accountNumber, settlementFen, feesFen, taxFen, interestFen]] }` → `{ chunk, postings, transactionId }` */
  async PostChunk(ctx: CustodyContext, request: string): Promise<string> {
    const call = { name: 'ClearingContract:PostChunk', schema: PostChunkRequest, text: request } as const;
    return transact(ctx, call, ({ request: chunk, books }) => postChunk(books, chunk));
  }

  /** `{ businessDate }` → the control totals of that day. */
  async GetTotals(ctx: CustodyContext, request: string): Promise<string> {
    const call = { name: 'ClearingContract:GetTotals', schema: FindTotalsRequest, text: request } as const;
    return ask(ctx, call, async ({ request: { businessDate }, books }) => {
      const totals = await findTotals(books, businessDate);
      if (totals !== undefined) return totals;
      throw new Refusal({
        code: 'CONTROL_TOTALS_MISSING',
        field: 'businessDate',
        message: `There are no control totals for ${businessDate}.`,
      });
    });
  }
}
