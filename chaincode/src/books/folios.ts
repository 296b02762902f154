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
class Folio<Row extends object, Stored extends object, Totals extends object> {
  readonly #work: UnitOfWork;
  readonly #key: string;
  readonly #layout: FolioLayout<Row, Stored, Totals>;
  readonly #stored: Readonly<Record<string, Stored>>;
  readonly #rows = new Map<string, Row>();

  constructor(
    work: UnitOfWork,
    key: string,
    layout: FolioLayout<Row, Stored, Totals>,
    stored: StoredFolio<Stored, Totals> | undefined,
  ) {
    this.#work = work;
    this.#key = key;
    this.#layout = layout;
    this.#stored = stored?.rows ?? {};
  }

  /** The row of an account as this transaction sees it, or undefined. */
  find(accountNumber: string): Row | undefined {
    const row = this.#rows.get(accountNumber);
    if (row !== undefined) return row;
    const stored = Object.hasOwn(this.#stored, accountNumber) ? this.#stored[accountNumber] : undefined;
    return stored && this.#layout.unpack(stored);
  }

  put(accountNumber: string, row: Row): void {
    const before = this.#rows.get(accountNumber);
    this.#work.undoable(() => {
      if (before === undefined) this.#rows.delete(accountNumber);
      else this.#rows.set(accountNumber, before);
    });
    this.#rows.set(accountNumber, row);
    this.#work.writeAtEnd(this.#key, () => this.#close());
  }

  get isEmpty(): boolean {
    return this.#rows.size === 0 && Object.keys(this.#stored).length === 0;
  }

  #close(): StoredFolio<Stored, Totals> {
    const packed: Record<string, Stored> = { ...this.#stored };
    for (const [accountNumber, row] of this.#rows) packed[accountNumber] = this.#layout.pack(row);
    return { rows: packed, totals: this.#layout.totals(Object.values(packed)) };
  }
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
  readonly #open = new Map<number, Folio<Row, Stored, Totals>>();

  constructor(work: UnitOfWork, layout: FolioLayout<Row, Stored, Totals>) {
    this.#work = work;
    this.#layout = layout;
  }

  /** The row of an account as this transaction sees it, or undefined. */
  async find(accountNumber: string): Promise<Row | undefined> {
    return (await this.open(accountNumber)).find(accountNumber);
  }

  async put(accountNumber: string, row: Row): Promise<void> {
    (await this.open(accountNumber)).put(accountNumber, row);
  }

  /** Whether the folio that is to hold the account has no row yet, so that its key is about to come into being. */
  async isNewFolio(accountNumber: string): Promise<boolean> {
    return (await this.open(accountNumber)).isEmpty;
  }

  /** The folio of an account where it has been opened: thousands of postings need not wait for what is in memory. */
  opened(accountNumber: string): Folio<Row, Stored, Totals> | undefined {
    return this.#open.get(folioNumber(accountNumber, this.#layout.folioSize));
  }

  /** The folio of an account, read once; BrokenBook where its control totals are not those of its rows. */
  async open(accountNumber: string): Promise<Folio<Row, Stored, Totals>> {
    const { prefix, folioSize, totals } = this.#layout;
    const number = folioNumber(accountNumber, folioSize);
    const known = this.#open.get(number);
    if (known !== undefined) return known;
    const key = folioKey(prefix, number);
    const stored = await this.#work.read<StoredFolio<Stored, Totals>>(key);
    if (stored !== undefined) checkTotals(key, stored, totals(Object.values(stored.rows)));
    const folio = new Folio(this.#work, key, this.#layout, stored);
    this.#open.set(number, folio);
    return folio;
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
