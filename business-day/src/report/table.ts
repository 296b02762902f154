import { type Fen, formatYuan } from '@sanfang/chaincode/rules/money';
import type { Totals } from '../input/plan.js';
import { addTotals, type PlayedRelationship } from './result.js';

const HEADING = [
  'relationship',
  'clients',
  'deposits',
  'CNY',
  'withdrawals',
  'CNY',
  'refused',
  'closing CNY',
  '',
];

/** The totals per relationship as a table for people; the last column says whether they are those of the files. */
export function table(results: readonly PlayedRelationship[]): string {
  const all: PlayedRelationship = {
    relationship: 'all',
    expected: addTotals(results.map(({ expected }) => expected)),
    actual: addTotals(results.map(({ actual }) => actual)),
    differences: results.flatMap(({ differences }) => differences),
  };
  const rows = [HEADING, ...results.map(cells), cells(all)];
  const widths = HEADING.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => aligned(cell, column, widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const rule = '─'.repeat(Math.max(...lines.map((line) => line.length)));
  return [lines[0], rule, ...lines.slice(1, -1), rule, lines.at(-1)].join('\n');
}

function cells({ relationship, actual, differences }: PlayedRelationship): string[] {
  return [relationship, ...totalsCells(actual), differences.length === 0 ? '✔ as planned' : '✘ differs'];
}

function totalsCells(totals: Totals): string[] {
  return [
    grouped(totals.clients),
    grouped(totals.deposits),
    money(totals.depositedFen),
    grouped(totals.withdrawals),
    money(totals.withdrawnFen),
    grouped(totals.refused),
    money(totals.closingFen),
  ];
}

function aligned(cell: string, column: number, width: number): string {
  const isText = column === 0 || column === HEADING.length - 1;
  return isText ? cell.padEnd(width) : cell.padStart(width);
}

function money(amountFen: Fen): string {
  const [whole = '', fraction = ''] = formatYuan(amountFen).split('.');
  return `${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${fraction}`;
}

function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}
