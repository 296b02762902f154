import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MemoryState } from '../../test/scenario/memory-state.js';
import type { CustodyRow } from '../model/rows/custody-row.js';
import { businessDate } from '../rules/business-date.js';
import { fen } from '../rules/money.js';
import { custodyFolios, newCustodyRow } from './custody-rows.js';
import { folioKey, folioNumber } from './folios.js';
import { UnitOfWork } from './unit-of-work.js';

const SIZE = 4;

function book(values: Readonly<Record<string, object>> = {}, folioSize = SIZE) {
  const memory = new MemoryState(values);
  const work = new UnitOfWork(memory.stub);
  return { memory, work, folios: custodyFolios(work, folioSize) };
}

const rowWith = (own: Partial<CustodyRow>): CustodyRow => ({
  ...newCustodyRow({ kind: 'normal', holder: 'person' }),
  status: 'active',
  ...own,
});

const folioOf = (rows: Readonly<Record<string, object>>, totals: object) => ({ rows, totals });
const KEY = 'custody/000000000025000';

describe('the number of a folio', () => {
  it('is that of the accounts which share it, up to the longest account numbers', () => {
    expect(['100000', '100003', '100004'].map((account) => folioNumber(account, SIZE))).toEqual([
      25_000, 25_000, 25_001,
    ]);
    expect(folioNumber('999999999999999', 1)).toBe(999_999_999_999_999);
    expect(folioNumber('999999999999999', 64)).toBe(15_624_999_999_999);
    expect(folioKey('custody/', 25_000)).toBe(KEY);
  });

  it('puts folios in the order of their keys', () => {
    const number = fc.integer({ min: 0, max: 999_999_999_999_999 });
    fc.assert(
      fc.property(number, number, (a, b) => {
        expect(folioKey('custody/', a) < folioKey('custody/', b)).toBe(a < b);
      }),
    );
  });
});

describe('a folio', () => {
  it('is read once and written once, whatever happens on its rows', async () => {
    const { memory, work, folios } = book();
    for (const [index, account] of ['100002', '100000', '100003', '100000'].entries()) {
      await folios.find(account);
      await folios.put(account, rowWith({ balanceFen: fen(index + 1) }));
    }
    await folios.put('100004', rowWith({ balanceFen: fen(7) }));
    await work.flush();
    expect(memory.operations).toEqual([
      ['get', KEY],
      ['get', 'custody/000000000025001'],
      [
        'put',
        KEY,
        '{"rows":{"100000":{"balanceFen":4},"100002":{"balanceFen":1},"100003":{"balanceFen":3}},"totals":{"accounts":3,"balanceFen":8,"inTransitFen":0,"pending":0}}',
      ],
      [
        'put',
        'custody/000000000025001',
        '{"rows":{"100004":{"balanceFen":7}},"totals":{"accounts":1,"balanceFen":7,"inTransitFen":0,"pending":0}}',
      ],
    ]);
  });

  it('keeps the rows that nobody has asked for as they are', async () => {
    const idle = { balanceFen: 5, status: 'suspended', freezes: [{ id: 'x' }] };
    const totals = { accounts: 1, balanceFen: 5, inTransitFen: 0, pending: 0 };
    const { memory, work, folios } = book({ [KEY]: folioOf({ '100001': idle }, totals) });
    await folios.put('100000', rowWith({}));
    await work.flush();
    const [, , text = ''] = memory.done('put')[0] ?? [];
    expect(JSON.parse(text)).toEqual(folioOf({ '100000': {}, '100001': idle }, { ...totals, accounts: 2 }));
  });

  const row = fc.record({
    status: fc.constantFrom('registered', 'active', 'suspended', 'closing', 'closed'),
    kind: fc.constantFrom('normal', 'credit'),
    holder: fc.constantFrom('person', 'institution'),
    inTransitFen: fc.nat(1_000).map(fen),
    balanceFen: fc.integer({ min: 1_000, max: 10 ** 12 }).map(fen),
    pending: fc.nat(3),
    bankAccountRef: fc.constantFrom('', '0123456789abcdef'),
    freezes: fc.constantFrom(
      [],
      [{ id: 'o', reason: 'judicial' as const, limitFen: null, endsAt: null, priority: 1 }],
    ),
    today: fc.constantFrom({
      date: businessDate('2026-07-06'),
      openingFen: fen(1),
      deposits: {},
      withdrawals: { web: [fen(1), 1] as const },
    }),
  });

  it('gives back what was put into it, in this transaction and in the next', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(fc.integer({ min: 100_000, max: 100_011 }).map(String), row),
        async (rows) => {
          const { memory, work, folios } = book();
          for (const [account, each] of Object.entries(rows)) await folios.put(account, each as CustodyRow);
          for (const [account, each] of Object.entries(rows))
            expect(await folios.find(account)).toEqual(each);
          await work.flush();
          const written = memory
            .done('put')
            .map(([, key, text = '']): [string, object] => [key, JSON.parse(text)]);
          const later = book(Object.fromEntries(written)).folios;
          for (const [account, each] of Object.entries(rows)) expect(await later.find(account)).toEqual(each);
        },
      ),
      { numRuns: 50 },
    );
  });

  it.each([
    ['accounts', { accounts: 2, balanceFen: 5, inTransitFen: 0, pending: 0 }],
    ['balanceFen', { accounts: 1, balanceFen: 6, inTransitFen: 0, pending: 0 }],
    ['inTransitFen', { accounts: 1, balanceFen: 5, inTransitFen: 1, pending: 0 }],
    ['pending', { accounts: 1, balanceFen: 5, inTransitFen: 0, pending: 1 }],
    ['accounts', {}],
  ])('whose %s is not that of its rows stops the transaction', async (name, totals) => {
    const { folios } = book({ [KEY]: folioOf({ '100001': { balanceFen: 5 } }, totals) });
    await expect(folios.find('100000')).rejects.toThrow(`BOOK_BROKEN: Folio ${KEY} says its ${name} is`);
  });

  it.each([
    ['less than nothing', { balanceFen: fen(-1) }],
    ['more in transit than there is', { balanceFen: fen(1), inTransitFen: fen(2) }],
    ['less than nothing in transit', { inTransitFen: fen(-1) }],
    ['fewer pending transfers than none', { pending: -1 }],
  ])('is never written with a row that has %s', async (_what, own) => {
    const { memory, work, folios } = book();
    await folios.put('100000', rowWith(own));
    await expect(work.flush()).rejects.toThrow('BOOK_BROKEN: A custody row cannot have');
    expect(memory.done('put')).toEqual([]);
  });

  it('forgets what a refused instruction has put into it', async () => {
    const { memory, work, folios } = book();
    await folios.put('100000', rowWith({ balanceFen: fen(1) }));
    const refused = work.attempt(async () => {
      await folios.put('100000', rowWith({ balanceFen: fen(2) }));
      await folios.put('100001', rowWith({ balanceFen: fen(3) }));
      await folios.put('100004', rowWith({ balanceFen: fen(4) }));
      throw new Error('refused');
    });
    await expect(refused).rejects.toThrow('refused');
    expect(await folios.find('100000')).toMatchObject({ balanceFen: 1 });
    expect(await folios.find('100001')).toBeUndefined();
    expect(await folios.isNewFolio('100004')).toBe(true);
    await work.flush();
    expect(memory.done('put').map(([, key]) => key)).toEqual([KEY]);
  });
});
