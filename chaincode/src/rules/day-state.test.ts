import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { businessDate, plusDays } from './business-date.js';
import { type Day, type DayMove, moveDay } from './day-state.js';
import type { Side } from './transfer-state.js';

const TODAY = businessDate('2026-07-06');
const TOMORROW = businessDate('2026-07-07');

function signIn(side: Side, date = TODAY): DayMove {
  return { move: 'sign-in', side, businessDate: date, nextTradingDay: date };
}

const signOut = (side: Side): DayMove => ({ move: 'sign-out', side });
const startClearing: DayMove = { move: 'start-clearing' };
const endClearing: DayMove = { move: 'end-clearing' };

/** The day after moves that all must be made. */
function after(...moves: readonly DayMove[]): Day | undefined {
  return moves.reduce<Day | undefined>((day, move) => {
    const result = moveDay(day, move);
    if (!result.moved) throw new Error(`${move.move} is refused: ${result.reason}.`);
    return result.day;
  }, undefined);
}

const OPEN = [signIn('bank'), signIn('broker')];
const SIGNED_OUT = [...OPEN, signOut('broker'), signOut('bank')];
const CLOSED = [...SIGNED_OUT, startClearing, endClearing];

describe('the business day', () => {
  it('opens when both have signed in, whoever comes first', () => {
    expect(after(signIn('broker'))?.state).toBe('opening');
    expect(after(...OPEN)?.state).toBe('open');
    expect(after(signIn('broker'), signIn('bank'))).toEqual({
      businessDate: TODAY,
      state: 'open',
      signedIn: { bank: true, broker: true },
    });
  });

  it('closes to transfers when either has signed out', () => {
    expect(after(...OPEN, signOut('bank'))).toEqual({
      businessDate: TODAY,
      state: 'closed-to-transfers',
      signedIn: { bank: false, broker: true },
    });
  });

  it('clears when both have signed out, closes after it, and gives way to the next trading day', () => {
    expect(after(...SIGNED_OUT, startClearing)?.state).toBe('clearing');
    expect(after(...CLOSED)?.state).toBe('closed');
    expect(after(...CLOSED, signIn('bank', TOMORROW))).toEqual({
      businessDate: TOMORROW,
      state: 'opening',
      signedIn: { bank: true, broker: false },
    });
  });

  it('lets a side take its sign-in back before the other has come', () => {
    const back = after(signIn('bank'), signOut('bank'));
    expect(back).toEqual({
      businessDate: TODAY,
      state: 'opening',
      signedIn: { bank: false, broker: false },
    });
    expect(after(signIn('bank'), signOut('bank'), ...OPEN)?.state).toBe('open');
  });

  it.each<[string, readonly DayMove[], DayMove, string]>([
    ['a second sign-in', [signIn('bank')], signIn('bank'), 'already-signed-in'],
    ['a second sign-in on the open day', OPEN, signIn('broker'), 'already-signed-in'],
    ['a sign-out before any day', [], signOut('bank'), 'not-signed-in'],
    ['a sign-out of who has not come', [signIn('bank')], signOut('broker'), 'not-signed-in'],
    ['a second sign-out', [...OPEN, signOut('bank')], signOut('bank'), 'not-signed-in'],
    ['a sign-in again after the sign-out', [...OPEN, signOut('bank')], signIn('bank'), 'out-of-order'],
    ['a sign-in during clearing', [...SIGNED_OUT, startClearing], signIn('bank'), 'out-of-order'],
    [
      'a sign-in for another day than the other side',
      [signIn('bank')],
      signIn('broker', TOMORROW),
      'other-day',
    ],
    ['a sign-in for tomorrow while today is open', OPEN, signIn('bank', TOMORROW), 'other-day'],
    ['clearing before any day', [], startClearing, 'out-of-order'],
    ['clearing of an open day', OPEN, startClearing, 'out-of-order'],
    ['clearing while one is signed in', [...OPEN, signOut('bank')], startClearing, 'still-signed-in'],
    ['clearing twice', [...SIGNED_OUT, startClearing], startClearing, 'out-of-order'],
    ['the end of a clearing that has not begun', SIGNED_OUT, endClearing, 'out-of-order'],
    ['the end of clearing twice', CLOSED, endClearing, 'out-of-order'],
  ])('refuses %s', (_, before, move, reason) => {
    expect(moveDay(after(...before), move)).toEqual({ moved: false, reason });
  });

  it('begins only with the trading day that is next, and not where the calendar ends', () => {
    const closed = after(...CLOSED);
    const asked = { move: 'sign-in', side: 'bank', businessDate: TODAY } as const;
    expect(moveDay(closed, { ...asked, nextTradingDay: TOMORROW })).toEqual({
      moved: false,
      reason: 'other-day',
    });
    expect(moveDay(closed, { ...asked, nextTradingDay: undefined })).toEqual({
      moved: false,
      reason: 'calendar-ends',
    });
  });

  it('only ever goes forward, and is open only while both are signed in, whatever is tried', () => {
    const rank = { opening: 0, open: 1, 'closed-to-transfers': 2, clearing: 3, closed: 4 };
    const move = fc.oneof(
      fc.record({ side: fc.constantFrom<Side>('bank', 'broker'), ahead: fc.nat(3), next: fc.nat(3) }).map(
        ({ side, ahead, next }): DayMove => ({
          move: 'sign-in',
          side,
          businessDate: plusDays(TODAY, ahead),
          nextTradingDay: plusDays(TODAY, next),
        }),
      ),
      fc.constantFrom(signOut('bank'), signOut('broker'), startClearing, endClearing),
    );
    fc.assert(
      fc.property(fc.array(move, { maxLength: 60 }), (tried) => {
        let day: Day | undefined;
        for (const asked of tried) {
          const result = moveDay(day, asked);
          if (!result.moved) continue;
          const { bank, broker } = result.day.signedIn;
          expect(result.day.state === 'open').toBe(bank && broker);
          const isNewDay = day === undefined || (day.state === 'closed' && result.day.state === 'opening');
          if (day !== undefined && !isNewDay) {
            expect(result.day.businessDate).toBe(day.businessDate);
            expect(rank[result.day.state]).toBeGreaterThanOrEqual(rank[day.state]);
          }
          day = result.day;
        }
      }),
    );
  });
});
