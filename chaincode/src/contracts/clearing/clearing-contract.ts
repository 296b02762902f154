import { Contract } from 'fabric-contract-api';
import { assertDay } from '../../books/business-time.js';
import { findTotals, putTotals } from '../../books/clearing-book.js';
import { contentHash } from '../../books/clearing-totals.js';
import { Refusal } from '../../model/refusal.js';
import {
  ConfirmTotalsRequest,
  FindTotalsRequest,
  PostChunkRequest,
  ProposeTotalsRequest,
} from '../../model/requests/clearing.js';
import type { ControlTotalsRow } from '../../model/rows/clearing-row.js';
import { ask, type CustodyContext, transact } from '../transaction.js';
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
    return transact(ctx, call, async ({ request: { chunks }, books }) => {
      assertDay(books, 'clearing');
      const { businessDate } = books.day;
      const before = await findTotals(books, businessDate);
      // Until the bank has signed, the broker may correct itself.
      if (before?.confirmed === true) {
        throw new Refusal({
          code: 'CONTROL_TOTALS_EXIST',
          message: `The control totals of ${businessDate} are confirmed and cannot change.`,
        });
      }
      const totals: ControlTotalsRow = {
        businessDate,
        chunks,
        contentHash: contentHash(chunks),
        confirmed: false,
      };
      putTotals(books, totals);
      books.journal.note({ instruction: 'clearing', kind: 'clearing.proposed', subject: businessDate });
      return totals;
    });
  }

  /** `{ contentHash }` of what the bank has checked → the control totals, in force. */
  async ConfirmTotals(ctx: CustodyContext, request: string): Promise<string> {
    const call = {
      name: 'ClearingContract:ConfirmTotals',
      schema: ConfirmTotalsRequest,
      text: request,
    } as const;
    return transact(ctx, call, async ({ request: { contentHash: checked }, books }) => {
      assertDay(books, 'clearing');
      const { businessDate } = books.day;
      const totals = await findTotals(books, businessDate);
      if (totals === undefined) {
        throw new Refusal({
          code: 'CONTROL_TOTALS_MISSING',
          message: `The broker has proposed no control totals for ${businessDate}.`,
        });
      }
      if (totals.contentHash !== checked) {
        throw new Refusal({
          code: 'CONTROL_TOTALS_DIFFER',
          field: 'contentHash',
          message: `The broker’s control totals of ${businessDate} have the hash ${totals.contentHash}.`,
        });
      }
      const confirmed = { ...totals, confirmed: true };
      if (!totals.confirmed) {
        putTotals(books, confirmed);
        books.journal.note({ instruction: 'clearing', kind: 'clearing.confirmed', subject: businessDate });
      }
      return confirmed;
    });
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
