import { msp } from '@hyperledger/fabric-protos';
import { explained, IdentityError } from './identity-error.js';
import type { NodeRole, OrganizationalUnit } from './node-ous.js';
import type { X509Identity } from './x509-identity.js';

/** What an MSP knows about its members, as far as principals ask. */
export interface Membership {
  readonly id: string;
  /** Whether members are told apart by node OUs. */
  readonly nodeOusEnforced: boolean;
  validate(identity: X509Identity): void;
  /** Whether the certificate is one of those that the configuration lists as admins. */
  isListedAdmin(identity: X509Identity): boolean;
  checkNodeRole(identity: X509Identity, role: NodeRole): void;
  organizationalUnits(identity: X509Identity): readonly OrganizationalUnit[];
  deserialize(serialized: Uint8Array): X509Identity;
}

const { Classification } = msp.MSPPrincipal;
const Role = msp.MSPRole.MSPRoleType;
const NODE_ROLES: Readonly<Record<number, NodeRole>> = {
  [Role.CLIENT]: 'CLIENT',
  [Role.PEER]: 'PEER',
  [Role.ORDERER]: 'ORDERER',
};
const DEEPEST_NESTING = 100;

/** Throws IdentityError, in Fabric's words, unless the member is what the principal describes. */
export function checkPrincipal(
  members: Membership,
  identity: X509Identity,
  principal: msp.MSPPrincipal,
): void {
  for (const each of flatten(principal)) checkSimplePrincipal(members, identity, each);
}

/** A combined principal asks for all of its parts; any other stands for itself. */
function flatten(principal: msp.MSPPrincipal, depth = 0): msp.MSPPrincipal[] {
  if (principal.getPrincipalClassification() !== Classification.COMBINED) return [principal];
  const parts = msp.CombinedPrincipal.deserializeBinary(principal.getPrincipal_asU8()).getPrincipalsList();
  if (parts.length === 0 || depth > DEEPEST_NESTING)
    throw new IdentityError('No principals in CombinedPrincipal');
  return parts.flatMap((part) => flatten(part, depth + 1));
}

function checkSimplePrincipal(
  members: Membership,
  identity: X509Identity,
  principal: msp.MSPPrincipal,
): void {
  const bytes = principal.getPrincipal_asU8();
  switch (principal.getPrincipalClassification()) {
    case Classification.ROLE:
      checkRole(members, identity, msp.MSPRole.deserializeBinary(bytes));
      break;
    case Classification.ORGANIZATION_UNIT:
      checkOrganizationUnit(members, identity, msp.OrganizationUnit.deserializeBinary(bytes));
      break;
    case Classification.IDENTITY:
      checkSameIdentity(members, identity, bytes);
      break;
    case Classification.ANONYMITY:
      checkAnonymity(msp.MSPIdentityAnonymity.deserializeBinary(bytes));
      break;
    default:
      throw new IdentityError(`invalid principal type ${principal.getPrincipalClassification()}`);
  }
}

function checkRole(members: Membership, identity: X509Identity, role: msp.MSPRole): void {
  checkSameMsp(members, identity, role.getMspIdentifier());
  const type = role.getRole();
  const nodeRole = NODE_ROLES[type];
  if (type === Role.MEMBER) members.validate(identity);
  else if (type === Role.ADMIN) checkAdmin(members, identity);
  // Without node OUs there are no orderers: Fabric then does not know the role at all.
  else if (nodeRole !== undefined && (nodeRole !== 'ORDERER' || members.nodeOusEnforced)) {
    checkNodeRole(members, identity, nodeRole);
  } else throw new IdentityError(`invalid MSP role type ${type}`);
}

function checkAdmin(members: Membership, identity: X509Identity): void {
  if (members.isListedAdmin(identity)) return;
  if (!members.nodeOusEnforced) throw new IdentityError('This identity is not an admin');
  checkNodeRole(members, identity, 'ADMIN', 'an admin');
}

function checkNodeRole(
  members: Membership,
  identity: X509Identity,
  role: NodeRole,
  description = `a [${role}]`,
): void {
  explained(`The identity is not valid under this MSP [${members.id}]`, () => members.validate(identity));
  explained(`The identity is not ${description} under this MSP [${members.id}]`, () =>
    members.checkNodeRole(identity, role),
  );
}

function checkOrganizationUnit(
  members: Membership,
  identity: X509Identity,
  unit: msp.OrganizationUnit,
): void {
  checkSameMsp(members, identity, unit.getMspIdentifier());
  members.validate(identity);
  const matches = members
    .organizationalUnits(identity)
    .some(
      ({ name, certifiersIdentifier }) =>
        name === unit.getOrganizationalUnitIdentifier() &&
        certifiersIdentifier.equals(unit.getCertifiersIdentifier_asU8()),
    );
  if (!matches) throw new IdentityError('The identities do not match');
}

function checkSameIdentity(members: Membership, identity: X509Identity, serialized: Uint8Array): void {
  const wanted = explained('invalid identity principal, not a certificate', () =>
    members.deserialize(serialized),
  );
  if (wanted.id !== identity.id) throw new IdentityError('The identities do not match');
  members.validate(wanted);
}

function checkAnonymity(anonymity: msp.MSPIdentityAnonymity): void {
  const type = anonymity.getAnonymityType();
  if (type === msp.MSPIdentityAnonymity.MSPIdentityAnonymityType.NOMINAL) return;
  throw new IdentityError(
    type === msp.MSPIdentityAnonymity.MSPIdentityAnonymityType.ANONYMOUS
      ? 'Principal is anonymous, but X.509 MSP does not support anonymous identities'
      : `Unknown principal anonymity type: ${type}`,
  );
}

function checkSameMsp(members: Membership, identity: X509Identity, mspId: string): void {
  if (mspId !== members.id) {
    throw new IdentityError(
      `the identity is a member of a different MSP (expected ${mspId}, got ${identity.mspId})`,
    );
  }
}
