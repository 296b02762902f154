import { Refusal } from '../model/refusal.js';
import type { RelationshipRow } from '../model/rows.js';
import { type LedgerState, readState, writeState } from './state.js';

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
 */
export async function recordAgreement(
  state: LedgerState,
  mspId: string,
  proposed: RelationshipRow,
): Promise<boolean> {
  const otherSide = mspId === proposed.bankMspId ? proposed.brokerMspId : proposed.bankMspId;
  const other = await readState<RelationshipRow>(state, agreementKey(otherSide));
  await writeState(state, agreementKey(mspId), proposed);
  if (other === undefined || !sameRelationship(other, proposed)) return false;
  await writeState(state, RELATIONSHIP_KEY, proposed);
  return true;
}

export function sameRelationship(a: RelationshipRow, b: RelationshipRow): boolean {
  return a.bankMspId === b.bankMspId && a.brokerMspId === b.brokerMspId;
}
