import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Channel,
  type LimitedTransfer,
  limitExceeded,
  type TransferLimit,
  type TransferredToday,
} from './limits.js';
import { fen } from './money.js';
import type { Direction } from './transfer-state.js';

const TRANSFER: LimitedTransfer = {
  direction: 'withdrawal',
  channel: 'mobile',
  kind: 'normal',
  holder: 'person',
  amountFen: fen(1_000),
};
const NOTHING: TransferredToday = { deposits: {}, withdrawals: {} };
const SOME: TransferredToday = {
  deposits: { mobile: [fen(700), 2] },
  withdrawals: { mobile: [fen(500), 1], counter: [fen(300), 3] },
};

describe('the limits of transfers', () => {
  it('allow everything where none is agreed', () => {
    expect(limitExceeded([], TRANSFER, SOME)).toBeUndefined();
  });

  it('allow the limit itself and refuse a fen more', () => {
    expect(limitExceeded([{ perTransferFen: fen(1_000) }], TRANSFER, NOTHING)).toBeUndefined();
    const rule = { perTransferFen: fen(999) };
    expect(limitExceeded([rule], TRANSFER, NOTHING)).toEqual({
      limit: 'per-transfer',
      rule,
      thereIs: 1_000,
      allowed: 999,
    });
  });

  it('count the day: sums and numbers, with the transfer in question', () => {
    const sum = { direction: 'withdrawal', perDayFen: fen(1_799) } as const;
    expect(limitExceeded([sum], TRANSFER, SOME)).toEqual({
      limit: 'per-day',
      rule: sum,
      thereIs: 1_800,
      allowed: 1_799,
    });
    expect(limitExceeded([{ ...sum, perDayFen: fen(1_800) }], TRANSFER, SOME)).toBeUndefined();
    const count = { direction: 'withdrawal', perDayCount: 4 } as const;
    expect(limitExceeded([count], TRANSFER, SOME)).toEqual({
      limit: 'per-day-count',
      rule: count,
      thereIs: 5,
      allowed: 4,
    });
    expect(limitExceeded([{ ...count, perDayCount: 5 }], TRANSFER, SOME)).toBeUndefined();
  });

  it('count one channel where they name it, and all where they do not', () => {
    const mobile = { direction: 'withdrawal', channel: 'mobile', perDayFen: fen(1_499) } as const;
    expect(limitExceeded([mobile], TRANSFER, SOME)?.thereIs).toBe(1_500);
    const web = { ...TRANSFER, channel: 'web' } as const;
    expect(limitExceeded([{ channel: 'web', perDayFen: fen(999) }], web, SOME)?.thereIs).toBe(1_000);
  });

  it('count both directions where they name none', () => {
    expect(limitExceeded([{ perDayFen: fen(1) }], TRANSFER, SOME)?.thereIs).toBe(2_500);
    expect(limitExceeded([{ perDayCount: 1 }], TRANSFER, SOME)?.thereIs).toBe(7);
    const deposit = { ...TRANSFER, direction: 'deposit' } as const;
    expect(limitExceeded([{ direction: 'deposit', perDayFen: fen(1) }], deposit, SOME)?.thereIs).toBe(1_700);
  });

  it.each<TransferLimit>([
    { direction: 'deposit', perTransferFen: fen(1) },
    { channel: 'web', perTransferFen: fen(1) },
    { kind: 'credit', perTransferFen: fen(1) },
    { holder: 'institution', perTransferFen: fen(1) },
    { channel: 'mobile', holder: 'institution', perDayFen: fen(1), perDayCount: 1 },
  ])('that describe another transfer do not hold: %j', (rule) => {
    expect(limitExceeded([rule], TRANSFER, SOME)).toBeUndefined();
  });

  it('hold all at once, so that the strictest decides', () => {
    const wide = { perTransferFen: fen(900) };
    const strict = { channel: 'mobile', perTransferFen: fen(100) } as const;
    expect(limitExceeded([wide, strict], TRANSFER, NOTHING)?.rule).toBe(strict);
    expect(limitExceeded([strict, wide], TRANSFER, NOTHING)?.rule).toBe(strict);
  });

  it('are told one a transfer before one a day, and a sum before a count', () => {
    const rule = { perTransferFen: fen(999), perDayFen: fen(1), perDayCount: 1 };
    expect(limitExceeded([rule], TRANSFER, SOME)?.limit).toBe('per-transfer');
    expect(limitExceeded([{ perDayFen: fen(1), perDayCount: 1 }], TRANSFER, SOME)?.limit).toBe('per-day');
  });

  it('let a day of transfers come to no more than any of them allows', () => {
    const channel = fc.constantFrom<Channel>('counter', 'web', 'mobile');
    const direction = fc.constantFrom<Direction>('deposit', 'withdrawal');
    const amount = fc.integer({ min: 1, max: 50 }).map(fen);
    const rule = fc.record(
      {
        direction,
        channel,
        perTransferFen: amount,
        perDayFen: amount,
        perDayCount: fc.integer({ min: 1, max: 5 }),
      },
      { requiredKeys: [] },
    );
    const wanted = fc.record({ direction, channel, amountFen: amount });
    fc.assert(
      fc.property(fc.array(rule, { maxLength: 4 }), fc.array(wanted, { maxLength: 20 }), (limits, day) => {
        const made: LimitedTransfer[] = [];
        for (const asked of day) {
          const transfer: LimitedTransfer = { ...TRANSFER, ...asked };
          const exceeded = limitExceeded(limits, transfer, totals(made));
          if (exceeded === undefined) made.push(transfer);
          else expect(exceeded.thereIs).toBeGreaterThan(exceeded.allowed);
        }
        for (const limit of limits) {
          const counted = made.filter(
            (one) =>
              (limit.direction ?? one.direction) === one.direction &&
              (limit.channel ?? one.channel) === one.channel,
          );
          const sum = counted.reduce((total, one) => total + one.amountFen, 0);
          expect(sum).toBeLessThanOrEqual(limit.perDayFen ?? sum);
          expect(counted.length).toBeLessThanOrEqual(limit.perDayCount ?? counted.length);
        }
      }),
    );
  });
});

/** What transfers that were made come to, as the custody book keeps it. */
function totals(made: readonly LimitedTransfer[]): TransferredToday {
  const of = (direction: Direction) =>
    Object.fromEntries(
      made
        .filter((one) => one.direction === direction)
        .map(({ channel }) => {
          const same = made.filter((one) => one.direction === direction && one.channel === channel);
          return [channel, [fen(same.reduce((sum, one) => sum + one.amountFen, 0)), same.length] as const];
        }),
    );
  return { deposits: of('deposit'), withdrawals: of('withdrawal') };
}
