import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fen, ZERO_FEN } from './money.js';
import { type Direction, postTransfer } from './transfer.js';

describe('a transfer', () => {
  it('takes out the whole balance and not a fen more', () => {
    expect(postTransfer(fen(1000), 'withdrawal', fen(1000))).toEqual({ posted: true, balanceFen: 0 });
    expect(postTransfer(fen(1000), 'withdrawal', fen(1001))).toEqual({
      posted: false,
      reason: 'INSUFFICIENT_BALANCE',
    });
  });

  it('never makes a balance that is not exact', () => {
    expect(postTransfer(fen(Number.MAX_SAFE_INTEGER), 'deposit', fen(1))).toEqual({
      posted: false,
      reason: 'BALANCE_OUT_OF_RANGE',
    });
  });

  it('conserves money and never goes below zero, whatever the history', () => {
    const transfer = fc.record({
      direction: fc.constantFrom<Direction>('deposit', 'withdrawal'),
      amountFen: fc.integer({ min: 1, max: 1_000_000 }).map(fen),
    });
    fc.assert(
      fc.property(fc.array(transfer, { maxLength: 60 }), (history) => {
        let balance = ZERO_FEN;
        let netFen = 0;
        for (const { direction, amountFen } of history) {
          const posting = postTransfer(balance, direction, amountFen);
          if (!posting.posted) continue;
          netFen += direction === 'deposit' ? amountFen : -amountFen;
          balance = posting.balanceFen;
          expect(balance).toBeGreaterThanOrEqual(0);
        }
        expect(balance).toBe(netFen);
      }),
    );
  });
});
