import { Books } from '../../books/books.js';
import { findRelationship, recordAgreement, sameRelationship } from '../../books/relationship-book.js';
import type { RelationshipAnswer } from '../../model/answers/governance.js';
import { parseJson } from '../../model/parse.js';
import { Refusal } from '../../model/refusal.js';
import { RelationshipRequest } from '../../model/requests/governance.js';
import { callerOf } from '../access/caller.js';
import type { CustodyContext } from '../transaction.js';

const NAME = 'GovernanceContract:AgreeRelationship';

/**
 * One side agrees to who bank and broker are. There is no relationship yet by which the caller's side could be told,
 * so it is told by the one proposed.
 */
export async function agreeRelationship(
  { stub, clientIdentity }: CustodyContext,
  text: string,
): Promise<RelationshipAnswer> {
  const proposed = parseJson(RelationshipRequest, text);
  const { side, mspId, user } = callerOf(clientIdentity, proposed, NAME);
  if (proposed.bankMspId === proposed.brokerMspId) {
    throw new Refusal({ code: 'NOT_PERMITTED', message: 'Bank and broker must be two organisations.' });
  }
  const inForce = await findRelationship(stub);
  if (inForce !== undefined) {
    if (sameRelationship(inForce, proposed)) return { ...proposed, agreed: true };
    throw new Refusal({
      code: 'RELATIONSHIP_DIFFERS',
      message: `The relationship in force is between ${inForce.bankMspId} and ${inForce.brokerMspId}.`,
    });
  }
  const head = { function: NAME, by: { mspId, user } };
  const books = new Books({ state: stub, relationship: proposed, day: undefined, head });
  const agreed = await recordAgreement(books.work, mspId, proposed);
  if (books.work.hasChanges) {
    books.journal.note({
      instruction: `${side}/relationship`,
      kind: agreed ? 'relationship.agreed' : 'relationship.proposed',
      subject: `${proposed.bankMspId}/${proposed.brokerMspId}`,
    });
  }
  await books.close();
  return { ...proposed, agreed };
}
