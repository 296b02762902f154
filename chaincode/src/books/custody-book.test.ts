import { describe, expect, it } from 'vitest';
import { MemoryState } from '../../test/scenario/memory-state.js';
import { parameterSet } from '../../test/scenario/rules.js';
import type { DayTotals } from '../model/rows/custody-row.js';
import { businessDate } from '../rules/business-date.js';
import { instant } from '../rules/instant.js';
import { fen } from '../rules/money.js';
import { Books } from './books.js';
import {
  accountRow,
  LARGEST_BALANCE_FEN,
  positionOf,
  post,
  sumOf,
  totalsOf,
  withTransfer,
} from './custody-book.js';
import { newCustodyRow } from './custody-rows.js';

const TODAY = businessDate('2026-07-06');
const ACCOUNT = '100001';
const NEW = { ...newCustodyRow({ kind: 'normal', holder: 'person' }), status: 'active' as const };

function openBooks() {
  const memory = new MemoryState();
  const books = new Books({
    state: { ...memory.stub, setEvent: () => undefined },
    relationship: { bankMspId: 'BankAMSP', brokerMspId: 'BrokerXMSP' },
    day: {
      businessDate: TODAY,
      state: 'open',
      signedIn: { bank: true, broker: true },
      relationship: { bankMspId: 'BankAMSP', brokerMspId: 'BrokerXMSP' },
      parameters: parameterSet(),
    },
    head: { function: 'TransferContract:Begin', by: { mspId: 'BankAMSP', user: 'service' } },
  });
  return { memory, books };
}

const deposit = (amountFen: number) =>
  ({
    accountNumber: ACCOUNT,
    amountFen: fen(amountFen),
    kind: 'deposit',
    counter: 'bank-pool',
    instruction: 'bank/1',
  }) as const;

describe('a posting', () => {
  it('changes the row and the voucher together', async () => {
    const { memory, books } = openBooks();
    const row = await post(books, { ...NEW, balanceFen: fen(100) }, deposit(23));
    expect(row.balanceFen).toBe(123);
    expect(await accountRow(books, ACCOUNT)).toEqual(row);
    await books.close();
    const written = memory
      .done('put')
      .map(([, key, text = '']): [string, unknown] => [key, JSON.parse(text)]);
    expect(written).toEqual([
      ['custody/000000000001562', expect.objectContaining({ rows: { [ACCOUNT]: { balanceFen: 123 } } })],
      [
        `voucher/${'ab'.repeat(32)}`,
        expect.objectContaining({
          entries: [{ ...deposit(23), balanceFen: 123 }],
          counterEntries: { 'bank-pool': -23 },
        }),
      ],
    ]);
  });

  it('that takes says for which purpose of the closed list, and one that brings says none', async () => {
    const { books } = openBooks();
    const row = { ...NEW, balanceFen: fen(100) };
    await post(books, row, { ...deposit(-10), kind: 'withdrawal' });
    await post(books, row, { ...deposit(-10), kind: 'judicial-deduction', counter: 'enforcement' });
    await post(books, row, deposit(10));
    const { entries } = books.journal.close('ab'.repeat(32));
    expect(entries.map(({ purpose }) => purpose)).toEqual(['withdrawal-to-own-account', 'by-law', undefined]);
  });

  it('that takes for what is on no list cannot be made', async () => {
    const { books } = openBooks();
    const row = { ...NEW, balanceFen: fen(100) };
    await expect(post(books, row, { ...deposit(-10), kind: 'interest' })).rejects.toThrow(
      'No purpose that law knows lets an entry "interest" be made.',
    );
  });

  it('fills an account up to what can be kept', async () => {
    const { books } = openBooks();
    const row = { ...NEW, balanceFen: fen(LARGEST_BALANCE_FEN - 1) };
    await expect(post(books, row, deposit(2))).rejects.toThrow('BALANCE_OUT_OF_RANGE [amountFen]');
    expect((await post(books, row, deposit(1))).balanceFen).toBe(LARGEST_BALANCE_FEN);
  });

  it('keeps the sums of the largest folio and of the longest batch exact', () => {
    expect(Number.isSafeInteger(LARGEST_BALANCE_FEN * 1_024)).toBe(true);
  });
});

describe('an account that is not there', () => {
  it('is named', async () => {
    await expect(accountRow(openBooks().books, ACCOUNT)).rejects.toThrow(
      'ACCOUNT_NOT_FOUND [accountNumber]: There is no account 100001 in this custody relationship.',
    );
  });
});

describe('the totals of a day', () => {
  const totals: DayTotals = {
    date: TODAY,
    openingFen: fen(500),
    deposits: { web: [fen(30), 2], mobile: [fen(7), 1] },
    withdrawals: {},
  };

  it('begin anew with the day, from the balance that it opens with', () => {
    const row = { ...NEW, balanceFen: fen(900), today: totals };
    expect(totalsOf(row, TODAY)).toBe(totals);
    const date = businessDate('2026-07-07');
    expect(totalsOf(row, date)).toEqual({ date, openingFen: 900, deposits: {}, withdrawals: {} });
  });

  it('count a transfer, and no more one that is taken back', () => {
    const transfer = { direction: 'withdrawal', channel: 'web', amountFen: fen(40) } as const;
    const counted = withTransfer(totals, transfer);
    expect(counted).toEqual({ ...totals, withdrawals: { web: [40, 1] } });
    expect(withTransfer(counted, transfer, 'taken-back').withdrawals).toEqual({ web: [0, 0] });
    expect(sumOf(totals.deposits)).toBe(37);
  });
});

describe('an account’s cash', () => {
  it('is explained from both books together', async () => {
    const { books } = openBooks();
    const row = { ...NEW, balanceFen: fen(1_000), inTransitFen: fen(100) };
    const held = { heldFen: fen(200), payableFen: fen(50), receivableFen: fen(30) };
    await books.holds.put(ACCOUNT, { date: TODAY, ...held });
    const at = instant('2026-07-06T02:00:00Z');
    expect(await positionOf(books, ACCOUNT, { row, at })).toMatchObject({ ...held, availableFen: 680 });
    await books.holds.put(ACCOUNT, { date: businessDate('2026-07-03'), ...held });
    expect(await positionOf(books, ACCOUNT, { row, at })).toMatchObject({ heldFen: 0, availableFen: 900 });
  });
});
