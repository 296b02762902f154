import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Freeze, FreezeReason } from './freezes.js';
import { instant } from './instant.js';
import { type Fen, fen, formatYuan, parseYuan, ZERO_FEN } from './money.js';
import { type CashPosition, type CashQuestion, cashPosition, type Holds } from './withdrawable.js';

const NOW = instant('2026-07-06T10:00:00+08:00');
const NO_HOLDS: Holds = { heldFen: ZERO_FEN, payableFen: ZERO_FEN, receivableFen: ZERO_FEN };

function yuan(text: string): Fen {
  const amount = parseYuan(text);
  if (amount === undefined) throw new RangeError(`${text} is no amount`);
  return amount;
}

/** An account that opened the day with so much, and has had no other movement than what is said. */
function question(opening: string, over: Partial<CashQuestion> = {}): CashQuestion {
  return {
    balanceFen: yuan(opening),
    inTransitFen: ZERO_FEN,
    openingFen: yuan(opening),
    depositedFen: ZERO_FEN,
    withdrawnFen: ZERO_FEN,
    freezes: [],
    holds: NO_HOLDS,
    at: NOW,
    sameDayDepositWithdrawable: true,
    ...over,
  };
}

function shown({ availableFen, withdrawableFen }: CashPosition) {
  return { available: formatYuan(availableFen), withdrawable: formatYuan(withdrawableFen) };
}

const court = (limit: string | null): Freeze => ({
  id: 'court',
  reason: 'judicial',
  limitFen: limit === null ? null : yuan(limit),
  endsAt: null,
  priority: 1,
});

const AFTER_DEPOSIT = { balanceFen: yuan('15000.00'), depositedFen: yuan('5000.00') };
const SOLD: Holds = { ...NO_HOLDS, receivableFen: yuan('246612.43') };

describe('cash that may leave', () => {
  it('V11: is the opening balance and the deposit, while the proceeds of a sale can be traded with only', () => {
    const position = cashPosition(question('10000.00', { ...AFTER_DEPOSIT, holds: SOLD }));
    expect(shown(position)).toEqual({ available: '261612.43', withdrawable: '15000.00' });
  });

  it('V11: stays the same when the proceeds pay for a buy', () => {
    const holds = { ...SOLD, payableFen: yuan('200052.00') };
    const position = cashPosition(question('10000.00', { ...AFTER_DEPOSIT, holds }));
    expect(shown(position)).toEqual({ available: '61560.43', withdrawable: '15000.00' });
  });

  it('V11: is all that is there when the trades have settled and T+1 opens', () => {
    const position = cashPosition(question('61560.43'));
    expect(shown(position)).toEqual({ available: '61560.43', withdrawable: '61560.43' });
  });

  it('V11: is what a court has left', () => {
    const position = cashPosition(question('10000.00', { freezes: [court('4000.00')] }));
    expect(shown(position)).toEqual({ available: '6000.00', withdrawable: '6000.00' });
    expect(position.captured).toEqual([{ id: 'court', reason: 'judicial', capturedFen: 400_000 }]);
  });

  it('V11: is without the deposit of the day where the policy says so', () => {
    const position = cashPosition(
      question('10000.00', { ...AFTER_DEPOSIT, holds: SOLD, sameDayDepositWithdrawable: false }),
    );
    expect(shown(position)).toEqual({ available: '261612.43', withdrawable: '10000.00' });
  });

  it('V10: is less by what an order holds, and comes back with what a cancel releases', () => {
    const held = { ...NO_HOLDS, heldFen: yuan('45681.88') };
    expect(shown(cashPosition(question('50000.00', { holds: held })))).toEqual({
      available: '4318.12',
      withdrawable: '4318.12',
    });
    const filled = { ...NO_HOLDS, heldFen: yuan('27408.69'), payableFen: yuan('18245.18') };
    expect(shown(cashPosition(question('50000.00', { holds: filled }))).available).toBe('4346.13');
    const cancelled = { ...NO_HOLDS, payableFen: yuan('18245.18') };
    expect(shown(cashPosition(question('50000.00', { holds: cancelled }))).available).toBe('31754.82');
  });

  it('is less by a withdrawal from the moment it is in transit, and not a second time when it is paid', () => {
    const asked = question('100.00', { inTransitFen: yuan('30.00'), withdrawnFen: yuan('30.00') });
    expect(shown(cashPosition(asked))).toEqual({ available: '70.00', withdrawable: '70.00' });
    const paid = question('100.00', { balanceFen: yuan('70.00'), withdrawnFen: yuan('30.00') });
    expect(shown(cashPosition(paid))).toEqual({ available: '70.00', withdrawable: '70.00' });
  });

  it('leaves out what went into transit yesterday and is not paid today', () => {
    const position = cashPosition(question('100.00', { inTransitFen: yuan('30.00') }));
    expect(shown(position)).toEqual({ available: '70.00', withdrawable: '70.00' });
  });

  it('is nothing while everything is frozen for 48 hours', () => {
    const freeze: Freeze = { ...court(null), reason: 'forty-eight-hours' };
    expect(shown(cashPosition(question('100.00', { freezes: [freeze] })))).toEqual({
      available: '0.00',
      withdrawable: '0.00',
    });
  });
});

describe('a freeze', () => {
  it('comes after what trades oblige to pay, and takes the inflow that follows', () => {
    const holds = { ...NO_HOLDS, payableFen: yuan('80.00') };
    const before = cashPosition(question('100.00', { holds, freezes: [court('120.00')] }));
    expect(before.frozenFen).toBe(yuan('20.00'));
    expect(before.availableFen).toBe(0);
    const after = question('100.00', {
      balanceFen: yuan('230.00'),
      depositedFen: yuan('130.00'),
      holds,
      freezes: [court('120.00')],
    });
    expect(cashPosition(after).frozenFen).toBe(yuan('120.00'));
    expect(shown(cashPosition(after))).toEqual({ available: '30.00', withdrawable: '30.00' });
  });

  it('is not loosened by claims that the broker sets against each other', () => {
    const holds = { ...NO_HOLDS, payableFen: yuan('1000000.00'), receivableFen: yuan('1000000.00') };
    const position = cashPosition(question('100.00', { holds, freezes: [court(null)] }));
    expect(position.frozenFen).toBe(yuan('100.00'));
    expect(position.withdrawableFen).toBe(0);
  });
});

describe('a cash position', () => {
  const amount = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 200 }), fc.nat(1_000_000_000)).map(fen);
  const holds = fc.record({ heldFen: amount, payableFen: amount, receivableFen: amount });
  const freezes = fc
    .array(
      fc.record({
        reason: fc.constantFrom<FreezeReason>('judicial', 'forty-eight-hours', 'loss-report'),
        limitFen: fc.option(amount),
        endsAt: fc.constant(null),
        priority: fc.nat(3),
      }),
      { maxLength: 4 },
    )
    .map((list): Freeze[] => list.map((freeze, index) => ({ ...freeze, id: `freeze-${index}` })));
  const asked = fc
    .record({
      balanceFen: amount,
      inTransitFen: amount,
      openingFen: amount,
      depositedFen: amount,
      withdrawnFen: amount,
      freezes,
      holds,
      at: fc.constant(NOW),
      sameDayDepositWithdrawable: fc.boolean(),
    })
    .filter(({ balanceFen, inTransitFen }) => inTransitFen <= balanceFen);

  it('explains every balance, has no negative part, and lets no more leave than is available', () => {
    fc.assert(
      fc.property(asked, (facts) => {
        const position = cashPosition(facts);
        const { balanceFen, receivableFen, shortfallFen, availableFen, inTransitFen } = position;
        expect(balanceFen + receivableFen + shortfallFen).toBe(
          availableFen + position.frozenFen + inTransitFen + position.heldFen + position.payableFen,
        );
        for (const part of [availableFen, position.frozenFen, position.withdrawableFen, shortfallFen]) {
          expect(part).toBeGreaterThanOrEqual(0);
        }
        expect(position.withdrawableFen).toBeLessThanOrEqual(availableFen);
        expect(Math.min(availableFen, shortfallFen)).toBe(0);
      }),
      { numRuns: 2_000 },
    );
  });

  it('needs no shortfall where trades oblige to pay no more than there is', () => {
    fc.assert(
      fc.property(asked, (facts) => {
        const { heldFen, payableFen, receivableFen } = facts.holds;
        const cash = facts.balanceFen - facts.inTransitFen + receivableFen;
        fc.pre(heldFen + payableFen <= cash);
        expect(cashPosition(facts).shortfallFen).toBe(0);
      }),
    );
  });

  it('lets nothing more leave for anything that the broker may say in its holds', () => {
    const lie = fc.integer({ min: -2_000_000_000, max: 2_000_000_000 }).map(fen);
    const lies = fc.record({ heldFen: lie, payableFen: lie, receivableFen: lie });
    fc.assert(
      fc.property(asked, fc.oneof(holds, lies), (facts, said) => {
        const honest = cashPosition({ ...facts, holds: NO_HOLDS });
        const position = cashPosition({ ...facts, holds: said });
        expect(position.withdrawableFen).toBeLessThanOrEqual(honest.withdrawableFen);
        expect(position.withdrawableFen).toBeLessThanOrEqual(
          position.balanceFen - position.inTransitFen - position.frozenFen,
        );
        expect(position.withdrawableFen).toBeLessThanOrEqual(
          position.balanceFen - position.inTransitFen - honest.frozenFen,
        );
      }),
      { numRuns: 5_000 },
    );
  });

  it('is not stated where more is in transit than there is', () => {
    expect(() => cashPosition(question('1.00', { inTransitFen: yuan('1.01') }))).toThrow(RangeError);
    expect(() => cashPosition(question('1.00', { inTransitFen: fen(-1) }))).toThrow(RangeError);
  });

  it('is not stated where amounts are too large to be exact', () => {
    const holds = { ...NO_HOLDS, receivableFen: fen(Number.MAX_SAFE_INTEGER) };
    expect(() => cashPosition(question('1.00', { holds }))).toThrow(RangeError);
  });
});
