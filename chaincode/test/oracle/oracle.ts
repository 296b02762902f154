import { cancelClosing, close, requestClosing, resume, suspend } from './accounts.js';
import { type Books, emptyBooks, must, No, type Posting, type Side } from './books.js';
import { confirm, propose } from './corrections.js';
import {
  closeDay,
  confirmTotals,
  count,
  postChunk,
  proposeTotals,
  signIn,
  signOut,
  startClearing,
} from './day.js';
import { cancelLoss, place, releaseOrder, reportLoss, resumeTransfer, suspendTransfer } from './freezes.js';
import { release, take } from './holds.js';
import { answer, begin, claim, expire, reverse } from './transfers.js';

/** What a call must come to: a code for all of it, or for each line `done` or a code. */
export type Verdict = { readonly refused: string } | { readonly lines: readonly string[] };

export interface Asked {
  readonly function: string;
  readonly side: Side;
  readonly request: Readonly<Record<string, unknown>>;
}

/** What the oracle has to be told, because it follows from hashes or calendars. */
export interface Told {
  readonly hashes: ReadonlyMap<string, string>;
  readonly nextDay: string;
  /** Postings of the chunks whose totals are proposed. */
  readonly chunks: readonly (readonly Posting[])[];
}

type Step = (books: Books, side: Side, line: never) => void;

/** Instructions under a serial, which are carried out once however often they come. */
const INSTRUCTIONS: Readonly<Record<string, Step>> = {
  'TransferContract:Begin': begin,
  'TransferContract:Claim': claim,
  'TransferContract:Answer': answer,
  'TransferContract:Expire': expire,
  'TransferContract:Reverse': reverse,
  'FreezeContract:Place': place,
  'FreezeContract:Release': releaseOrder,
  'FreezeContract:ReportLoss': reportLoss,
  'FreezeContract:CancelLoss': cancelLoss,
  'FreezeContract:SuspendTransfer': suspendTransfer,
  'FreezeContract:ResumeTransfer': resumeTransfer,
  'AccountContract:Suspend': suspend,
  'AccountContract:Resume': resume,
  'AccountContract:RequestClosing': requestClosing,
  'AccountContract:CancelClosing': cancelClosing,
  'AccountContract:Close': close,
};

/** Says of each call what must become of it, and keeps the books as they must be then. */
export class Oracle {
  readonly books: Books;

  constructor(books: Books | string) {
    this.books = typeof books === 'string' ? emptyBooks(books) : books;
  }

  /** Another oracle that knows the same. */
  twin(): Oracle {
    return new Oracle(structuredClone(this.books));
  }

  ask(asked: Asked, told: Told): Verdict {
    try {
      const step = INSTRUCTIONS[asked.function];
      return { lines: step === undefined ? this.#whole(asked, told) : this.#batch(asked, step) };
    } catch (error) {
      if (error instanceof No) return { refused: error.code };
      throw error;
    }
  }

  #batch({ function: name, side, request }: Asked, step: Step): string[] {
    const { books } = this;
    const lines = request.instructions as readonly { readonly serial: string }[];
    must(new Set(lines.map(({ serial }) => serial)).size === lines.length, 'DUPLICATE_IN_BATCH');
    this.#lane(side, request.lane as { readonly number: number; readonly batch: number } | undefined);
    return lines.map((line) => {
      const key = `${side}/${line.serial}`;
      const asked = `${name} ${JSON.stringify(line)}`;
      const before = books.memory.get(key);
      if (before !== undefined) return before.asked === asked ? before.verdict : 'IDEMPOTENCY_CONFLICT';
      const verdict = outcomeOf(() => step(books, side, line as never));
      books.memory.set(key, { asked, verdict });
      return verdict;
    });
  }

  #lane(side: Side, lane: { readonly number: number; readonly batch: number } | undefined): void {
    if (lane === undefined) return;
    const key = `${side}/${lane.number}`;
    const last = this.books.lanes.get(key) ?? 0;
    must(last === 0 || lane.batch > last, 'BATCH_ALREADY_POSTED');
    must(lane.batch === last + 1, 'BATCH_OUT_OF_ORDER');
    this.books.lanes.set(key, lane.batch);
  }

  #whole({ function: name, side, request }: Asked, told: Told): string[] {
    const { books } = this;
    const line = request as never;
    switch (name) {
      case 'HoldContract:Take':
        return each(request.holds, (hold) => take(books, hold));
      case 'HoldContract:Release':
        return each(request.releases, (hold) => release(books, hold));
      case 'CorrectionContract:Propose':
        propose(books, side, line);
        return ['done'];
      case 'CorrectionContract:Confirm':
        confirm(books, side, line, told.hashes.get(String(request.id)) ?? '');
        return ['done'];
      default:
        this.#day(name, { side, request, told });
        return ['done'];
    }
  }

  #day(name: string, { side, request, told }: Omit<Asked, 'function'> & { readonly told: Told }): void {
    const { books } = this;
    const moves: Readonly<Record<string, () => void>> = {
      'DayContract:SignIn': () => signIn(books, side, String(request.businessDate), told.nextDay),
      'DayContract:SignOut': () => signOut(books, side),
      'DayContract:CountFolios': () => count(books),
      'DayContract:StartClearing': () => startClearing(books),
      'DayContract:CloseDay': () => closeDay(books),
      'ClearingContract:ProposeTotals': () => proposeTotals(books, told.chunks),
      'ClearingContract:ConfirmTotals': () => confirmTotals(books),
      'ClearingContract:PostChunk': () =>
        postChunk(books, Number(request.chunk), request.postings as readonly Posting[]),
    };
    const move = moves[name];
    if (move === undefined) throw new Error(`The oracle has never heard of ${name}.`);
    move();
  }
}

function each<Line extends { readonly orderId: string }>(
  lines: unknown,
  step: (line: Line & never) => void,
): string[] {
  const all = lines as readonly (Line & never)[];
  must(new Set(all.map(({ orderId }) => orderId)).size === all.length, 'DUPLICATE_IN_BATCH');
  return all.map((line) => outcomeOf(() => step(line)));
}

/** The steps look before they change anything, so what is refused has changed nothing. */
function outcomeOf(step: () => void): string {
  try {
    step();
    return 'done';
  } catch (error) {
    if (error instanceof No) return error.code;
    throw error;
  }
}
