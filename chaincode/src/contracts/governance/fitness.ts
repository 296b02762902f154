import type { Books } from '../../books/books.js';
import type { GovernanceBook } from '../../books/governance-book.js';
import { Refusal } from '../../model/refusal.js';
import type { ParameterSet, ProposedChange, TradingYear } from '../../model/requests/governance.js';
import type { BusinessDate } from '../../rules/business-date.js';

/**
 * Refuses a change that would alter a day which has begun, or how the books are laid out.
 *
 * @throws Refusal `EFFECTIVE_DATE_PAST` or `FOLIO_SIZE_FIXED`
 */
export async function refuseUnfit(books: Books, book: GovernanceBook, change: ProposedChange): Promise<void> {
  const today = books.dayIfAny?.businessDate;
  if (change.kind === 'parameters') {
    refusePast(change.parameters.effectiveFrom, today, 'change.parameters.effectiveFrom');
    await refuseOtherFolioSize(book, change.parameters);
  } else if (change.kind === 'calendar') {
    await refuseChangedPast(book, change.calendar, today);
  } else {
    for (const [index, { effectiveFrom }] of change.securities.entries()) {
      refusePast(effectiveFrom, today, `change.securities.${index}.effectiveFrom`);
    }
  }
}

function refusePast(effectiveFrom: BusinessDate, today: BusinessDate | undefined, field: string): void {
  if (today === undefined || effectiveFrom > today) return;
  throw new Refusal({
    code: 'EFFECTIVE_DATE_PAST',
    field,
    message: `The business day ${today} has begun; the change can come into force on a later day.`,
  });
}

async function refuseOtherFolioSize(book: GovernanceBook, { folioSize }: ParameterSet): Promise<void> {
  const agreed = await book.folioSize();
  if (agreed === undefined || agreed === folioSize) return;
  throw new Refusal({
    code: 'FOLIO_SIZE_FIXED',
    field: 'change.parameters.folioSize',
    message: `Folios hold ${agreed} accounts by the parameters agreed before, and accounts lie in them so.`,
  });
}

/** Days that have begun stay what they were: open or closed, or in a year of which nothing was known. */
async function refuseChangedPast(
  book: GovernanceBook,
  { year, closedDays }: TradingYear,
  today: BusinessDate | undefined,
): Promise<void> {
  if (today === undefined || year > Number(today.slice(0, 4))) return;
  const known = await book.calendarOf(year);
  const isPast = (day: BusinessDate) => day <= today;
  const was = known?.content.closedDays.filter(isPast).sort().join(' ');
  if (was === closedDays.filter(isPast).sort().join(' ')) return;
  throw new Refusal({
    code: 'EFFECTIVE_DATE_PAST',
    field: 'change.calendar.closedDays',
    message: `The business day ${today} has begun; the calendar of ${year} must stay as it was up to then.`,
  });
}
