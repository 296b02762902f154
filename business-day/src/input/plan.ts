import { addFen, type Fen, formatYuan, subtractFen, ZERO_FEN } from '@sanfang/chaincode/rules/money';
import { type Fault, type Numbered, readCsv, refuseIfAny } from './csv.js';
import { CLIENT_COLUMNS, ClientRow, TRANSFER_COLUMNS, TransferRow } from './rows.js';

/** What a business day comes to in one relationship, or in all. */
export interface Totals {
  readonly clients: number;
  readonly deposits: number;
  readonly depositedFen: Fen;
  readonly withdrawals: number;
  readonly withdrawnFen: Fen;
  readonly refused: number;
  readonly closingFen: Fen;
}

export const NO_TOTALS: Totals = {
  clients: 0,
  deposits: 0,
  depositedFen: ZERO_FEN,
  withdrawals: 0,
  withdrawnFen: ZERO_FEN,
  refused: 0,
  closingFen: ZERO_FEN,
};

/** What the files ask for in one relationship, and what must come of it. */
export interface RelationshipPlan {
  readonly relationship: string;
  readonly clients: readonly ClientRow[];
  readonly transfers: readonly TransferRow[];
  readonly expected: Totals;
  /** Balance of each account after the last transfer. */
  readonly closing: ReadonlyMap<string, Fen>;
}

/** Reads both files, checks them against each other, and works out the books; throws an InputError where it cannot. */
export async function readPlan(
  clientsFile: string,
  transfersFile: string,
): Promise<readonly RelationshipPlan[]> {
  const clients = await readCsv(clientsFile, CLIENT_COLUMNS, ClientRow);
  refuseIfAny(clientsFile, [
    ...repeated(clients, 'account_number'),
    ...repeated(clients, 'client_number'),
    ...repeated(clients, 'resident_id'),
    ...repeated(clients, 'bank_card'),
  ]);
  const transfers = await readCsv(transfersFile, TRANSFER_COLUMNS, TransferRow);
  refuseIfAny(transfersFile, [...repeated(transfers, 'serial'), ...strangers(clients, transfers)]);
  const closing = closingOf(transfersFile, clients, transfers);

  const names = [...new Set(clients.map(({ row }) => row.relationship))];
  return names.map((relationship) => {
    const ours = <Row extends { relationship: string }>(rows: readonly Numbered<Row>[]) =>
      rows.map(({ row }) => row).filter((row) => row.relationship === relationship);
    return relationshipPlan(relationship, ours(clients), ours(transfers), closing);
  });
}

function relationshipPlan(
  relationship: string,
  clients: readonly ClientRow[],
  transfers: readonly TransferRow[],
  allClosing: ReadonlyMap<string, Fen>,
): RelationshipPlan {
  const posted = (direction: string) =>
    transfers.filter((transfer) => transfer.direction === direction && transfer.expect === 'posted');
  const deposits = posted('deposit');
  const withdrawals = posted('withdrawal');
  const closing = new Map(
    clients.map(({ account_number }) => [account_number, allClosing.get(account_number) ?? ZERO_FEN]),
  );
  return {
    relationship,
    clients,
    transfers,
    closing,
    expected: {
      clients: clients.length,
      deposits: deposits.length,
      depositedFen: sumFen(deposits.map(({ amount }) => amount)),
      withdrawals: withdrawals.length,
      withdrawnFen: sumFen(withdrawals.map(({ amount }) => amount)),
      refused: transfers.length - deposits.length - withdrawals.length,
      closingFen: sumFen(closing.values()),
    },
  };
}

export function sumFen(amounts: Iterable<Fen>): Fen {
  return [...amounts].reduce(addFen, ZERO_FEN);
}

/** Rows whose value in a column an earlier row has. The value itself may be personal data, so the line is named. */
function repeated<Row extends Record<string, unknown>>(
  rows: readonly Numbered<Row>[],
  column: keyof Row & string,
): Fault[] {
  const seen = new Map<unknown, number>();
  return rows.flatMap(({ line, row }) => {
    const earlier = seen.get(row[column]);
    if (earlier === undefined) seen.set(row[column], line);
    return earlier === undefined ? [] : [{ line, column, what: `is the same as in line ${earlier}` }];
  });
}

/** Transfers for an account that the clients' file does not have in that relationship. */
function strangers(
  clients: readonly Numbered<ClientRow>[],
  transfers: readonly Numbered<TransferRow>[],
): Fault[] {
  const home = new Map(clients.map(({ row }) => [row.account_number, row.relationship]));
  return transfers.flatMap(({ line, row }) => {
    const relationship = home.get(row.account_number);
    if (relationship === undefined) {
      return [
        { line, column: 'account_number', what: `account ${row.account_number} is not in the clients’ file` },
      ];
    }
    if (relationship === row.relationship) return [];
    return [{ line, column: 'relationship', what: `account ${row.account_number} is in ${relationship}` }];
  });
}

/** Carries the transfers out on paper; what each must come to must be what the file says. */
function closingOf(
  file: string,
  clients: readonly Numbered<ClientRow>[],
  transfers: readonly Numbered<TransferRow>[],
): ReadonlyMap<string, Fen> {
  const balances = new Map(clients.map(({ row }) => [row.account_number, ZERO_FEN]));
  const faults: Fault[] = [];
  for (const { line, row } of transfers) {
    const balance = balances.get(row.account_number) ?? ZERO_FEN;
    const outcome = outcomeOf(row, balance);
    if (outcome !== row.expect) {
      const what = `is ${row.expect}, but with ${formatYuan(balance)} on the account it will be ${outcome}`;
      faults.push({ line, column: 'expect', what });
    }
    if (outcome !== 'posted') continue;
    const move = row.direction === 'deposit' ? addFen : subtractFen;
    balances.set(row.account_number, move(balance, row.amount));
  }
  refuseIfAny(file, faults);
  return balances;
}

function outcomeOf({ direction, amount }: TransferRow, balance: Fen): string {
  if (direction === 'withdrawal') return amount <= balance ? 'posted' : 'INSUFFICIENT_WITHDRAWABLE';
  return balance <= Number.MAX_SAFE_INTEGER - amount ? 'posted' : 'BALANCE_OUT_OF_RANGE';
}
