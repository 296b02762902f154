import type { Counted, CountRow } from '../model/rows/count-row.js';
import type { BusinessDate } from '../rules/business-date.js';
import { addFen, ZERO_FEN } from '../rules/money.js';
import { BrokenBook } from './broken-book.js';
import type { UnitOfWork } from './unit-of-work.js';

const FOLIO_DIGITS = 15;

export const NOTHING_COUNTED: Counted = { folios: 0, accounts: 0, balanceFen: ZERO_FEN };

export function addCounted(a: Counted, b: Counted): Counted {
  return {
    folios: a.folios + b.folios,
    accounts: a.accounts + b.accounts,
    balanceFen: addFen(a.balanceFen, b.balanceFen),
  };
}

/** How far a count has come without a gap, and what it has found so far. */
export interface CountSoFar {
  readonly complete: boolean;
  /** The last folio reached; null where the count has not begun, or there is no folio. */
  readonly through: number | null;
  readonly counted: Counted;
}

/**
 * The count of a day: a chain of steps, each under the folio that it goes on after.
 *
 * Every step saw all folios between where it began and where it ended. So the chain from before the first folio
 * to the step that found no further one is the proof that none was left out. A step can be counted again, also with
 * another length: what the chain does not lead to any more does not count.
 */
export class CountBook {
  readonly #work: UnitOfWork;
  readonly #businessDate: BusinessDate;

  constructor(work: UnitOfWork, businessDate: BusinessDate) {
    this.#work = work;
    this.#businessDate = businessDate;
  }

  put(row: CountRow): void {
    this.#work.write(this.#key(row.after), row);
  }

  /** Follows the chain from before the first folio as far as it leads. */
  async soFar(): Promise<CountSoFar> {
    let through: number | null = null;
    let counted = NOTHING_COUNTED;
    for (let step = await this.#step(null); step !== undefined; step = await this.#step(through)) {
      counted = addCounted(counted, step);
      if (step.end) return { complete: true, through: step.through, counted };
      if (step.through === null || (through !== null && step.through <= through)) {
        throw new BrokenBook(`The count of ${this.#businessDate} does not go on after folio ${through}.`);
      }
      through = step.through;
    }
    return { complete: false, through, counted };
  }

  #step(after: number | null): Promise<CountRow | undefined> {
    return this.#work.read<CountRow>(this.#key(after));
  }

  #key(after: number | null): string {
    const from = after === null ? 'first' : String(after).padStart(FOLIO_DIGITS, '0');
    return `count/${this.#businessDate}/${from}`;
  }
}
