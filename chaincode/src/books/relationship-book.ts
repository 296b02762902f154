import { Refusal } from '../model/refusal.js';
import type { RelationshipRow } from '../model/rows/day-row.js';
import { type LedgerState, readState } from './state.js';
import type { UnitOfWork } from './unit-of-work.js';

const RELATIONSHIP_KEY = 'relationship';
const agreementKey = (mspId: string) => `agreement/${mspId}`;

export function findRelationship(state: LedgerState): Promise<RelationshipRow | undefined> {
  return readState<RelationshipRow>(state, RELATIONSHIP_KEY);
}

/** The relationship, which both sides have agreed to, or the refusal that says they have not. */
export async function agreedRelationship(state: LedgerState): Promise<RelationshipRow> {
  const relationship = await findRelationship(state);
  if (relationship === undefined) {
    throw new Refusal({
      code: 'RELATIONSHIP_NOT_AGREED',
      message: 'The bank’s and the broker’s gateway must both have agreed to the relationship first.',
    });
  }
  return relationship;
}

/**
 * Records that one side agrees. The relationship comes into being when the other side has agreed to the same:
 * neither of the two, and no third party, can name bank and broker alone.
 *
 * @returns whether both have agreed
 */
export async function recordAgreement(
  work: UnitOfWork,
  mspId: string,
  proposed: RelationshipRow,
): Promise<boolean> {
  const otherSide = mspId === proposed.bankMspId ? proposed.brokerMspId : proposed.bankMspId;
  const other = await work.read<RelationshipRow>(agreementKey(otherSide));
  const before = await work.read<RelationshipRow>(agreementKey(mspId));
  if (before === undefined || !sameRelationship(before, proposed)) work.write(agreementKey(mspId), proposed);
  if (other === undefined || !sameRelationship(other, proposed)) return false;
  work.write(RELATIONSHIP_KEY, proposed);
  return true;
}

export function sameRelationship(a: RelationshipRow, b: RelationshipRow): boolean {
  return a.bankMspId === b.bankMspId && a.brokerMspId === b.brokerMspId;
}
