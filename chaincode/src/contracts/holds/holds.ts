import type { Books } from '../../books/books.js';
import { assertBusinessTime, assertDay } from '../../books/business-time.js';
import { TRADING_COLLECTION } from '../../books/collections.js';
import { accountRow, positionOf } from '../../books/custody-book.js';
import { Refusal } from '../../model/refusal.js';
import type { ReleaseHoldLine, TakeHoldLine } from '../../model/requests/holds.js';
import type { HoldRecord, ReleaseRecord } from '../../model/rows/hold-record.js';
import { statusAllows } from '../../rules/account-status.js';
import { blockedBy } from '../../rules/freezes.js';
import { addFen, type Fen, formatYuan, subtractFen, ZERO_FEN } from '../../rules/money.js';

export const holdKey = (orderId: string): string => `hold/${orderId}`;

export interface HoldFacts {
  readonly orderId: string;
  readonly heldFen: Fen;
  readonly transactionId: string;
  readonly replayed: boolean;
}

/**
 * Reserves money for an order (预扣), never more than is available. It moves nothing: the balance stays as bank and
 * broker have signed it.
 */
export async function takeHold(books: Books, line: TakeHoldLine): Promise<HoldFacts> {
  const { orderId, accountNumber, amountFen } = line;
  const before = await findHold(books, orderId);
  if (before !== undefined) return again(books, before, line);
  assertDay(books, 'open');
  assertBusinessTime(books, line.initiatedAt);
  const row = await accountRow(books, accountNumber);
  const freeze = blockedBy(row.freezes, 'buy', line.initiatedAt);
  if (!statusAllows(row.status, 'buy') || freeze !== undefined) {
    throw new Refusal({
      code: freeze === undefined ? 'ACCOUNT_STATUS' : 'ACCOUNT_FROZEN',
      field: 'accountNumber',
      message: `Account ${accountNumber} is ${freeze === undefined ? row.status : `under order ${freeze.id}`} and cannot buy.`,
    });
  }
  const { availableFen } = await positionOf(books, accountNumber, { row, at: line.initiatedAt });
  if (amountFen > availableFen) {
    throw new Refusal({
      code: 'INSUFFICIENT_AVAILABLE',
      field: 'amountFen',
      message: `${formatYuan(availableFen)} is available on account ${accountNumber}, and the order needs ${formatYuan(amountFen)}.`,
    });
  }
  const transactionId = books.state.getTxID();
  const { businessDate } = books.day;
  const record: HoldRecord = {
    accountNumber,
    businessDate,
    takenFen: amountFen,
    heldFen: amountFen,
    transactionId,
  };
  await putHeld(books, accountNumber, addFen((await books.holds.row(accountNumber)).heldFen, amountFen));
  putHold(books, orderId, record);
  books.journal.note({
    instruction: orderId,
    kind: 'hold.taken',
    subject: accountNumber,
    facts: { amountFen },
  });
  return { orderId, heldFen: amountFen, transactionId, replayed: false };
}

/** Gives back part or all of what an order holds. */
export async function releaseHold(books: Books, line: ReleaseHoldLine): Promise<HoldFacts> {
  const { serial, orderId, amountFen } = line;
  const record = await findHold(books, orderId);
  const before = releaseOf(record, serial);
  if (before !== undefined) return releasedBefore(before, line);
  assertDay(books, 'open', 'closed-to-transfers');
  assertBusinessTime(books, line.initiatedAt);
  if (record === undefined || record.businessDate !== books.day.businessDate) {
    throw new Refusal({
      code: 'HOLD_NOT_FOUND',
      field: 'orderId',
      message: `Order ${orderId} holds nothing today.`,
    });
  }
  if (amountFen > record.heldFen) {
    throw new Refusal({
      code: 'HOLD_TOO_SMALL',
      field: 'amountFen',
      message: `Order ${orderId} holds ${formatYuan(record.heldFen)}, and ${formatYuan(amountFen)} was to be released.`,
    });
  }
  const { accountNumber } = record;
  const heldFen = subtractFen(record.heldFen, amountFen);
  await putHeld(books, accountNumber, subtractFen((await books.holds.row(accountNumber)).heldFen, amountFen));
  const transactionId = books.state.getTxID();
  const releases = { ...record.releases, [serial]: { amountFen, heldFen, transactionId } };
  putHold(books, orderId, { ...record, heldFen, releases });
  books.journal.note({
    instruction: orderId,
    kind: 'hold.released',
    subject: accountNumber,
    facts: { amountFen },
  });
  return { orderId, heldFen, transactionId, replayed: false };
}

function releaseOf(record: HoldRecord | undefined, serial: string): ReleaseRecord | undefined {
  const releases = record?.releases ?? {};
  return Object.hasOwn(releases, serial) ? releases[serial] : undefined;
}

function releasedBefore(before: ReleaseRecord, { serial, orderId, amountFen }: ReleaseHoldLine): HoldFacts {
  const { heldFen, transactionId } = before;
  if (before.amountFen === amountFen) return { orderId, heldFen, transactionId, replayed: true };
  throw new Refusal({
    code: 'IDEMPOTENCY_CONFLICT',
    field: 'serial',
    message: `Release ${serial} of order ${orderId} was of ${formatYuan(before.amountFen)}, in transaction ${transactionId}; choose a new serial.`,
  });
}

export function findHold(books: Books, orderId: string): Promise<HoldRecord | undefined> {
  return books.work.readPrivate<HoldRecord>(TRADING_COLLECTION, holdKey(orderId));
}

function putHold(books: Books, orderId: string, record: HoldRecord): void {
  books.work.writePrivate(TRADING_COLLECTION, holdKey(orderId), record);
}

async function putHeld(books: Books, accountNumber: string, heldFen: Fen): Promise<void> {
  await books.holds.put(accountNumber, { ...(await books.holds.row(accountNumber)), heldFen });
}

/** Asked again, an order holds what it still holds: nothing once its day is over. */
function again(
  books: Books,
  before: HoldRecord,
  { orderId, accountNumber, amountFen }: TakeHoldLine,
): HoldFacts {
  if (before.accountNumber === accountNumber && before.takenFen === amountFen) {
    const heldFen = before.businessDate === books.day.businessDate ? before.heldFen : ZERO_FEN;
    return { orderId, heldFen, transactionId: before.transactionId, replayed: true };
  }
  throw new Refusal({
    code: 'HOLD_EXISTS',
    field: 'orderId',
    message: `Order ${orderId} has a hold with another content, of transaction ${before.transactionId}.`,
  });
}
