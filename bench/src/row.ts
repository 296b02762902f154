/** One line of a benchmark's answer; `baseline` and `ratio` are null where the run had nothing to compare with. */
export interface Row {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly baseline: number | null;
  readonly ratio: number | null;
}

const rounded = (value: number): number => Number(value.toPrecision(4));

/** A row whose ratio is value to baseline, both rounded to four digits for the reader. */
export function row(name: string, value: number, unit: string, baseline?: number): Row {
  return {
    name,
    value: rounded(value),
    unit,
    baseline: baseline === undefined ? null : rounded(baseline),
    ratio: baseline === undefined ? null : rounded(value / baseline),
  };
}

/** The rows as an aligned table for a person. */
export function table(rows: readonly Row[]): string {
  const head = ['name', 'value', 'unit', 'baseline', 'ratio'];
  const cells = [
    head,
    ...rows.map((r) => [r.name, r.value, r.unit, r.baseline ?? '–', r.ratio ?? '–'].map(String)),
  ];
  const widths = head.map((_, column) => Math.max(...cells.map((line) => (line[column] ?? '').length)));
  return cells
    .map((line) =>
      line
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
