import type { BusinessDate } from './business-date.js';
import type { Side } from './transfer-state.js';

/**
 * Where the business day stands. `opening`: one side has signed in and waits for the other. Nothing but the
 * day's own moves is done outside `open`, save what each later state is there for.
 */
export type DayState = 'opening' | 'open' | 'closed-to-transfers' | 'clearing' | 'closed';

export interface Day {
  readonly businessDate: BusinessDate;
  readonly state: DayState;
  readonly signedIn: { readonly bank: boolean; readonly broker: boolean };
}

export type DayMove =
  /** `nextTradingDay` is the calendar's answer for the day before; undefined where the calendar ends. */
  | {
      readonly move: 'sign-in';
      readonly side: Side;
      readonly businessDate: BusinessDate;
      readonly nextTradingDay: BusinessDate | undefined;
    }
  | { readonly move: 'sign-out'; readonly side: Side }
  | { readonly move: 'start-clearing' }
  | { readonly move: 'end-clearing' };

/** Why a day does not move: `other-day` is a sign-in for a day whose turn it is not. */
export type DayRefusal =
  | 'already-signed-in'
  | 'not-signed-in'
  | 'still-signed-in'
  | 'other-day'
  | 'calendar-ends'
  | 'out-of-order';

export type DayResult =
  | { readonly moved: true; readonly day: Day }
  | { readonly moved: false; readonly reason: DayRefusal };

const NOBODY = { bank: false, broker: false } as const;

/** What a move makes of the day, which is undefined before the first; or why the day does not make it. */
export function moveDay(day: Day | undefined, asked: DayMove): DayResult {
  if (asked.move === 'sign-in') return signIn(day, asked);
  if (day === undefined) return refused(asked.move === 'sign-out' ? 'not-signed-in' : 'out-of-order');
  if (asked.move === 'sign-out') return signOut(day, asked.side);
  return asked.move === 'start-clearing' ? startClearing(day) : endClearing(day);
}

function signIn(
  day: Day | undefined,
  { side, businessDate, nextTradingDay }: Extract<DayMove, { move: 'sign-in' }>,
): DayResult {
  if (day === undefined || day.state === 'closed') {
    if (nextTradingDay === undefined) return refused('calendar-ends');
    if (businessDate !== nextTradingDay) return refused('other-day');
    return moved({ businessDate, state: 'opening', signedIn: { ...NOBODY, [side]: true } });
  }
  if (businessDate !== day.businessDate) return refused('other-day');
  if (day.signedIn[side]) return refused('already-signed-in');
  // Who has signed out today comes back with the next day: its books of today may be closed already.
  if (day.state !== 'opening') return refused('out-of-order');
  const signedIn = { ...day.signedIn, [side]: true };
  return moved({ ...day, signedIn, state: signedIn.bank && signedIn.broker ? 'open' : 'opening' });
}

/** The first sign-out ends the transfers of both. Before the day was open it only takes the sign-in back. */
function signOut(day: Day, side: Side): DayResult {
  if (!day.signedIn[side]) return refused('not-signed-in');
  const state = day.state === 'open' ? 'closed-to-transfers' : day.state;
  return moved({ ...day, state, signedIn: { ...day.signedIn, [side]: false } });
}

function startClearing(day: Day): DayResult {
  if (day.state !== 'closed-to-transfers') return refused('out-of-order');
  if (day.signedIn.bank || day.signedIn.broker) return refused('still-signed-in');
  return moved({ ...day, state: 'clearing' });
}

function endClearing(day: Day): DayResult {
  return day.state === 'clearing' ? moved({ ...day, state: 'closed' }) : refused('out-of-order');
}

function moved(day: Day): DayResult {
  return { moved: true, day };
}

function refused(reason: DayRefusal): DayResult {
  return { moved: false, reason };
}
