import { totalsOf } from '../../books/custody-book.js';
import type { ChannelTotals } from '../../model/rows/custody-row.js';
import { inForce } from '../../rules/freezes.js';
import type { Instant } from '../../rules/instant.js';
import { formatYuan } from '../../rules/money.js';
import type { AccountWork } from './account-batch.js';
import type { Standing } from './status.js';

/**
 * Everything that stands in the way of closing an account, one clause each: nobody should have to come back once
 * for every reason.
 *
 * @source tri-party agreement (三方存管协议): no order, no unsettled trade, no transfer of the day, no freeze,
 *   interest settled, nothing left
 */
export async function obstaclesToClosing(
  { books }: AccountWork,
  { row, file }: Standing,
  at: Instant,
): Promise<readonly string[]> {
  const { businessDate } = books.day;
  const { heldFen, payableFen, receivableFen } = await books.holds.row(file.accountNumber);
  const { deposits, withdrawals } = totalsOf(row, businessDate);
  const transfers = countOf(deposits) + countOf(withdrawals);
  const freezes = inForce(row.freezes, at).map(({ id, reason }) => `${id} (${reason})`);
  const requestedOn = file.closingRequestedOn ?? businessDate;
  const settledOn = row.interestSettledOn;
  const obstacles: readonly (readonly [stands: boolean, clause: string])[] = [
    [heldFen > 0, `${formatYuan(heldFen)} is held for open orders, which must be cancelled or filled`],
    [payableFen > 0, `${formatYuan(payableFen)} is payable for trades that are not settled yet`],
    [receivableFen > 0, `${formatYuan(receivableFen)} is receivable from trades that are not settled yet`],
    [row.pending > 0, `transfers are pending: ${row.pending}`],
    [row.inTransitFen > 0, `${formatYuan(row.inTransitFen)} is in transit`],
    [freezes.length > 0, `orders are in force: ${freezes.join(', ')}`],
    [transfers > 0, `transfers were made today: ${transfers}, so it can be closed on the next business day`],
    [
      row.balanceFen > 0,
      `${formatYuan(row.balanceFen)} is left, which the client withdraws to the linked bank account`,
    ],
    [
      settledOn === undefined || settledOn < requestedOn,
      `interest has not been settled since closing was requested on ${requestedOn}`,
    ],
  ];
  return obstacles.filter(([stands]) => stands).map(([, clause]) => clause);
}

function countOf(totals: ChannelTotals): number {
  return Object.values(totals).reduce((sum, [, count]) => sum + count, 0);
}
