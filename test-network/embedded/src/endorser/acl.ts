import { msp } from '@hyperledger/fabric-protos';
import { IdentityError } from '../identity/identity-error.js';
import type { SignedData } from '../policy/policy.js';
import { PolicyError } from '../policy/policy-error.js';
import type { EndorsingPeer } from './endorsing-peer.js';

export interface AclRequest {
  /** e.g. `peer/Propose`, `event/Block`. */
  readonly resource: string;
  readonly channelId: string;
  readonly signed: SignedData;
}

/** What the peer's own organisation decides, whatever the channel. */
const LOCAL_POLICIES: Readonly<Record<string, 'Admins' | 'Members'>> = {
  '_lifecycle/InstallChaincode': 'Admins',
  '_lifecycle/QueryInstalledChaincode': 'Admins',
  '_lifecycle/GetInstalledChaincodePackage': 'Admins',
  '_lifecycle/QueryInstalledChaincodes': 'Admins',
  '_lifecycle/ApproveChaincodeDefinitionForMyOrg': 'Admins',
  '_lifecycle/QueryApprovedChaincodeDefinition': 'Admins',
  '_lifecycle/QueryApprovedChaincodeDefinitions': 'Admins',
  'lscc/GetInstalledChaincodes': 'Admins',
  'lscc/Install': 'Admins',
  'cscc/JoinChain': 'Admins',
  'cscc/JoinChainBySnapshot': 'Admins',
  'cscc/JoinBySnapshotStatus': 'Admins',
  'cscc/GetChannels': 'Members',
};

/**
 * Fabric's CheckACL: the local MSP's roles for peer-wide resources, the channel's policies for the rest.
 *
 * @throws Error with Fabric's words
 */
export function checkAcl(peer: EndorsingPeer, { resource, channelId, signed }: AclRequest): void {
  const local = LOCAL_POLICIES[resource];
  if (local !== undefined) {
    checkLocal(peer, local, signed);
    return;
  }
  if (channelId === '') {
    const policy = `/Channel/Application/${resource.startsWith('_lifecycle/') ? 'Writers' : 'Readers'}`;
    throw new Error(
      `Failed getting local MSP principal during channelless check policy with policy [${policy}]: [MSP Principal role [${policy}] not recognized]`,
    );
  }
  const config = peer.ledger(channelId)?.config;
  if (config === undefined) {
    throw new Error(`Failed to get policy manager for channel [${channelId}]`);
  }
  const policy = config.acl(resource);
  try {
    config.policy(policy).evaluate([signed]);
  } catch (error) {
    if (error instanceof PolicyError) {
      throw new Error(
        config.configuredAcl(resource) === undefined
          ? `Failed evaluating policy on signed data during check policy on channel [${channelId}] with policy [${policy}]: [${error.message}]`
          : `failed evaluating policy on signed data during check policy [${policy}]: [${error.message}]`,
      );
    }
    throw error;
  }
}

function checkLocal(peer: EndorsingPeer, role: 'Admins' | 'Members', signed: SignedData): void {
  const where = `during channelless check policy with policy [${role}]`;
  const identity = explained(`Failed deserializing proposal creator ${where}`, () =>
    peer.localMsp.deserialize(signed.identity),
  );
  explained(`Failed verifying that proposal's creator satisfies local MSP principal ${where}`, () =>
    peer.localMsp.check(identity, principal(peer.mspId, role)),
  );
  if (!identity.verify(signed.message, signed.signature)) {
    throw new Error('The signature is invalid');
  }
}

function principal(mspId: string, policy: 'Admins' | 'Members'): msp.MSPPrincipal {
  const role = new msp.MSPRole();
  role.setMspIdentifier(mspId);
  role.setRole(policy === 'Admins' ? msp.MSPRole.MSPRoleType.ADMIN : msp.MSPRole.MSPRoleType.MEMBER);
  const wanted = new msp.MSPPrincipal();
  wanted.setPrincipalClassification(msp.MSPPrincipal.Classification.ROLE);
  wanted.setPrincipal(role.serializeBinary());
  return wanted;
}

function explained<T>(prefix: string, check: () => T): T {
  try {
    return check();
  } catch (error) {
    if (error instanceof IdentityError) {
      throw new Error(`${prefix}: [${error.message}]`);
    }
    throw error;
  }
}
