import type { Context } from 'fabric-contract-api';
import { agreedRelationship } from '../books/relationship-book.js';
import type { LedgerState } from '../books/state.js';
import { Refusal } from '../model/refusal.js';

/** What the contract uses of the context that Fabric calls it with. */
export interface CustodyContext {
  readonly stub: LedgerState;
  readonly clientIdentity: Pick<Context['clientIdentity'], 'getMSPID' | 'getAttributeValue'>;
}

/** Certificate attribute that holds what a user of a member may do, joined by commas. */
const ROLE_ATTRIBUTE = 'sanfang.role';
const MAY_MOVE_MONEY = ['gateway', 'bank-operator', 'bank-system', 'broker-operator'];

/**
 * The organisation that may move money here: bank or broker of the agreed relationship, and nobody else, however
 * many members the channel has. Its user must have a role for it, too.
 */
export async function callingSide(ctx: CustodyContext): Promise<string> {
  const { bankMspId, brokerMspId } = await agreedRelationship(ctx.stub);
  const mspId = ctx.clientIdentity.getMSPID();
  if (mspId !== bankMspId && mspId !== brokerMspId) {
    throw new Refusal({
      code: 'NOT_PERMITTED',
      message: `Only ${bankMspId} and ${brokerMspId} may do this in their relationship, and the caller is of ${mspId}.`,
    });
  }
  requireRole(ctx);
  return mspId;
}

/** Refuses a user whose certificate names no role that may act for its organisation. */
export function requireRole({ clientIdentity }: CustodyContext): void {
  const roles = (clientIdentity.getAttributeValue(ROLE_ATTRIBUTE) ?? '').split(',');
  if (roles.some((role) => MAY_MOVE_MONEY.includes(role))) return;
  throw new Refusal({
    code: 'NOT_PERMITTED',
    message: `The caller’s certificate must have one of the roles ${MAY_MOVE_MONEY.join(', ')} in its attribute ${ROLE_ATTRIBUTE}.`,
  });
}
