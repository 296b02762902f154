import { fen } from '@sanfang/chaincode/rules/money';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Side, TransferRow } from '../input/rows.js';
import { wavesOf } from './waves.js';

const transfers = fc
  .array(
    fc.record({
      account: fc.integer({ min: 1, max: 6 }),
      side: fc.constantFrom<Side>('bank', 'broker'),
      direction: fc.constantFrom<TransferRow['direction']>('deposit', 'withdrawal'),
    }),
    {
      maxLength: 60,
    },
  )
  .map((rows) =>
    rows.map(
      ({ account, side, direction }, index): TransferRow => ({
        serial: String(index),
        relationship: 'r',
        account_number: String(account),
        begun_by: side,
        direction,
        amount: fen(1),
        expect: 'posted',
      }),
    ),
  );

describe('the waves of a day', () => {
  it('have every transfer once, each account’s in order, no account on both sides, and no batch too large', () => {
    fc.assert(
      fc.property(transfers, fc.integer({ min: 1, max: 7 }), (rows, largest) => {
        const waves = wavesOf(rows, largest);
        const played = waves.flatMap(({ bank, broker }) => [...bank, ...broker]);
        expect(played.map(({ serial }) => Number(serial)).sort((a, b) => a - b)).toEqual(
          rows.map((_, index) => index),
        );
        for (const account of new Set(rows.map(({ account_number }) => account_number))) {
          const serials = played
            .filter((row) => row.account_number === account)
            .map(({ serial }) => Number(serial));
          expect(serials).toEqual([...serials].sort((a, b) => a - b));
        }
        for (const { bank, broker } of waves) {
          expect(Math.max(bank.length, broker.length)).toBeLessThanOrEqual(largest);
          const inBoth = bank.filter((row) =>
            broker.some(({ account_number }) => account_number === row.account_number),
          );
          expect(inBoth).toEqual([]);
          const brokersDeposits = broker.filter(({ direction }) => direction === 'deposit');
          for (const deposit of brokersDeposits) {
            const after = broker.slice(broker.indexOf(deposit) + 1);
            expect(after.map(({ account_number }) => account_number)).not.toContain(deposit.account_number);
          }
          expect(
            [...bank, ...broker].every((row) => (bank.includes(row) ? 'bank' : 'broker') === row.begun_by),
          ).toBe(true);
        }
      }),
    );
  });
});
