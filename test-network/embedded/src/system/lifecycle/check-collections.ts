import { type common, msp, type peer } from '@hyperledger/fabric-protos';
import { textOf } from '../../chaincode/error-text.js';
import type { MspManager } from '../../identity/msp-manager.js';
import { compileSignaturePolicy } from '../../policy/signature-policy.js';

/** The collections of a package, all static. @throws Error with Fabric's words */
export function staticCollections(
  collections: peer.CollectionConfigPackage | undefined,
): readonly peer.StaticCollectionConfig[] {
  return (collections?.getConfigList() ?? []).map((each) => {
    const config = each.getStaticCollectionConfig();
    if (config === undefined) {
      throw new Error('collection config contains unexpected payload type: <nil>');
    }
    return config;
  });
}

/** Checks proposed collections against the channel's members. @throws Error with Fabric's words */
export function checkCollections(
  collections: readonly peer.StaticCollectionConfig[],
  msps: MspManager,
): void {
  const names = new Set<string>();
  for (const each of collections) {
    const name = each.getName();
    if (!/^[A-Za-z0-9-][A-Za-z0-9_-]*$/.test(name)) {
      throw new Error(
        `invalid collection name '${name}'. Names can only consist of alphanumerics, '_', and '-' and cannot begin with '_'`,
      );
    }
    if (names.has(name)) {
      throw new Error(`collection-name: ${name} -- found duplicate in collection configuration`);
    }
    names.add(name);
    checkPeerCounts(each);
    checkMembers(each, msps);
  }
}

/** Checks that no committed collection is lost and none lives shorter or longer than before. @throws Error with Fabric's words */
export function checkAgainstCommitted(
  proposed: readonly peer.StaticCollectionConfig[],
  committed: readonly peer.StaticCollectionConfig[],
): void {
  if (committed.length > 0 && proposed.length === 0) {
    throw new Error('the proposed collection config does not contain previously defined collections');
  }
  for (const existing of committed) {
    const name = existing.getName();
    const next = proposed.find((each) => each.getName() === name);
    if (next === undefined) {
      throw new Error(`existing collection [${name}] missing in the proposed collection configuration`);
    }
    if (next.getBlockToLive() !== existing.getBlockToLive()) {
      throw new Error(
        `the BlockToLive in an existing collection [${name}] modified. Existing value [${existing.getBlockToLive()}]`,
      );
    }
  }
}

function checkPeerCounts(collection: peer.StaticCollectionConfig): void {
  const required = collection.getRequiredPeerCount();
  const maximum = collection.getMaximumPeerCount();
  const name = collection.getName();
  if (maximum < required) {
    throw new Error(
      `collection-name: ${name} -- maximum peer count (${maximum}) cannot be less than the required peer count (${required})`,
    );
  }
  if (required < 0) {
    throw new Error(`collection-name: ${name} -- requiredPeerCount (${required}) cannot be less than zero`);
  }
}

function checkMembers(collection: peer.StaticCollectionConfig, msps: MspManager): void {
  const name = collection.getName();
  const members = collection.getMemberOrgsPolicy();
  if (members === undefined) {
    throw new Error(`collection member policy is not set for collection '${name}'`);
  }
  const policy = members.getSignaturePolicy();
  if (policy === undefined) {
    throw new Error(`collection member org policy is empty for collection '${name}'`);
  }
  try {
    compileSignaturePolicy(policy, msps);
  } catch (error) {
    throw new Error(`invalid member org policy for collection '${name}': ${textOf(error)}`);
  }
  checkOrOnly(policy.getRule(), name);
  for (const principal of policy.getIdentitiesList()) {
    checkPrincipal(principal, name, msps);
  }
}

function checkOrOnly(rule: common.SignaturePolicy | undefined, name: string): void {
  const outOf = rule?.getNOutOf();
  if (outOf === undefined) {
    return;
  }
  if (outOf.getN() !== 1) {
    throw new Error(
      `collection-name: ${name} -- error in member org policy: signature policy is not an OR concatenation, NOutOf ${outOf.getN()}`,
    );
  }
  for (const each of outOf.getRulesList()) {
    checkOrOnly(each, name);
  }
}

function checkPrincipal(principal: msp.MSPPrincipal, name: string, msps: MspManager): void {
  const { ROLE, ORGANIZATION_UNIT, IDENTITY } = msp.MSPPrincipal.Classification;
  const bytes = principal.getPrincipal_asU8();
  const kind = principal.getPrincipalClassification();
  if (kind === ROLE || kind === ORGANIZATION_UNIT) {
    const mspId =
      kind === ROLE
        ? msp.MSPRole.deserializeBinary(bytes).getMspIdentifier()
        : msp.OrganizationUnit.deserializeBinary(bytes).getMspIdentifier();
    if (msps.msp(mspId) === undefined) {
      throw new Error(`collection-name: ${name} -- collection member '${mspId}' is not part of the channel`);
    }
  } else if (kind === IDENTITY) {
    try {
      msps.deserialize(bytes);
    } catch (error) {
      throw new Error(`collection-name: ${name} -- contains an identity that is not part of the channel`, {
        cause: error,
      });
    }
  } else {
    throw new Error(`collection-name: ${name} -- principal type ${kind} is not supported`);
  }
}
