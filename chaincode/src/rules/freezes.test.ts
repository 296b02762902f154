import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  blockedBy,
  captured,
  type Freeze,
  type FreezeReason,
  frozenFen,
  inForce,
  type Operation,
} from './freezes.js';
import { instant, instantOfEpoch } from './instant.js';
import { type Fen, fen, parseYuan } from './money.js';

const NOW = instant('2026-07-06T10:00:00+08:00');

function yuan(text: string): Fen {
  const amount = parseYuan(text);
  if (amount === undefined) throw new RangeError(`${text} is no amount`);
  return amount;
}

function judicial(id: string, limit: string | null, over: Partial<Freeze> = {}): Freeze {
  return {
    id,
    reason: 'judicial',
    limitFen: limit === null ? null : yuan(limit),
    endsAt: null,
    priority: 1,
    ...over,
  };
}

function shares(freezes: readonly Freeze[], cash: string, at = NOW) {
  return Object.fromEntries(captured(freezes, yuan(cash), at).map((share) => [share.id, share.capturedFen]));
}

describe('a judicial freeze', () => {
  it('captures later inflow up to its limit: 100 there, order over 120, inflow of 30, 20 of it captured', () => {
    const order = [judicial('order', '120.00')];
    expect(shares(order, '100.00')).toEqual({ order: 10_000 });
    expect(shares(order, '130.00')).toEqual({ order: 12_000 });
  });

  it('over everything captures everything that comes', () => {
    const order = [judicial('order', null)];
    expect(shares(order, '0.00')).toEqual({ order: 0 });
    expect(shares(order, '75000.00')).toEqual({ order: 7_500_000 });
  });

  it('captures nothing where trades oblige to pay more than there is', () => {
    expect(captured([judicial('order', '120.00')], fen(-500), NOW)).toEqual([
      { id: 'order', reason: 'judicial', capturedFen: 0 },
    ]);
  });

  it('of a second court gets what the first has left, in order of priority and not of arrival in the list', () => {
    const first = judicial('first', '80.00', { priority: 1 });
    const second = judicial('second', '50.00', { priority: 2 });
    expect(shares([second, first], '100.00')).toEqual({ first: 8_000, second: 2_000 });
    expect(shares([second, first], '60.00')).toEqual({ first: 6_000, second: 0 });
    expect(shares([second, first], '200.00')).toEqual({ first: 8_000, second: 5_000 });
  });

  it('with a limit waits behind one over everything, and takes its place when that ends', () => {
    const endsAt = instant('2026-07-07T00:00:00+08:00');
    const whole = judicial('whole', null, { priority: 1, endsAt });
    const limit = judicial('limit', '30.00', { priority: 2 });
    expect(shares([whole, limit], '100.00')).toEqual({ whole: 10_000, limit: 0 });
    expect(shares([whole, limit], '100.00', instant('2026-07-06T23:59:59+08:00'))).toEqual({
      whole: 10_000,
      limit: 0,
    });
    expect(shares([whole, limit], '100.00', endsAt)).toEqual({ limit: 3_000 });
  });

  it('forbids nothing outright', () => {
    for (const operation of ['deposit', 'withdrawal', 'buy', 'sell'] as const) {
      expect(blockedBy([judicial('order', null)], operation, NOW)).toBeUndefined();
    }
  });

  it('with a negative limit is no order', () => {
    expect(() => captured([judicial('order', null, { limitFen: fen(-1) })], fen(1), NOW)).toThrow(RangeError);
  });
});

describe('a freeze of 48 hours and a report of a loss', () => {
  const fortyEight = judicial('amlo', null, {
    reason: 'forty-eight-hours',
    priority: 0,
    endsAt: instant('2026-07-08T09:00:00+08:00'),
  });
  const loss = judicial('loss', null, { reason: 'loss-report', priority: 0 });

  it('hold what courts leave, each reason apart', () => {
    const court = judicial('court', '40.00', { priority: 9 });
    expect(captured([loss, fortyEight, court], yuan('100.00'), NOW)).toEqual([
      { id: 'court', reason: 'judicial', capturedFen: 4_000 },
      { id: 'amlo', reason: 'forty-eight-hours', capturedFen: 6_000 },
      { id: 'loss', reason: 'loss-report', capturedFen: 0 },
    ]);
  });

  it.each([fortyEight, loss])('forbid withdrawal and trading, but no deposit ($reason)', (freeze) => {
    expect(blockedBy([freeze], 'withdrawal', NOW)).toBe(freeze);
    expect(blockedBy([freeze], 'buy', NOW)).toBe(freeze);
    expect(blockedBy([freeze], 'sell', NOW)).toBe(freeze);
    expect(blockedBy([freeze], 'deposit', NOW)).toBeUndefined();
  });

  it('end by themselves after 48 hours where no order follows', () => {
    const end = instant('2026-07-08T09:00:00+08:00');
    expect(inForce([fortyEight], instant('2026-07-08T08:59:59+08:00'))).toEqual([fortyEight]);
    expect(inForce([fortyEight], end)).toEqual([]);
    expect(blockedBy([fortyEight], 'withdrawal', end)).toBeUndefined();
  });
});

describe('a business restriction', () => {
  const restriction = judicial('contract', null, { reason: 'business-restriction', blocks: ['buy'] });

  it('forbids what it lists and nothing else', () => {
    expect(blockedBy([restriction], 'buy', NOW)).toBe(restriction);
    expect(blockedBy([restriction], 'sell', NOW)).toBeUndefined();
    expect(blockedBy([restriction], 'withdrawal', NOW)).toBeUndefined();
  });

  it('captures no money, which by contract nobody can', () => {
    expect(captured([restriction], yuan('100.00'), NOW)).toEqual([]);
  });
});

describe('freezes of any kind and number', () => {
  const amount = fc.integer({ min: 0, max: 1_000_000 }).map(fen);
  const seconds = fc.integer({ min: 1_780_000_000, max: 1_780_000_020 });
  const freeze = fc.record({
    id: fc.string({ minLength: 1, maxLength: 3 }),
    reason: fc.constantFrom<FreezeReason>(
      'judicial',
      'forty-eight-hours',
      'loss-report',
      'business-restriction',
    ),
    limitFen: fc.option(amount),
    endsAt: fc.option(seconds.map(instantOfEpoch)),
    priority: fc.nat(4),
    blocks: fc.subarray<Operation>(['deposit', 'withdrawal', 'buy', 'sell']),
  });
  const list = fc.uniqueArray(freeze, { selector: ({ id }) => id, maxLength: 8 });
  const at = seconds.map(instantOfEpoch);

  it('never hold more than there is, and none more than its limit', () => {
    fc.assert(
      fc.property(list, amount, at, (freezes, cash, now) => {
        const held = captured(freezes, cash, now);
        expect(frozenFen(held)).toBeLessThanOrEqual(cash);
        for (const { id, capturedFen } of held) {
          const limit = freezes.find((one) => one.id === id)?.limitFen ?? cash;
          expect(capturedFen).toBeGreaterThanOrEqual(0);
          expect(capturedFen).toBeLessThanOrEqual(limit);
        }
      }),
    );
  });

  it('hold all that their limits ask for where there is enough, and else all there is', () => {
    fc.assert(
      fc.property(list, amount, at, (freezes, cash, now) => {
        const asked = inForce(freezes, now)
          .filter(({ reason }) => reason !== 'business-restriction')
          .reduce((sum, { limitFen }) => sum + (limitFen ?? cash), 0);
        expect(frozenFen(captured(freezes, cash, now))).toBe(Math.min(asked, cash));
      }),
    );
  });

  it('hold no less, each of them, where more money is there', () => {
    fc.assert(
      fc.property(list, amount, amount, at, (freezes, cash, inflow, now) => {
        const before = captured(freezes, cash, now);
        const after = captured(freezes, fen(cash + inflow), now);
        before.forEach(({ id, capturedFen }, index) => {
          expect(after[index]?.id).toBe(id);
          expect(after[index]?.capturedFen).toBeGreaterThanOrEqual(capturedFen);
        });
      }),
    );
  });

  it('hold the same in whatever order they are listed', () => {
    const shuffled = list.chain((freezes) =>
      fc.tuple(
        fc.constant(freezes),
        fc.shuffledSubarray(freezes, { minLength: freezes.length, maxLength: freezes.length }),
      ),
    );
    fc.assert(
      fc.property(
        shuffled,
        amount,
        at,
        fc.constantFrom<Operation>('withdrawal', 'buy'),
        ([one, other], cash, now, operation) => {
          expect(captured(other, cash, now)).toEqual(captured(one, cash, now));
          expect(blockedBy(other, operation, now)).toEqual(blockedBy(one, operation, now));
        },
      ),
    );
  });

  it('add up reason by reason to all that is frozen', () => {
    const reasons = ['judicial', 'forty-eight-hours', 'loss-report', 'business-restriction'] as const;
    fc.assert(
      fc.property(list, amount, at, (freezes, cash, now) => {
        const held = captured(freezes, cash, now);
        const byReason = reasons.map((reason) => frozenFen(held, reason));
        expect(byReason.reduce((sum, share) => sum + share, 0)).toBe(frozenFen(held));
      }),
    );
  });
});
