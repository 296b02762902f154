import { type Books, found, must, No, type Posting, type Side } from './books.js';
import { inTransitOf, isPending, sum } from './cash.js';

const mustClear = (books: Books): void => must(books.day === 'clearing', 'DAY_OUT_OF_ORDER');

/** @param next the trading day after the one on the ledger */
export function signIn(books: Books, side: Side, date: string, next: string): void {
  if (books.day === 'closed') {
    must(date === next, 'DAY_OUT_OF_ORDER');
    books.date = date;
    books.day = 'opening';
    books.counted = false;
    books.clearing = undefined;
    for (const account of books.accounts.values()) {
      account.opening = account.balance;
      account.deposited = 0;
      account.withdrawn = 0;
      account.counted = 0;
    }
  } else {
    must(date === books.date, 'DAY_OUT_OF_ORDER');
    must(!books.signedIn.has(side), 'ALREADY_SIGNED_IN');
    must(books.day === 'opening', 'DAY_OUT_OF_ORDER');
  }
  books.signedIn.add(side);
  if (books.signedIn.size === 2) books.day = 'open';
}

export function signOut(books: Books, side: Side): void {
  must(books.signedIn.has(side), 'NOT_SIGNED_IN');
  books.signedIn.delete(side);
  if (books.day === 'open') books.day = 'closed-to-transfers';
}

/** Counts the whole book at once. */
export function count(books: Books): void {
  must(books.day === 'closed-to-transfers' && books.signedIn.size === 0, 'DAY_OUT_OF_ORDER');
  must(![...books.transfers.values()].some(isPending), 'TRANSFERS_PENDING');
  books.counted = true;
}

export function startClearing(books: Books): void {
  must(books.day === 'closed-to-transfers' && books.signedIn.size === 0, 'DAY_OUT_OF_ORDER');
  must(books.counted, 'FOLIOS_NOT_COUNTED');
  books.day = 'clearing';
}

export function proposeTotals(books: Books, chunks: readonly (readonly Posting[])[]): void {
  mustClear(books);
  const { clearing } = books;
  const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);
  if (isSame(clearing?.chunks, chunks)) return;
  const posted = clearing?.posted ?? new Set<number>();
  for (const chunk of posted) must(isSame(clearing?.chunks[chunk], chunks[chunk]), 'CONTROL_TOTALS_EXIST');
  books.clearing = { chunks, confirmed: false, posted };
}

export function confirmTotals(books: Books): void {
  mustClear(books);
  found(books.clearing, 'CONTROL_TOTALS_MISSING').confirmed = true;
}

export function postChunk(books: Books, chunk: number, postings: readonly Posting[]): void {
  mustClear(books);
  const clearing = found(books.clearing, 'CONTROL_TOTALS_MISSING');
  must(clearing.confirmed, 'CONTROL_TOTALS_MISSING');
  must(JSON.stringify(clearing.chunks[chunk]) === JSON.stringify(postings), 'CONTROL_TOTALS_DIFFER');
  must(!clearing.posted.has(chunk), 'CHUNK_POSTED');
  must(new Set(postings.map(([account]) => account)).size === postings.length, 'DUPLICATE_IN_BATCH');
  const effects = postings.map(([number, settlement, fees, tax, interest]) => {
    const account = found(books.accounts.get(number), 'ACCOUNT_NOT_FOUND');
    must(account.status !== 'closed', 'ACCOUNT_CLOSED');
    const balance = account.balance + sum([settlement, -fees, -tax, interest]);
    must(balance >= inTransitOf(books, number), 'CLEARING_SHORTFALL');
    return { account, balance, settlesInterest: interest > 0 || account.status === 'closing' };
  });
  for (const { account, balance, settlesInterest } of effects) {
    account.balance = balance;
    if (settlesInterest) account.interestOn = books.date;
  }
  clearing.posted.add(chunk);
}

export function closeDay(books: Books): void {
  mustClear(books);
  const { clearing } = books;
  if (clearing !== undefined) {
    must(clearing.confirmed, 'CONTROL_TOTALS_MISSING');
    if (clearing.posted.size !== clearing.chunks.length) throw new No('CHUNKS_MISSING');
  }
  books.day = 'closed';
}
