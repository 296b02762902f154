import { positionOf } from '../../books/custody-book.js';
import { effectOf, orderInForce, putOrder, withoutFreeze } from '../../books/freeze-book.js';
import { Refusal } from '../../model/refusal.js';
import type { CorrectionOf } from '../../model/requests/corrections.js';
import type { CustodyRow } from '../../model/rows/custody-row.js';
import type { FreezeOrderRow } from '../../model/rows/freeze-row.js';
import { addFen, fen, formatYuan, ZERO_FEN } from '../../rules/money.js';
import { correctableAccount } from './correctable-account.js';
import { openedWith } from './day-totals.js';
import type { Plan, Planning } from './planning.js';

/**
 * Takes money for an authority (划扣) out of what its freeze holds, and no other money: what trades oblige to pay and
 * what earlier orders hold goes first.
 *
 * @source 法发〔2008〕4号
 */
export async function planDeduction(planning: Planning, change: CorrectionOf<'deduct'>): Promise<Plan> {
  const { books, at, instruction } = planning;
  const { freezeId, amountFen } = change;
  const order = await orderInForce(books, freezeId, { at, field: 'freezeId' });
  if (order.reason !== 'judicial') {
    throw new Refusal({
      code: 'FREEZE_NOT_FOUND',
      field: 'freezeId',
      message: `Order ${freezeId} is no judicial freeze, so nothing can be taken under it.`,
    });
  }
  const { accountNumber } = order;
  const row = await correctableAccount(books, accountNumber);
  const { captured } = await positionOf(books, accountNumber, { row, at });
  const heldFen = captured.find(({ id }) => id === freezeId)?.capturedFen ?? ZERO_FEN;
  if (amountFen > heldFen) {
    throw new Refusal({
      code: 'NOT_CAPTURED',
      field: 'amountFen',
      message: `Order ${freezeId} holds ${formatYuan(heldFen)} now, and ${formatYuan(amountFen)} was to be taken.`,
    });
  }
  const deducted = afterDeduction(planning, order, change);
  const takenFen = fen(-amountFen);
  return {
    row: withOrder(openedWith(row, books.day.businessDate, takenFen), deducted),
    posting: {
      accountNumber,
      amountFen: takenFen,
      kind: 'judicial-deduction',
      counter: 'enforcement',
      instruction,
    },
    remember: async () => putOrder(books, deducted),
  };
}

function afterDeduction(
  { books, at, by }: Planning,
  order: FreezeOrderRow,
  { amountFen, documentNumber }: CorrectionOf<'deduct'>,
): FreezeOrderRow {
  const deducted: FreezeOrderRow = { ...order, deductedFen: addFen(order.deductedFen, amountFen) };
  if (effectOf(deducted).limitFen !== 0) return deducted;
  const end = { at, by, documentNumber, transactionId: books.state.getTxID() };
  return { ...deducted, state: 'deducted', end };
}

/** The order keeps its place for what is left of it, and leaves the account where nothing is. */
function withOrder(row: CustodyRow, order: FreezeOrderRow): CustodyRow {
  if (order.state !== 'placed') return withoutFreeze(row, order.id);
  return {
    ...row,
    freezes: row.freezes.map((freeze) => (freeze.id === order.id ? effectOf(order) : freeze)),
  };
}
