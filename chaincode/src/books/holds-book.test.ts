import { describe, expect, it } from 'vitest';
import { MemoryState } from '../../test/scenario/memory-state.js';
import { businessDate } from '../rules/business-date.js';
import { fen } from '../rules/money.js';
import { HoldsBook } from './holds-book.js';
import { UnitOfWork } from './unit-of-work.js';

const TODAY = businessDate('2026-07-06');
const KEY = 'holds/000000000025000';
const HELD = { date: TODAY, heldFen: fen(5), payableFen: fen(0), receivableFen: fen(7) };

function book(values: Readonly<Record<string, object>> = {}, date = TODAY) {
  const memory = new MemoryState(values);
  const work = new UnitOfWork(memory.stub);
  return { memory, work, holds: new HoldsBook(work, { folioSize: 4, date }) };
}

async function written(): Promise<Readonly<Record<string, object>>> {
  const { memory, work, holds } = book();
  await holds.put('100001', HELD);
  await work.flush();
  return Object.fromEntries(memory.done('put').map(([, key, text = '']) => [key, JSON.parse(text)]));
}

describe('the holds book', () => {
  it('keeps what is held with its day and its control totals', async () => {
    expect(await written()).toEqual({
      [KEY]: {
        rows: { '100001': { date: TODAY, heldFen: 5, receivableFen: 7 } },
        totals: { accounts: 1, heldFen: 5, payableFen: 0, receivableFen: 7 },
      },
    });
    expect(await book(await written()).holds.row('100001')).toEqual(HELD);
  });

  it('says nothing any more on the next day', async () => {
    const date = businessDate('2026-07-07');
    const nothing = { date, heldFen: 0, payableFen: 0, receivableFen: 0 };
    expect(await book(await written(), date).holds.row('100001')).toEqual(nothing);
    expect(await book().holds.row('100009')).toEqual({ ...nothing, date: TODAY });
  });

  it('gives a folio to the broker when its first account is registered, and once', async () => {
    const { memory, work, holds } = book();
    for (const account of ['100000', '100001', '100004']) await holds.register(account, 'BrokerXMSP');
    await work.flush();
    expect(memory.done('policy').map(([, key]) => key)).toEqual([KEY, 'holds/000000000025001']);
    expect(memory.done('policy').every(([, , policy = '']) => policy.includes('BrokerXMSP'))).toBe(true);
    const later = book(await written());
    await later.holds.register('100002', 'BrokerXMSP');
    await later.work.flush();
    expect(later.memory.done('policy')).toEqual([]);
  });

  it('gives it to the broker also where the registration before was refused', async () => {
    const { memory, work, holds } = book();
    const refused = work.attempt(async () => {
      await holds.register('100000', 'BrokerXMSP');
      throw new Error('refused');
    });
    await expect(refused).rejects.toThrow('refused');
    await holds.register('100001', 'BrokerXMSP');
    await work.flush();
    expect(memory.done('policy').map(([, key]) => key)).toEqual([KEY]);
    expect(JSON.parse(memory.done('put')[0]?.[2] ?? '').rows).toEqual({ '100001': {} });
  });

  it('is never written with less than nothing held', async () => {
    const { work, holds } = book();
    await holds.put('100001', { ...HELD, heldFen: fen(-1) });
    await expect(work.flush()).rejects.toThrow('BOOK_BROKEN: A holds row cannot have heldFen of -1 fen.');
  });

  it('whose totals are not those of its rows stops the transaction', async () => {
    const folio = { rows: { '100001': { date: TODAY, heldFen: 5 } }, totals: { accounts: 1, heldFen: 4 } };
    await expect(book({ [KEY]: folio }).holds.row('100001')).rejects.toThrow('BOOK_BROKEN: Folio');
  });
});
