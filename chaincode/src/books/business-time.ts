import { Refusal } from '../model/refusal.js';
import type { BusinessDate } from '../rules/business-date.js';
import type { DayState } from '../rules/day-state.js';
import { type Instant, instantOfEpoch, localTime, secondsBetween } from '../rules/instant.js';
import type { Books } from './books.js';

/** Says of each state of the day what is over, or not there yet. */
const STANDING: Readonly<Record<DayState, string>> = {
  opening: 'has been signed in by one side only',
  open: 'is open',
  'closed-to-transfers': 'is closed to transfers',
  clearing: 'is being cleared',
  closed: 'is closed',
};

/**
 * Refuses business that the day is not in the state for.
 *
 * Reading the day also ties the transaction to it: where the day has moved on by the time it commits, Fabric finds
 * that the key has changed and the transaction has no effect.
 */
export function assertDay(books: Books, ...states: readonly DayState[]): void {
  const { state, businessDate } = books.day;
  if (states.includes(state)) return;
  throw new Refusal({
    code: codeOf(state, states),
    message: `The business day ${businessDate} ${STANDING[state]}; this needs one that ${states.map((each) => STANDING[each]).join(' or ')}.`,
  });
}

function codeOf(state: DayState, states: readonly DayState[]) {
  if (!states.includes('open')) return 'DAY_OUT_OF_ORDER';
  return state === 'closed-to-transfers' || state === 'clearing' ? 'CLOSED_TO_TRANSFERS' : 'NOT_SIGNED_IN';
}

/**
 * Refuses an instruction whose time is not of the business day, or not near the transaction's.
 *
 * Fabric does not check the time that a client gives a transaction, and a contract has no clock; so the time counts
 * only as far as the day that both sides have opened, and both their gateways' clocks, allow.
 *
 * @throws Refusal `OTHER_BUSINESS_DAY` or `CLOCK_OFFSET`
 */
export function assertBusinessTime(books: Books, initiatedAt: Instant): void {
  const { date } = localTime(initiatedAt);
  if (date !== books.day.businessDate) throw otherDay(books, date);
  refuseOffset(books, initiatedAt);
}

/**
 * The same for what ends a transfer: the business day goes on until all have come to their end, and where a member
 * was away that is after midnight.
 */
export function assertNotBefore(books: Books, initiatedAt: Instant): void {
  const { date } = localTime(initiatedAt);
  if (date < books.day.businessDate) throw otherDay(books, date);
  refuseOffset(books, initiatedAt);
}

function otherDay(books: Books, date: BusinessDate): Refusal {
  return new Refusal({
    code: 'OTHER_BUSINESS_DAY',
    field: 'initiatedAt',
    message: `The instruction is of ${date}, and the business day is ${books.day.businessDate}.`,
  });
}

function refuseOffset(books: Books, initiatedAt: Instant): void {
  const { clockToleranceSeconds } = books.parameters;
  if (clockToleranceSeconds === null) return;
  const offsetSeconds = Math.abs(secondsBetween(initiatedAt, transactionTime(books)));
  if (offsetSeconds <= clockToleranceSeconds) return;
  throw new Refusal({
    code: 'CLOCK_OFFSET',
    field: 'initiatedAt',
    message: `The instruction’s time lies ${offsetSeconds} s from the transaction’s, and ${clockToleranceSeconds} s are allowed; check the clock, or send it sooner.`,
  });
}

/** The time that the client gave the transaction. */
function transactionTime({ state }: Books): Instant {
  return instantOfEpoch(Math.floor(state.getDateTimestamp().getTime() / 1_000));
}
