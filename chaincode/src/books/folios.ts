import type { Fen } from '../rules/money.js';
import { BrokenBook } from './broken-book.js';
import type { UnitOfWork } from './unit-of-work.js';

/** How one book keeps its rows. */
export interface FolioLayout<Row, Stored extends object, Totals extends object> {
  /** Key prefix of the book, for example `custody/`. */
  readonly prefix: string;
  /** Rows of one folio at most: the account numbers it spans. */
  readonly folioSize: number;
  readonly pack: (row: Row) => Stored;
  readonly unpack: (stored: Stored) => Row;
  /** The control totals of rows as they are stored. */
  readonly totals: (rows: Iterable<Stored>) => Totals;
}

export interface StoredFolio<Stored, Totals> {
  readonly rows: Readonly<Record<string, Stored>>;
  readonly totals: Totals;
}

/** The number of the folio that holds an account: account numbers have at most 15 digits, so this is exact. */
export function folioNumber(accountNumber: string, folioSize: number): number {
  return Math.floor(Number(accountNumber) / folioSize);
}

/** Key of a folio. Padded, so that folios lie in the order of their numbers. */
export function folioKey(prefix: string, folio: number): string {
  return `${prefix}${String(folio).padStart(15, '0')}`;
}

/** One folio in memory: rows are unpacked when they are asked for, and packed when the work ends. */
interface OpenFolio<Row, Stored> {
  readonly stored: Readonly<Record<string, Stored>>;
  readonly rows: Map<string, Row>;
}

/**
 * A book in folios (账页): one key of the world state holds the rows of `folioSize` consecutive account numbers.
 *
 * A transaction that touches many accounts reads and writes each folio once. Every folio carries its own control
 * totals, computed from its rows when it is written and checked when it is read; there is no total over all folios,
 * because every transaction would have to change it.
 */
export class Folios<Row extends object, Stored extends object, Totals extends object> {
  readonly #work: UnitOfWork;
  readonly #layout: FolioLayout<Row, Stored, Totals>;
  readonly #open = new Map<string, OpenFolio<Row, Stored>>();

  constructor(work: UnitOfWork, layout: FolioLayout<Row, Stored, Totals>) {
    this.#work = work;
    this.#layout = layout;
  }

  /** The row of an account as this transaction sees it, or undefined. */
  async find(accountNumber: string): Promise<Row | undefined> {
    const { stored, rows } = await this.#folio(accountNumber);
    const row = rows.get(accountNumber);
    if (row !== undefined) return row;
    const packed = Object.hasOwn(stored, accountNumber) ? stored[accountNumber] : undefined;
    return packed && this.#layout.unpack(packed);
  }

  async put(accountNumber: string, row: Row): Promise<void> {
    const key = this.#keyOf(accountNumber);
    const folio = await this.#folio(accountNumber);
    const before = folio.rows.get(accountNumber);
    this.#work.undoable(() => {
      if (before === undefined) folio.rows.delete(accountNumber);
      else folio.rows.set(accountNumber, before);
    });
    folio.rows.set(accountNumber, row);
    this.#work.writeAtEnd(key, () => this.#close(folio));
  }

  /** Whether the folio that is to hold the account has no row yet, so that its key is about to come into being. */
  async isNewFolio(accountNumber: string): Promise<boolean> {
    const { stored, rows } = await this.#folio(accountNumber);
    return rows.size === 0 && Object.keys(stored).length === 0;
  }

  #keyOf(accountNumber: string): string {
    const { prefix, folioSize } = this.#layout;
    return folioKey(prefix, folioNumber(accountNumber, folioSize));
  }

  async #folio(accountNumber: string): Promise<OpenFolio<Row, Stored>> {
    const key = this.#keyOf(accountNumber);
    const known = this.#open.get(key);
    if (known !== undefined) return known;
    const stored = await this.#work.read<StoredFolio<Stored, Totals>>(key);
    if (stored !== undefined) checkTotals(key, stored, this.#layout.totals(Object.values(stored.rows)));
    const folio = { stored: stored?.rows ?? {}, rows: new Map<string, Row>() };
    this.#open.set(key, folio);
    return folio;
  }

  #close({ stored, rows }: OpenFolio<Row, Stored>): StoredFolio<Stored, Totals> {
    const packed: Record<string, Stored> = { ...stored };
    for (const [accountNumber, row] of rows) packed[accountNumber] = this.#layout.pack(row);
    return { rows: packed, totals: this.#layout.totals(Object.values(packed)) };
  }
}

/** Stops the transaction where a folio's control totals are not those of its rows. */
export function checkTotals<Totals extends object>(
  key: string,
  { totals }: { readonly totals: Totals },
  computed: Totals,
): void {
  for (const [name, expected] of Object.entries(computed) as [keyof Totals & string, Fen][]) {
    const found = totals[name];
    if (found === expected) continue;
    throw new BrokenBook(`Folio ${key} says its ${name} is ${String(found)}, and its rows make ${expected}.`);
  }
}
