import { Contract } from 'fabric-contract-api';
import { voucherKey } from '../../books/journal.js';
import { type LaneRow, laneKey } from '../../books/lane-book.js';
import { Refusal } from '../../model/refusal.js';
import { FindLaneRequest, FindVoucherRequest } from '../../model/requests/book.js';
import type { VoucherRow } from '../../model/rows/voucher-row.js';
import { ask, type CustodyContext } from '../transaction.js';

/** What the ledger has written down: vouchers, and how far each lane has come. */
export class BookContract extends Contract {
  constructor() {
    super('BookContract');
  }

  /** `{ transactionId }` → the voucher of that transaction */
  async GetVoucher(ctx: CustodyContext, request: string): Promise<string> {
    const call = { name: 'BookContract:GetVoucher', schema: FindVoucherRequest, text: request } as const;
    return ask(ctx, call, async ({ request: { transactionId }, books }) => {
      const voucher = await books.work.read<VoucherRow>(voucherKey(transactionId));
      if (voucher !== undefined) return voucher;
      throw new Refusal({
        code: 'VOUCHER_NOT_FOUND',
        field: 'transactionId',
        message: `Transaction ${transactionId} has left no voucher here.`,
      });
    });
  }

  /** `{ side, number }` → `{ side, number, lastBatch, transactionId? }`; a lane that was never used has had batch 0 */
  async GetLane(ctx: CustodyContext, request: string): Promise<string> {
    const call = { name: 'BookContract:GetLane', schema: FindLaneRequest, text: request } as const;
    return ask(ctx, call, async ({ request: { side, number }, books }) => {
      const lane = await books.work.read<LaneRow>(laneKey(side, number));
      return { side, number, ...(lane ?? { lastBatch: 0 }) };
    });
  }
}
