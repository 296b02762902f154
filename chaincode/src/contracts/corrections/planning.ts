import type { Books } from '../../books/books.js';
import type { Posting } from '../../books/custody-book.js';
import type { CustodyRow } from '../../model/rows/custody-row.js';
import type { Member } from '../../model/rows/proposal-row.js';
import type { Instant } from '../../rules/instant.js';

/** With what a correction is worked out. */
export interface Planning {
  readonly books: Books;
  readonly at: Instant;
  /** What the entry says has caused it. */
  readonly instruction: string;
  /** Who proposes or confirms. */
  readonly by: Member;
}

/** What a correction comes to. Nothing is changed by planning it. */
export interface Plan {
  /** The account with what changes beside its balance. */
  readonly row: CustodyRow;
  readonly posting: Posting;
  /** Writes what is to be remembered elsewhere. */
  readonly remember: () => Promise<void>;
}
