import { Contract } from 'fabric-contract-api';
import type { Books } from '../../books/books.js';
import { TRADING_COLLECTION } from '../../books/collections.js';
import { Refusal, type RefusalDetails, within } from '../../model/refusal.js';
import { FindHoldRequest, ReleaseHoldsRequest, TakeHoldsRequest } from '../../model/requests/holds.js';
import { refuseTwice } from '../batch.js';
import { ask, type CustodyContext, transactAlone } from '../transaction.js';
import { findHold, type HoldFacts, releaseHold, takeHold } from './holds.js';

type HoldAnswer =
  | ({ readonly status: 'done' } & HoldFacts)
  | ({ readonly status: 'refused'; readonly orderId: string } & RefusalDetails);

/**
 * Money that the broker reserves for its clients' orders. The broker's peer alone endorses it, so trading goes on
 * while the bank is away; and it writes nothing but the holds book and the broker's own collection.
 */
export class HoldContract extends Contract {
  constructor() {
    super('HoldContract');
  }

  /** `{ holds: [{ orderId, accountNumber, amountFen, initiatedAt }] }` → one result a hold */
  async Take(ctx: CustodyContext, request: string): Promise<string> {
    const call = { name: 'HoldContract:Take', schema: TakeHoldsRequest, text: request } as const;
    return transactAlone(ctx, { ...call, collection: TRADING_COLLECTION }, ({ request: { holds }, books }) =>
      eachOrder(books, 'holds', holds, (line) => takeHold(books, line)),
    );
  }

  /** `{ releases: [{ serial, orderId, amountFen, initiatedAt }] }` → one result a release */
  async Release(ctx: CustodyContext, request: string): Promise<string> {
    const call = { name: 'HoldContract:Release', schema: ReleaseHoldsRequest, text: request } as const;
    return transactAlone(
      ctx,
      { ...call, collection: TRADING_COLLECTION },
      ({ request: { releases }, books }) =>
        eachOrder(books, 'releases', releases, (line) => releaseHold(books, line)),
    );
  }

  /** `{ orderId }` → what the order holds */
  async GetHold(ctx: CustodyContext, request: string): Promise<string> {
    const call = { name: 'HoldContract:GetHold', schema: FindHoldRequest, text: request } as const;
    return ask(ctx, call, async ({ request: { orderId }, books }) => {
      const hold = await findHold(books, orderId);
      if (hold !== undefined) return { orderId, ...hold };
      throw new Refusal({
        code: 'HOLD_NOT_FOUND',
        field: 'orderId',
        message: `Order ${orderId} never held anything.`,
      });
    });
  }
}

async function eachOrder<Line extends { readonly orderId: string }>(
  books: Books,
  field: string,
  lines: readonly Line[],
  carryOut: (line: Line) => Promise<HoldFacts>,
): Promise<{ readonly results: readonly HoldAnswer[] }> {
  refuseTwice(
    lines.map(({ orderId }) => orderId),
    (index) => `${field}.${index}.orderId`,
  );
  const results: HoldAnswer[] = [];
  for (const [index, line] of lines.entries()) {
    try {
      results.push({ status: 'done', ...(await books.work.attempt(() => carryOut(line))) });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      results.push({
        status: 'refused',
        orderId: line.orderId,
        ...within(`${field}.${index}`, error.details),
      });
    }
  }
  return { results };
}
