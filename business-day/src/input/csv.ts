import { readFile } from 'node:fs/promises';
import { CsvError, parse } from 'csv-parse/sync';
import type { z } from 'zod';

const MOST_BYTES = 64 * 1024 * 1024;
const MOST_FAULTS_SHOWN = 10;

/** A file that is refused as a whole. Its text names file, line and column of what is wrong, and never a person's data. */
export class InputError extends Error {
  override readonly name = 'InputError';
}

export interface Fault {
  readonly line: number;
  readonly column?: string;
  readonly what: string;
}

/** A row of a file and the line at which it stands, counted from 1 with the heading. */
export interface Numbered<Row> {
  readonly line: number;
  readonly row: Row;
}

/** Reads a CSV file with a heading; throws an InputError that names every fault there is room for. */
export async function readCsv<Schema extends z.ZodType>(
  file: string,
  columns: readonly string[],
  schema: Schema,
): Promise<readonly Numbered<z.output<Schema>>[]> {
  const faults: Fault[] = [];
  const rows: Numbered<z.output<Schema>>[] = [];
  for (const { line, row } of recordsOf(file, await textOf(file), columns)) {
    const parsed = schema.safeParse(row);
    if (parsed.success) rows.push({ line, row: parsed.data });
    else {
      const { issues } = parsed.error;
      faults.push(...issues.map((issue) => ({ line, column: String(issue.path[0]), what: issue.message })));
    }
  }
  refuseIfAny(file, faults);
  if (rows.length === 0) throw new InputError(`${file}, line 2: there is no row below the heading.`);
  return rows;
}

export function refuseIfAny(file: string, faults: readonly Fault[]): void {
  if (faults.length === 0) return;
  const shown = faults
    .slice(0, MOST_FAULTS_SHOWN)
    .map(
      ({ line, column, what }) =>
        `${file}, line ${line}${column === undefined ? '' : `, column ${column}`}: ${what}.`,
    );
  const more = faults.length - shown.length;
  throw new InputError([...shown, ...(more > 0 ? [`… and ${more} more.`] : [])].join('\n'));
}

async function textOf(file: string): Promise<string> {
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (cause) {
    throw new InputError(`${file} cannot be read; give the path of a CSV file.`, { cause });
  }
  if (bytes.length > MOST_BYTES) {
    throw new InputError(
      `${file} is larger than ${MOST_BYTES / 1024 / 1024} MB; split it into several days.`,
    );
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new InputError(`${file} is not in UTF-8; save it so.`, { cause });
  }
}

function recordsOf(
  file: string,
  text: string,
  columns: readonly string[],
): Numbered<Record<string, string>>[] {
  let records: { info: { lines: number }; record: Record<string, string> }[];
  try {
    records = parse(text, {
      bom: true,
      info: true,
      skip_empty_lines: true,
      columns: (heading: string[]) => checkedHeading(file, heading, columns),
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error.lines === 'number' ? error.lines : 1;
    throw new InputError(`${file}, line ${line}: ${csvFault(error)}.`, { cause: error });
  }
  return records.map(({ info, record }) => ({ line: info.lines, row: record }));
}

function checkedHeading(file: string, heading: readonly string[], columns: readonly string[]): string[] {
  const missing = columns.find((column) => !heading.includes(column));
  if (missing !== undefined) throw new InputError(`${file}, line 1: the column ${missing} is missing.`);
  const strange = heading.find(
    (column, index) => !columns.includes(column) || heading.indexOf(column) !== index,
  );
  if (strange !== undefined) {
    throw new InputError(
      `${file}, line 1, column ${heading.lastIndexOf(strange) + 1}: the heading must be ${columns.join(',')}.`,
    );
  }
  return [...heading];
}

/** In words of our own: the parser's messages quote the line. */
function csvFault(error: CsvError): string {
  switch (error.code) {
    case 'CSV_RECORD_INCONSISTENT_COLUMNS':
    case 'CSV_RECORD_INCONSISTENT_FIELDS_LENGTH':
      return 'the row does not have as many columns as the heading';
    case 'CSV_QUOTE_NOT_CLOSED':
      return 'a quotation mark is not closed';
    default:
      return 'the row is no valid CSV';
  }
}
