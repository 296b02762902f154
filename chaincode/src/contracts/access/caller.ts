import type { Context } from 'fabric-contract-api';
import { Refusal } from '../../model/refusal.js';
import type { RelationshipRow } from '../../model/rows/day-row.js';
import type { Side } from '../../rules/transfer-state.js';
import { type FunctionName, MATRIX, type Permission, ROLES, type Role } from './matrix.js';

/** Certificate attribute that holds what a user of a member may do, joined by commas. */
const ROLE_ATTRIBUTE = 'sanfang.role';

export type Identity = Pick<Context['clientIdentity'], 'getMSPID' | 'getAttributeValue' | 'getID'>;

/** Who asks. `side` is `observer` for a member that is neither the relationship's bank nor its broker. */
export interface Caller {
  readonly side: Side | 'observer';
  readonly mspId: string;
  /** Common name in the user's certificate. */
  readonly user: string;
}

/**
 * The caller, where the matrix has a row for what is asked.
 *
 * @throws Refusal `NOT_PERMITTED`, which names the roles that may
 */
export function callerOf(identity: Identity, relationship: RelationshipRow, name: FunctionName): Caller {
  const mspId = identity.getMSPID();
  const side = sideOfMember(mspId, relationship);
  requireRole(identity, side, name);
  return { side, mspId, user: commonName(identity.getID()) };
}

/** The side of a caller whom the matrix lets call as bank or broker only. */
export function sideOf({ side }: Caller): Side {
  if (side !== 'observer') return side;
  throw new Refusal({ code: 'NOT_PERMITTED', message: `This is not for ${NAMED.observer}.` });
}

/** Refuses where none of the caller's roles may call the function for that side. */
export function requireRole(identity: Identity, side: Caller['side'], name: FunctionName): void {
  const permission: Permission = MATRIX[name];
  const allowed = permission[side] ?? [];
  if (allowed.length === 0) {
    throw new Refusal({ code: 'NOT_PERMITTED', message: `${name} is not for ${NAMED[side]}.` });
  }
  if (rolesOf(identity).some((role) => allowed.includes(role))) return;
  throw new Refusal({
    code: 'NOT_PERMITTED',
    message: `${name} needs one of the roles ${allowed.join(', ')} in the certificate attribute ${ROLE_ATTRIBUTE}.`,
  });
}

const NAMED = {
  bank: 'the bank',
  broker: 'the broker',
  observer: 'a member that is neither bank nor broker here',
};

function sideOfMember(mspId: string, { bankMspId, brokerMspId }: RelationshipRow): Caller['side'] {
  if (mspId === bankMspId) return 'bank';
  return mspId === brokerMspId ? 'broker' : 'observer';
}

function rolesOf(identity: Identity): readonly Role[] {
  const named = (identity.getAttributeValue(ROLE_ATTRIBUTE) ?? '').split(',');
  return ROLES.filter((role) => named.includes(role));
}

/** The common name out of `x509::/…/CN=name::/…issuer…`, as Fabric writes the id of a certificate. */
function commonName(id: string): string {
  const subject = id.split('::')[1] ?? '';
  return /\/CN=([^/]+)/.exec(subject)?.[1] ?? 'unnamed';
}
