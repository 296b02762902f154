import { fen } from '@sanfang/chaincode/rules/money';
import { describe, expect, it } from 'vitest';
import type { RelationshipPlan } from '../input/plan.js';
import type { ClientRow, TransferRow } from '../input/rows.js';
import { jsonReport } from './json.js';
import { resultOf } from './result.js';
import { table } from './table.js';

const R = 'custody-bank-a-broker-x';

function transfer(
  serial: string,
  direction: TransferRow['direction'],
  amount: number,
  expected: TransferRow['expect'] = 'posted',
): TransferRow {
  return {
    serial,
    relationship: R,
    account_number: '600001',
    begun_by: 'bank',
    direction,
    amount: fen(amount),
    expect: expected,
  };
}

const transfers = [
  transfer('1', 'deposit', 123_456_789),
  transfer('2', 'withdrawal', 456_789),
  transfer('3', 'withdrawal', 999_999_999, 'INSUFFICIENT_WITHDRAWABLE'),
];
const client = { relationship: R, account_number: '600001' } as ClientRow;
const plan: RelationshipPlan = {
  relationship: R,
  clients: [client],
  transfers,
  closing: new Map([['600001', fen(123_000_000)]]),
  expected: {
    clients: 1,
    deposits: 1,
    depositedFen: fen(123_456_789),
    withdrawals: 1,
    withdrawnFen: fen(456_789),
    refused: 1,
    closingFen: fen(123_000_000),
  },
};
const asPlanned = {
  accounts: { opened: 1, problems: [], bankAccountRefs: new Map() },
  played: transfers.map((each) => ({ transfer: each, outcome: each.expect })),
  balances: plan.closing,
};

describe('the result of a day', () => {
  it('has no differences where everything is as planned', () => {
    const result = resultOf(plan, asPlanned);
    expect(result.differences).toEqual([]);
    expect(result.actual).toEqual(plan.expected);
  });

  it('names a transfer that came to something else', () => {
    const played = asPlanned.played.map((each) =>
      each.transfer.serial === '3' ? { ...each, outcome: 'posted' } : each,
    );
    const { differences } = resultOf(plan, { ...asPlanned, played });
    expect(differences).toEqual([
      `${R}: transfer 3 should be INSUFFICIENT_WITHDRAWABLE and is posted.`,
      `${R}: the total of withdrawals should be 1 and is 2.`,
      `${R}: the total of withdrawn should be 4567.89 and is 10004567.88.`,
      `${R}: the total of refused should be 1 and is 0.`,
    ]);
  });

  it('names an account with another balance, and one that is not on the ledger', () => {
    const other = resultOf(plan, { ...asPlanned, balances: new Map([['600001', fen(122_999_999)]]) });
    expect(other.differences).toEqual([
      `${R}: account 600001 should have 1230000.00 and has 1229999.99.`,
      `${R}: the total of closing should be 1230000.00 and is 1229999.99.`,
    ]);
    const none = resultOf(plan, { ...asPlanned, balances: new Map() });
    expect(none.differences[0]).toBe(`${R}: account 600001 should have 1230000.00 and is not on the ledger.`);
  });

  it('keeps what was wrong with an opening', () => {
    const problems = ['Account 600001 was not opened: taken.'];
    const accounts = { opened: 0, problems, bankAccountRefs: new Map() };
    expect(resultOf(plan, { ...asPlanned, accounts }).differences[0]).toBe(
      `${R}: Account 600001 was not opened: taken.`,
    );
  });

  it('is shown as a table with sums and a verdict', () => {
    const lines = table([
      resultOf(plan, asPlanned),
      resultOf(plan, { ...asPlanned, balances: new Map() }),
    ]).split('\n');
    expect(lines).toHaveLength(6);
    expect(lines[2]?.replace(/ +/g, ' ')).toBe(
      `${R} 1 1 1,234,567.89 1 4,567.89 1 1,230,000.00 ✔ as planned`,
    );
    expect(lines[3]).toContain('✘ differs');
    expect(lines[5]?.replace(/ +/g, ' ')).toBe('all 2 2 2,469,135.78 2 9,135.78 2 1,230,000.00 ✘ differs');
  });

  it('is given to machines with amounts as decimal strings', () => {
    expect(jsonReport([resultOf(plan, asPlanned)], 1.23456)).toMatchObject({
      asPlanned: true,
      seconds: 1.235,
      relationships: [{ relationship: R, actual: { deposited: '1234567.89', closingBalance: '1230000.00' } }],
      differences: [],
    });
  });
});
