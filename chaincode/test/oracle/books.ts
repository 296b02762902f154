/**
 * The oracle: what the books must say, kept by the simplest means there are. Nothing of it comes from the contracts;
 * it is slow, keeps everything in plain maps, and is meant to be read from top to bottom and believed.
 */

export type Side = 'bank' | 'broker';
export type Direction = 'deposit' | 'withdrawal';

export interface Order {
  readonly id: string;
  readonly account: string;
  readonly reason: 'judicial' | 'forty-eight-hours' | 'loss-report' | 'business-restriction';
  /** What it may still hold; infinite where it holds everything. */
  limit: number;
  /** Seconds of the epoch; infinite where it lasts until it is released. */
  readonly endsAt: number;
  readonly receivedAt: number;
  readonly forbids: readonly string[];
  readonly placedBy: Side;
  /** Kind and name in one. */
  readonly authority: string;
  standing: boolean;
}

export interface Account {
  readonly number: string;
  readonly holder: 'person' | 'institution';
  /** Pseudonym of the linked bank account. */
  readonly ref: string;
  status: string;
  suspendedBy?: Side | undefined;
  balance: number;
  /** Balance with which the day opened. */
  opening: number;
  deposited: number;
  withdrawn: number;
  /** Transfers of the day that did not come to nothing. */
  counted: number;
  closingSince?: string | undefined;
  interestOn?: string | undefined;
}

export interface Transfer {
  readonly name: string;
  readonly side: Side;
  readonly serial: string;
  readonly direction: Direction;
  readonly account: string;
  readonly ref: string;
  readonly amount: number;
  readonly begunAt: number;
  readonly date: string;
  state: string;
  suspended?: { readonly by: Side } | undefined;
  /** What corrections have taken back. */
  corrected: number;
}

export interface Hold {
  readonly account: string;
  readonly date: string;
  readonly taken: number;
  held: number;
  /** What was given back under which serial. */
  readonly released: Map<string, number>;
}

export interface Correction {
  readonly change: Readonly<Record<string, unknown>>;
  readonly side: Side;
  state: 'proposed' | 'confirmed' | 'withdrawn';
}

export interface Clearing {
  /** The postings of each chunk, as the broker has put them into the totals. */
  readonly chunks: readonly (readonly Posting[])[];
  confirmed: boolean;
  readonly posted: Set<number>;
}
export type Posting = readonly [
  account: string,
  settlement: number,
  fees: number,
  tax: number,
  interest: number,
];

export interface Memory {
  readonly asked: string;
  readonly verdict: string;
}

export interface Books {
  date: string;
  day: 'opening' | 'open' | 'closed-to-transfers' | 'clearing' | 'closed';
  readonly signedIn: Set<Side>;
  counted: boolean;
  clearing?: Clearing | undefined;
  readonly accounts: Map<string, Account>;
  readonly transfers: Map<string, Transfer>;
  readonly orders: Map<string, Order>;
  readonly holds: Map<string, Hold>;
  readonly corrections: Map<string, Correction>;
  /** What each side has asked under each serial. */
  readonly memory: Map<string, Memory>;
  readonly lanes: Map<string, number>;
}

export function emptyBooks(date: string): Books {
  return {
    date,
    day: 'open',
    signedIn: new Set(['bank', 'broker']),
    counted: false,
    accounts: new Map(),
    transfers: new Map(),
    orders: new Map(),
    holds: new Map(),
    corrections: new Map(),
    memory: new Map(),
    lanes: new Map(),
  };
}

/** What is asked is refused, with this code. */
export class No extends Error {
  readonly code: string;

  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

/** Refuses unless something holds. */
export function must(holds: boolean, code: string): asserts holds {
  if (!holds) throw new No(code);
}

export function found<Value>(value: Value | undefined, code: string): Value {
  must(value !== undefined, code);
  return value;
}

export interface Timed {
  readonly initiatedAt: string;
}

/** When it was asked, in seconds of the epoch. */
export function timeOf({ initiatedAt }: Timed): number {
  return Date.parse(initiatedAt) / 1_000;
}

export function mustBeToday(books: Books, { initiatedAt }: Timed): void {
  must(initiatedAt.slice(0, 10) === books.date, 'OTHER_BUSINESS_DAY');
}

/** Business of clients, on a day that is open or, where pending ends are brought home, closed to transfers. */
export function mustBeOpen(books: Books, ...also: readonly Books['day'][]): void {
  if (books.day === 'open' || also.includes(books.day)) return;
  throw new No(
    books.day === 'closed-to-transfers' || books.day === 'clearing' ? 'CLOSED_TO_TRANSFERS' : 'NOT_SIGNED_IN',
  );
}
