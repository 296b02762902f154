/** A row of a folio as it is stored, of either book. */
export interface RawRow {
  readonly status?: string;
  readonly balanceFen?: number;
  readonly inTransitFen?: number;
  readonly pending?: number;
  readonly freezes?: readonly {
    readonly id: string;
    readonly limitFen: number | null;
    readonly endsAt: string | null;
  }[];
  readonly date?: string;
  readonly heldFen?: number;
  readonly payableFen?: number;
  readonly receivableFen?: number;
}

interface RawFolio {
  readonly rows: Readonly<Record<string, RawRow>>;
  readonly totals: Readonly<Record<string, number>>;
}

const SUMMED = {
  'custody/': ['balanceFen', 'inTransitFen', 'pending'],
  'holds/': ['heldFen', 'payableFen', 'receivableFen'],
} as const;

function* folios(
  state: ReadonlyMap<string, string>,
  prefix: keyof typeof SUMMED,
): Generator<[string, RawFolio]> {
  for (const [key, value] of state) if (key.startsWith(prefix)) yield [key, JSON.parse(value)];
}

/** The rows of all folios of a book, by account number. */
export function rawRows(
  state: ReadonlyMap<string, string>,
  prefix: keyof typeof SUMMED,
): Map<string, RawRow> {
  return new Map([...folios(state, prefix)].flatMap(([, { rows }]) => Object.entries(rows)));
}

/** Each folio says itself what its rows come to. */
export function expectFoliosToAgree(state: ReadonlyMap<string, string>): void {
  for (const prefix of ['custody/', 'holds/'] as const) {
    for (const [key, { rows, totals }] of folios(state, prefix)) {
      const all = Object.values(rows);
      const added = SUMMED[prefix].map((name): [string, number] => {
        return [name, all.reduce((total, row) => total + (row[name] ?? 0), 0)];
      });
      for (const [name, total] of [['accounts', all.length] as const, ...added]) {
        if (totals[name] !== total) {
          throw new Error(`Folio ${key} says its ${name} is ${totals[name]}, and its rows make ${total}.`);
        }
      }
    }
  }
}
