import type { ClearedLine } from '../model/rows/clearing-row.js';
import type { CounterAccount, Entry, Note, VoucherRow } from '../model/rows/voucher-row.js';
import type { BusinessDate } from '../rules/business-date.js';
import { addFen, type Fen, subtractFen, ZERO_FEN } from '../rules/money.js';
import { BrokenBook } from './broken-book.js';
import type { UnitOfWork } from './unit-of-work.js';

export function voucherKey(transactionId: string): string {
  return `voucher/${transactionId}`;
}

export interface VoucherHead {
  readonly function: string;
  readonly by: VoucherRow['by'];
  readonly businessDate?: BusinessDate;
}

/**
 * The voucher (凭证) that a transaction leaves: every entry with its counter-entry, and a note of everything else
 * that has changed.
 */
export class Journal {
  readonly #work: UnitOfWork;
  readonly #head: VoucherHead;
  readonly #entries: Entry[] = [];
  readonly #notes: Note[] = [];
  readonly #counter = new Map<CounterAccount, Fen>();
  #lane: VoucherRow['lane'];
  #cleared: ClearedLine[] = [];

  constructor(work: UnitOfWork, head: VoucherHead) {
    this.#work = work;
    this.#head = head;
  }

  /** Books an entry on a client's account and its other leg on the counter-account. */
  post(entry: Entry): void {
    this.#entries.push(entry);
    this.#work.undoable(() => this.#entries.pop());
    this.#counterPost(entry.counter, entry.amountFen);
  }

  /** Books one account's line of clearing. The other legs of thousands of lines are summed when the voucher closes. */
  postCleared(line: ClearedLine): void {
    this.#cleared.push(line);
    this.#work.undoable(() => this.#cleared.pop());
  }

  note(note: Note): void {
    this.#notes.push(note);
    this.#work.undoable(() => this.#notes.pop());
  }

  /** Says that the transaction was a batch of a lane. */
  ofLane(lane: NonNullable<VoucherRow['lane']>): void {
    this.#lane = lane;
  }

  #counterPost(counter: CounterAccount, amountFen: Fen): void {
    const before = this.#counter.get(counter);
    if (amountFen === 0) return;
    this.#counter.set(counter, subtractFen(before ?? ZERO_FEN, amountFen));
    this.#work.undoable(() => {
      if (before === undefined) this.#counter.delete(counter);
      else this.#counter.set(counter, before);
    });
  }

  /** The voucher's row; throws where the entries do not sum to zero or nothing is said of what was done. */
  close(transactionId: string): VoucherRow {
    if (this.#isEmpty()) {
      throw new BrokenBook('A transaction that changes the books must leave an entry or a note.');
    }
    this.#counterPostCleared();
    const sum = [...this.#effects(), ...this.#counter.values()].reduce(addFen, ZERO_FEN);
    if (sum !== 0) throw new BrokenBook(`The entries and counter-entries of a voucher sum to ${sum} fen.`);
    return {
      transactionId,
      ...this.#head,
      ...(this.#lane !== undefined && { lane: this.#lane }),
      entries: this.#entries,
      ...(this.#cleared.length > 0 && { cleared: this.#cleared }),
      counterEntries: Object.fromEntries(this.#counter),
      notes: this.#notes,
    };
  }

  #isEmpty(): boolean {
    const { length: entries } = this.#entries;
    return (
      entries === 0 && this.#cleared.length === 0 && this.#notes.length === 0 && this.#lane === undefined
    );
  }

  /** Each part of the cleared lines against its counter-account. */
  #counterPostCleared(): void {
    let [settled, charged, interest] = [ZERO_FEN, ZERO_FEN, ZERO_FEN];
    for (const [, settlementFen, feesFen, taxFen, interestFen] of this.#cleared) {
      settled = addFen(settled, settlementFen);
      charged = addFen(addFen(charged, feesFen), taxFen);
      interest = addFen(interest, interestFen);
    }
    this.#counterPost('settlement', settled);
    this.#counterPost('fees-and-tax', subtractFen(ZERO_FEN, charged));
    this.#counterPost('interest', interest);
  }

  /** What every entry did to a client's balance. */
  #effects(): Fen[] {
    return [...this.#entries.map(({ amountFen }) => amountFen), ...this.#cleared.map(effectOf)];
  }
}

/** What a line of clearing does to its account's balance. */
export function effectOf([, settlementFen, feesFen, taxFen, interestFen]:
  | ClearedLine
  | readonly [string, Fen, Fen, Fen, Fen]): Fen {
  return subtractFen(subtractFen(addFen(settlementFen, interestFen), feesFen), taxFen);
}
