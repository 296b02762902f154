import { Refusal } from '../../model/refusal.js';
import type { PlaceLine } from '../../model/requests/freezes.js';
import type { FreezeOrderRow } from '../../model/rows/freeze-row.js';
import {
  latestEnd,
  latestRestrictionEnd,
  TEMPORARY_FREEZE_SECONDS,
  termOf,
} from '../../rules/freeze-terms.js';
import { type Instant, plusSeconds } from '../../rules/instant.js';

/**
 * When an order ends; null: when it is released.
 *
 * @throws Refusal `FREEZE_TERM` where it begins ahead, is over already, or lasts longer than its authority can order
 */
export function endOf(line: PlaceLine, renewed: FreezeOrderRow | undefined): Instant | null {
  const { startsAt, initiatedAt } = line;
  if (startsAt > initiatedAt) {
    throw refused('startsAt', 'An order starts when it has been served, so it cannot start ahead.');
  }
  const endsAt = lastsUntil(line);
  if (endsAt !== null && endsAt <= initiatedAt) {
    throw refused('endsAt', `The order is over since ${endsAt}; nothing is left to be frozen.`);
  }
  if (line.reason === 'judicial') refuseJudicialTerm(line, renewed);
  if (line.reason === 'business-restriction' && line.authority.kind === 'csrc') {
    refuseRestrictionTerm(startsAt, endsAt);
  }
  return endsAt;
}

/** The 48 hours are the law's, whatever anybody asks for. */
function lastsUntil(line: PlaceLine): Instant | null {
  if (line.reason === 'forty-eight-hours') return plusSeconds(line.startsAt, TEMPORARY_FREEZE_SECONDS);
  return line.endsAt;
}

function refuseJudicialTerm(
  { startsAt, endsAt, priorityAt, initiatedAt, authority }: Extract<PlaceLine, { reason: 'judicial' }>,
  renewed: FreezeOrderRow | undefined,
): void {
  if (priorityAt > initiatedAt) {
    throw refused('priorityAt', 'An order has its place from when it was received, which cannot lie ahead.');
  }
  if (renewed !== undefined && renewed.endsAt !== null && endsAt <= renewed.endsAt) {
    throw refused('endsAt', `Order ${renewed.id} lasts until ${renewed.endsAt}; a renewal must end later.`);
  }
  const latest = latestEnd(authority.kind, {
    startsAt,
    renewed:
      renewed === undefined || renewed.endsAt === null
        ? undefined
        : { endsAt: renewed.endsAt, firstStartsAt: renewed.firstStartsAt },
  });
  if (endsAt <= latest) return;
  throw refused(
    'endsAt',
    `An order of this authority (${authority.kind}) can last until ${latest} here: ${termOf(authority.kind).source}.`,
  );
}

function refuseRestrictionTerm(startsAt: Instant, endsAt: Instant | null): void {
  const latest = latestRestrictionEnd(startsAt);
  if (endsAt !== null && endsAt <= latest) return;
  throw refused('endsAt', `The securities regulator can restrict trading until ${latest} here: 证券法 170.`);
}

function refused(field: string, message: string): Refusal {
  return new Refusal({ code: 'FREEZE_TERM', field, message });
}
