import type { Books } from '../../books/books.js';
import { GovernanceBook } from '../../books/governance-book.js';
import type {
  CalendarAnswer,
  ParametersAnswer,
  ProposalAnswer,
  SecurityAnswer,
} from '../../model/answers/governance.js';
import { Refusal } from '../../model/refusal.js';
import type { BusinessDate } from '../../rules/business-date.js';

export async function findProposal(books: Books, id: string): Promise<ProposalAnswer> {
  return { id, ...(await new GovernanceBook(books.work).proposals.get(id)) };
}

/** The parameters in force on a day, or a Refusal `NO_PARAMETERS`. */
export async function findParameters(books: Books, date: BusinessDate): Promise<ParametersAnswer> {
  const parameters = await new GovernanceBook(books.work).parametersOn(date);
  if (parameters !== undefined) return parameters;
  throw new Refusal({
    code: 'NO_PARAMETERS',
    field: 'date',
    message: `No parameters that both members have agreed on are in force on ${date}.`,
  });
}

/** The calendar of a year, or a Refusal `NO_CALENDAR`. */
export async function findCalendar(books: Books, year: number): Promise<CalendarAnswer> {
  const calendar = await new GovernanceBook(books.work).calendarOf(year);
  if (calendar !== undefined) return calendar;
  throw new Refusal({
    code: 'NO_CALENDAR',
    field: 'year',
    message: `Both members have not agreed on a trading calendar of ${year}.`,
  });
}

/** What is known of a security on a day, or a Refusal `SECURITY_NOT_FOUND`. */
export async function findSecurity(
  books: Books,
  { code, date }: { readonly code: string; readonly date: BusinessDate },
): Promise<SecurityAnswer> {
  const security = await new GovernanceBook(books.work).securityOn(code, date);
  if (security !== undefined) return security;
  throw new Refusal({
    code: 'SECURITY_NOT_FOUND',
    field: 'code',
    message: `Nothing is agreed on security ${code} for ${date}.`,
  });
}
