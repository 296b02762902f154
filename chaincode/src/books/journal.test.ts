import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MemoryState } from '../../test/scenario/memory-state.js';
import type { ClearedLine } from '../model/rows/clearing-row.js';
import type { CounterAccount, Entry } from '../model/rows/voucher-row.js';
import { fen } from '../rules/money.js';
import { Journal } from './journal.js';
import { UnitOfWork } from './unit-of-work.js';

const TRANSACTION = 'ab'.repeat(32);
const HEAD = { function: 'TransferContract:Begin', by: { mspId: 'BankAMSP', user: 'service' } };

function openJournal() {
  const work = new UnitOfWork(new MemoryState().stub);
  return { work, journal: new Journal(work, HEAD) };
}

function entry(amountFen: number, counter: CounterAccount = 'bank-pool'): Entry {
  return {
    instruction: 'bank/1',
    accountNumber: '100001',
    kind: 'deposit',
    amountFen: fen(amountFen),
    balanceFen: fen(0),
    counter,
  };
}

const amount = fc.integer({ min: -(10 ** 11), max: 10 ** 11 });
const counter = fc.constantFrom<CounterAccount>(
  'bank-pool',
  'settlement',
  'fees-and-tax',
  'interest',
  'enforcement',
);
const posted = fc.tuple(amount, counter).map(([amountFen, account]) => entry(amountFen, account));
const cleared = fc
  .tuple(amount, fc.nat(10 ** 9), fc.nat(10 ** 9), fc.nat(10 ** 9))
  .map(([settlement, fees, tax, interest]): ClearedLine => {
    return ['100001', fen(settlement), fen(fees), fen(tax), fen(interest), fen(0)];
  });

describe('a voucher', () => {
  it('sums to zero, whatever was posted and whatever of it was taken back', async () => {
    const step = fc.record({ posted, cleared, refused: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1 }), async (steps) => {
        const { work, journal } = openJournal();
        journal.note({ instruction: 'bank/1', kind: 'seen', subject: '100001' });
        for (const { posted: one, cleared: line, refused } of steps) {
          const attempt = work.attempt(async () => {
            journal.post(one);
            journal.postCleared(line);
            if (refused) throw new Error('refused');
          });
          await attempt.catch(() => undefined);
        }
        const voucher = journal.close(TRANSACTION);
        const clients = [
          ...voucher.entries.map(({ amountFen }) => amountFen),
          ...(voucher.cleared ?? []).map(
            ([, settlement, fees, tax, interest]) => settlement - fees - tax + interest,
          ),
        ];
        const others = Object.values(voucher.counterEntries);
        expect([...clients, ...others].reduce((sum, each) => sum + each, 0)).toBe(0);
        const kept = steps.filter(({ refused }) => !refused);
        expect(voucher.entries).toEqual(kept.map((each) => each.posted));
        expect(voucher.cleared ?? []).toEqual(kept.map((each) => each.cleared));
      }),
    );
  });

  it('books each entry’s other leg on its counter-account', () => {
    const { journal } = openJournal();
    for (const [amountFen, account] of [
      [100, 'bank-pool'],
      [-30, 'bank-pool'],
      [-5, 'enforcement'],
    ] as const) {
      journal.post(entry(amountFen, account));
    }
    journal.postCleared(['100002', fen(-50), fen(3), fen(1), fen(2), fen(0)]);
    expect(journal.close(TRANSACTION).counterEntries).toEqual({
      'bank-pool': -70,
      enforcement: 5,
      settlement: 50,
      'fees-and-tax': 4,
      interest: -2,
    });
  });

  it('forgets counter-accounts, notes and entries of what was refused', async () => {
    const { work, journal } = openJournal();
    journal.post(entry(100));
    const refused = work.attempt(async () => {
      journal.post(entry(-100));
      journal.post(entry(7, 'enforcement'));
      journal.note({ instruction: 'bank/2', kind: 'noted', subject: 'nobody' });
      throw new Error('refused');
    });
    await expect(refused).rejects.toThrow('refused');
    expect(journal.close(TRANSACTION)).toEqual({
      transactionId: TRANSACTION,
      ...HEAD,
      entries: [entry(100)],
      counterEntries: { 'bank-pool': -100 },
      notes: [],
    });
  });

  it('says something of every transaction that changes the books', () => {
    const { journal } = openJournal();
    expect(() => journal.close(TRANSACTION)).toThrow(
      'BOOK_BROKEN: A transaction that changes the books must leave',
    );
    journal.ofLane({ number: 1, batch: 7 });
    expect(journal.close(TRANSACTION)).toMatchObject({ lane: { number: 1, batch: 7 }, entries: [] });
  });
});
