import type {
  CustodyRow,
  CustodyTotals,
  DayTotals,
  StoredCustodyRow,
  StoredDayTotals,
} from '../model/rows/custody-row.js';
import type { AccountKind, Holder } from '../rules/limits.js';
import { addFen, type Fen, ZERO_FEN } from '../rules/money.js';
import { BrokenBook } from './broken-book.js';
import { Folios } from './folios.js';
import type { UnitOfWork } from './unit-of-work.js';

export const CUSTODY_PREFIX = 'custody/';

/** What a row has where nothing else is stored. */
const USUAL = {
  status: 'active',
  kind: 'normal',
  holder: 'person',
  balanceFen: ZERO_FEN,
  inTransitFen: ZERO_FEN,
  pending: 0,
  bankAccountRef: '',
  freezes: [],
} as const satisfies CustodyRow;

/** The custody book's folios: money, status and freezes of each client, signed by bank and broker. */
export type CustodyFolios = Folios<CustodyRow, StoredCustodyRow, CustodyTotals>;

export function custodyFolios(work: UnitOfWork, folioSize: number): CustodyFolios {
  return new Folios(work, {
    prefix: CUSTODY_PREFIX,
    folioSize,
    pack,
    unpack: unpackCustodyRow,
    totals: custodyTotals,
  });
}

/** The whole row of what is stored of it. */
export function unpackCustodyRow(stored: StoredCustodyRow): CustodyRow {
  const { today, interestSettledOn } = stored;
  // Field by field, because spreading thousands of rows costs more than all that is done with them.
  return {
    status: stored.status ?? USUAL.status,
    kind: stored.kind ?? USUAL.kind,
    holder: stored.holder ?? USUAL.holder,
    balanceFen: stored.balanceFen ?? USUAL.balanceFen,
    inTransitFen: stored.inTransitFen ?? USUAL.inTransitFen,
    pending: stored.pending ?? USUAL.pending,
    bankAccountRef: stored.bankAccountRef ?? USUAL.bankAccountRef,
    freezes: stored.freezes ?? USUAL.freezes,
    today: today && unpackTotals(today),
    interestSettledOn,
  };
}

/** An account that has just been registered. */
export function newCustodyRow({
  kind,
  holder,
}: {
  readonly kind: AccountKind;
  readonly holder: Holder;
}): CustodyRow {
  return { ...USUAL, status: 'registered', kind, holder };
}

export function custodyTotals(rows: Iterable<StoredCustodyRow>): CustodyTotals {
  let accounts = 0;
  let balanceFen: Fen = ZERO_FEN;
  let inTransitFen: Fen = ZERO_FEN;
  let pending = 0;
  for (const row of rows) {
    accounts += 1;
    balanceFen = addFen(balanceFen, row.balanceFen ?? ZERO_FEN);
    inTransitFen = addFen(inTransitFen, row.inTransitFen ?? ZERO_FEN);
    pending += row.pending ?? 0;
  }
  return { accounts, balanceFen, inTransitFen, pending };
}

function pack(row: CustodyRow): StoredCustodyRow {
  assertSound(row);
  const { status, kind, holder, balanceFen, inTransitFen, pending, bankAccountRef, freezes, today } = row;
  const { interestSettledOn } = row;
  const stored: { -readonly [Field in keyof StoredCustodyRow]: StoredCustodyRow[Field] } = {};
  if (balanceFen !== USUAL.balanceFen) stored.balanceFen = balanceFen;
  if (bankAccountRef !== USUAL.bankAccountRef) stored.bankAccountRef = bankAccountRef;
  if (freezes.length > 0) stored.freezes = freezes;
  if (holder !== USUAL.holder) stored.holder = holder;
  if (inTransitFen !== USUAL.inTransitFen) stored.inTransitFen = inTransitFen;
  if (interestSettledOn !== undefined) stored.interestSettledOn = interestSettledOn;
  if (kind !== USUAL.kind) stored.kind = kind;
  if (pending !== USUAL.pending) stored.pending = pending;
  if (status !== USUAL.status) stored.status = status;
  if (today !== undefined) stored.today = packTotals(today);
  return stored;
}

function unpackTotals([date, openingFen, deposits, withdrawals]: StoredDayTotals): DayTotals {
  return { date, openingFen, deposits, withdrawals };
}

function packTotals({ date, openingFen, deposits, withdrawals }: DayTotals): StoredDayTotals {
  return [date, openingFen, deposits, withdrawals];
}

/** Whatever the rules above have decided, a row that says this is never written. */
function assertSound({ balanceFen, inTransitFen, pending }: CustodyRow): void {
  if (balanceFen >= 0 && inTransitFen >= 0 && inTransitFen <= balanceFen && pending >= 0) return;
  throw new BrokenBook(
    `A custody row cannot have ${balanceFen} fen with ${inTransitFen} fen in transit and ${pending} pending transfers.`,
  );
}
