import { type BusinessDate, isCalendarDay } from './business-date.js';
import { endOfDay, type Instant, localTime, plusSeconds } from './instant.js';

/** Authorities that law lets freeze a client's money for the client's own debt or in an investigation. */
export const JUDICIAL_AUTHORITIES = [
  'court',
  'procuratorate',
  'police',
  'state-security',
  'supervision-commission',
  'customs',
  'tax',
  'csrc',
] as const;
export type JudicialAuthority = (typeof JUDICIAL_AUTHORITIES)[number];

/** How long the orders of an authority may last. Months count from day to same day, which still belongs to them. */
export interface FreezeTerm {
  readonly firstMonths: number;
  /** Each renewal, from the end of the order that it renews. */
  readonly renewalMonths: number;
  /** First order and renewals together; null: renewable without end. */
  readonly totalMonths: number | null;
  readonly source: string;
}

/**
 * A bound of ours. Periods differ by authority and case (some have six months, a few a year), so each order keeps
 * the end that it names, and this only refuses what no order should say. A tighter bound might turn away an order
 * that both members must obey.
 */
const A_YEAR: FreezeTerm = {
  firstMonths: 12,
  renewalMonths: 12,
  totalMonths: null,
  source: 'our own bound: one year is the usual longest period of a freeze of money; to be confirmed',
};

const TERMS: Readonly<Record<JudicialAuthority, FreezeTerm>> = {
  court: A_YEAR,
  procuratorate: A_YEAR,
  police: A_YEAR,
  'state-security': A_YEAR,
  'supervision-commission': A_YEAR,
  customs: A_YEAR,
  tax: A_YEAR,
  csrc: { firstMonths: 6, renewalMonths: 3, totalMonths: 24, source: '证券法 170' },
};

/**
 * The anti-money-laundering freeze (临时冻结) ends by itself when nothing else has been ordered.
 *
 * @source 反洗钱法 (2024) 45
 */
export const TEMPORARY_FREEZE_SECONDS = 48 * 3_600;

/**
 * How long the securities regulator can restrict trading: three months, and three more where a case is complex.
 *
 * @source 证券法 170
 */
const RESTRICTION_MONTHS = 6;

/** The last instant at which a restriction of the securities regulator may end. */
export function latestRestrictionEnd(startsAt: Instant): Instant {
  return endAfterMonths(localTime(startsAt).date, RESTRICTION_MONTHS);
}

export function termOf(authority: JudicialAuthority): FreezeTerm {
  return TERMS[authority];
}

export interface Term {
  readonly startsAt: Instant;
  /** Set for a renewal: the end of the order renewed, and when the first of them all began. */
  readonly renewed?: { readonly endsAt: Instant; readonly firstStartsAt: Instant } | undefined;
}

/** The last instant at which an order of an authority may end. */
export function latestEnd(authority: JudicialAuthority, { startsAt, renewed }: Term): Instant {
  const { firstMonths, renewalMonths, totalMonths } = termOf(authority);
  if (renewed === undefined) return endAfterMonths(localTime(startsAt).date, firstMonths);
  // An order that ends at midnight has the day before as its last.
  const lastDay = localTime(plusSeconds(renewed.endsAt, -1)).date;
  const bound = endAfterMonths(lastDay, renewalMonths);
  if (totalMonths === null) return bound;
  const total = endAfterMonths(localTime(renewed.firstStartsAt).date, totalMonths);
  if (total < bound) return total;
  return bound;
}

/** The day of a period counted in months is its last day as a whole (民法典 201, 202). */
function endAfterMonths(date: BusinessDate, months: number): Instant {
  return endOfDay(plusMonths(date, months));
}

/** The same day so many months later, or the last day of that month where it has no such day. */
export function plusMonths(date: BusinessDate, months: number): BusinessDate {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
  const count = year * 12 + month - 1 + months;
  const laterYear = Math.floor(count / 12);
  const laterMonth = count - laterYear * 12 + 1;
  let laterDay = day;
  while (laterDay > 28 && !isCalendarDay(laterYear, laterMonth, laterDay)) laterDay -= 1;
  return `${laterYear}-${twoDigits(laterMonth)}-${twoDigits(laterDay)}` as BusinessDate;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
