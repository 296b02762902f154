import { totalsOf } from '../../books/custody-book.js';
import type { CustodyRow } from '../../model/rows/custody-row.js';
import type { TransferRecord } from '../../model/rows/instruction-row.js';
import type { BusinessDate } from '../../rules/business-date.js';
import { addFen, type Fen, subtractFen, ZERO_FEN } from '../../rules/money.js';

/**
 * The account with a correction of what happened before the business day: the day then opens with another balance,
 * so that its opening, deposits and withdrawals still make its balance.
 */
export function openedWith(row: CustodyRow, date: BusinessDate, amountFen: Fen): CustodyRow {
  const totals = totalsOf(row, date);
  return { ...row, today: { ...totals, openingFen: addFen(totals.openingFen, amountFen) } };
}

/**
 * The account without part of what a transfer of this day has moved. The transfer is still counted, since the client
 * did make it.
 */
export function withoutMoved(
  row: CustodyRow,
  { direction, channel, businessDate }: TransferRecord,
  amountFen: Fen,
): CustodyRow {
  const totals = totalsOf(row, businessDate);
  const side = direction === 'deposit' ? 'deposits' : 'withdrawals';
  const [sumFen, count] = totals[side][channel] ?? [ZERO_FEN, 0];
  const moved = { ...totals[side], [channel]: [subtractFen(sumFen, amountFen), count] as const };
  return { ...row, today: { ...totals, [side]: moved } };
}
