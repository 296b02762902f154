import {
  type Account,
  type Books,
  type Direction,
  found,
  must,
  mustBeOpen,
  mustBeToday,
  type Side,
  type Timed,
  timeOf,
} from './books.js';
import { capturedOn, isPending } from './cash.js';
import { inForce } from './freezes.js';
import { accountOf, mustBeFree, type Named } from './transfers.js';

export type Change =
  | { readonly kind: 'undo'; readonly original: Named; readonly amountFen: number }
  | {
      readonly kind: 'book';
      readonly direction: Direction;
      readonly accountNumber: string;
      readonly bankAccountRef: string;
      readonly amountFen: number;
      readonly bankSerial: string;
      readonly businessDate: string;
    }
  | { readonly kind: 'deduct'; readonly freezeId: string; readonly amountFen: number };

export interface Propose extends Timed {
  readonly id: string;
  readonly change: Change;
}

export function propose(books: Books, side: Side, line: Propose): void {
  must(!books.corrections.has(line.id), 'PROPOSAL_EXISTS');
  mustBeOpen(books);
  mustBeToday(books, line);
  plan(books, line.change, line);
  books.corrections.set(line.id, { change: line.change, side, state: 'proposed' });
}

export interface Reply extends Timed {
  readonly id: string;
  readonly contentHash: string;
}

/** @param hash that the ledger has told for the proposal */
export function confirm(books: Books, side: Side, line: Reply, hash: string): void {
  const proposal = found(books.corrections.get(line.id), 'PROPOSAL_NOT_FOUND');
  must(proposal.state === 'proposed', 'PROPOSAL_ANSWERED');
  must(proposal.side !== side, 'PROPOSAL_OWN');
  must(line.contentHash === hash, 'PROPOSAL_CONTENT_DIFFERS');
  mustBeOpen(books);
  mustBeToday(books, line);
  plan(books, proposal.change as unknown as Change, line)();
  proposal.state = 'confirmed';
}

/** Refuses what cannot be; otherwise answers how to do it. */
function plan(books: Books, change: Change, line: Timed): () => void {
  if (change.kind === 'undo') return undoing(books, change, line);
  return change.kind === 'book' ? booking(books, change, line) : deducting(books, change, line);
}

function correctable(books: Books, number: string): Account {
  const account = accountOf(books, number);
  must(account.status !== 'closed', 'ACCOUNT_CLOSED');
  return account;
}

function undoing(books: Books, change: Extract<Change, { kind: 'undo' }>, line: Timed): () => void {
  const { original, amountFen } = change;
  const transfer = found(books.transfers.get(`${original.side}/${original.serial}`), 'TRANSFER_NOT_FOUND');
  must(transfer.state === 'posted', 'NOT_POSTED');
  const account = correctable(books, transfer.account);
  must(transfer.corrected + amountFen <= transfer.amount, 'CORRECTION_TOO_LARGE');
  const isDeposit = transfer.direction === 'deposit';
  if (isDeposit) mustBeFree(books, account.number, amountFen, timeOf(line));
  return () => {
    const signed = isDeposit ? -amountFen : amountFen;
    transfer.corrected += amountFen;
    account.balance += signed;
    if (transfer.date !== books.date) account.opening += signed;
    else if (isDeposit) account.deposited -= amountFen;
    else account.withdrawn -= amountFen;
  };
}

function booking(books: Books, change: Extract<Change, { kind: 'book' }>, line: Timed): () => void {
  const { direction, accountNumber, bankAccountRef, amountFen, bankSerial, businessDate } = change;
  must(businessDate <= books.date, 'OTHER_BUSINESS_DAY');
  const account = correctable(books, accountNumber);
  must(account.ref === bankAccountRef, 'BANK_ACCOUNT_NOT_LINKED');
  const name = `bank/${bankSerial}`;
  const before = books.transfers.get(name);
  const asked = books.memory.get(name);
  const standing =
    before === undefined ? asked?.verdict === 'done' : before.state === 'posted' || isPending(before);
  must(!standing, 'BANK_SERIAL_BOOKED');
  if (direction === 'withdrawal') mustBeFree(books, accountNumber, amountFen, timeOf(line));
  return () => {
    const signed = direction === 'deposit' ? amountFen : -amountFen;
    account.balance += signed;
    if (businessDate !== books.date) account.opening += signed;
    else {
      if (direction === 'deposit') account.deposited += amountFen;
      else account.withdrawn += amountFen;
      account.counted += 1;
    }
    books.transfers.set(name, {
      ...{ name, side: 'bank', serial: bankSerial, direction, account: accountNumber, ref: bankAccountRef },
      ...{ amount: amountFen, begunAt: timeOf(line), date: businessDate, state: 'posted', corrected: 0 },
    });
    if (asked === undefined) books.memory.set(name, { asked: 'a correction', verdict: 'done' });
  };
}

function deducting(books: Books, change: Extract<Change, { kind: 'deduct' }>, line: Timed): () => void {
  const order = inForce(books, change.freezeId, timeOf(line));
  must(order.reason === 'judicial', 'FREEZE_NOT_FOUND');
  const account = correctable(books, order.account);
  must(change.amountFen <= (capturedOn(books, account, timeOf(line)).get(order) ?? 0), 'NOT_CAPTURED');
  return () => {
    account.balance -= change.amountFen;
    account.opening -= change.amountFen;
    order.limit -= change.amountFen;
    if (order.limit === 0) order.standing = false;
  };
}
