import { common, msp, peer } from '@hyperledger/fabric-protos';
import type { ChannelConfig } from '../../channel/channel-config.js';
import type { ChannelLedger } from '../../ledger/channel-ledger.js';
import { IMPLICIT_COLLECTION_PREFIX, LIFECYCLE_NAMESPACE } from '../../ledger/definitions.js';
import { compileApplicationPolicy } from '../../policy/application-policy.js';
import { satisfyingPrincipalSets } from '../../policy/principal-sets.js';

const LIFECYCLE_POLICY = '/Channel/Application/LifecycleEndorsement';

export type PrincipalSets = msp.MSPPrincipal[][];

/** What discovery needs to know of one chaincode on one channel. */
export interface ChaincodeMetadata {
  readonly name: string;
  /** The definition's sequence. */
  readonly version: string;
  readonly collections: ReadonlyMap<string, peer.StaticCollectionConfig>;
  readonly policy: () => PrincipalSets;
}

/** Undefined when no such chaincode is defined on the channel. */
export function chaincodeMetadata(ledger: ChannelLedger, name: string): ChaincodeMetadata | undefined {
  const config = ledger.config;
  if (name === LIFECYCLE_NAMESPACE) {
    return {
      name,
      version: '1',
      collections: new Map(),
      policy: () => config.principalSets(LIFECYCLE_POLICY),
    };
  }
  const definition = ledger.definition(name);
  if (definition === undefined) {
    return undefined;
  }
  return {
    name,
    version: String(definition.sequence),
    collections: staticCollections(definition.collections),
    policy: () => compileApplicationPolicy(definition.endorsementPolicy, config).principalSets(),
  };
}

/**
 * The policies that a call must satisfy: the chaincode's own, or those of the collections it touches.
 *
 * A collection without a policy of its own falls back to the chaincode's; each policy is listed once.
 */
export function policiesOfCall(
  metadata: ChaincodeMetadata,
  config: ChannelConfig,
  collections: readonly string[],
): PrincipalSets[] {
  if (collections.length === 0) {
    return [metadata.policy()];
  }
  const policies = new Map<string, PrincipalSets>();
  for (const name of collections) {
    const bytes = collectionPolicy(metadata, name);
    const key = bytes === undefined ? '' : Buffer.from(bytes).toString('latin1');
    if (!policies.has(key)) {
      policies.set(
        key,
        bytes === undefined ? metadata.policy() : compileApplicationPolicy(bytes, config).principalSets(),
      );
    }
  }
  return [...policies.values()];
}

/** The principals of whom one must be satisfied to hold a collection's data; undefined when there is no such collection. */
export function collectionMembers(
  metadata: ChaincodeMetadata,
  collection: string,
): msp.MSPPrincipal[] | undefined {
  if (collection.startsWith(IMPLICIT_COLLECTION_PREFIX)) {
    return [memberOf(collection.slice(IMPLICIT_COLLECTION_PREFIX.length))];
  }
  return metadata.collections
    .get(collection)
    ?.getMemberOrgsPolicy()
    ?.getSignaturePolicy()
    ?.getIdentitiesList();
}

export function keyPolicySets(envelope: common.SignaturePolicyEnvelope): PrincipalSets {
  return satisfyingPrincipalSets(envelope);
}

function collectionPolicy(metadata: ChaincodeMetadata, collection: string): Uint8Array | undefined {
  if (collection.startsWith(IMPLICIT_COLLECTION_PREFIX)) {
    return signedByMember(collection.slice(IMPLICIT_COLLECTION_PREFIX.length));
  }
  return metadata.collections.get(collection)?.getEndorsementPolicy()?.serializeBinary();
}

function staticCollections(
  collections: peer.CollectionConfigPackage | undefined,
): ReadonlyMap<string, peer.StaticCollectionConfig> {
  const byName = new Map<string, peer.StaticCollectionConfig>();
  for (const each of collections?.getConfigList() ?? []) {
    const config = each.getStaticCollectionConfig();
    if (config !== undefined) {
      byName.set(config.getName(), config);
    }
  }
  return byName;
}

function signedByMember(mspId: string): Uint8Array {
  const signedBy = new common.SignaturePolicy();
  signedBy.setSignedBy(0);
  const oneOf = new common.SignaturePolicy.NOutOf();
  oneOf.setN(1);
  oneOf.addRules(signedBy);
  const rule = new common.SignaturePolicy();
  rule.setNOutOf(oneOf);
  const envelope = new common.SignaturePolicyEnvelope();
  envelope.setRule(rule);
  envelope.addIdentities(memberOf(mspId));
  const policy = new peer.ApplicationPolicy();
  policy.setSignaturePolicy(envelope);
  return policy.serializeBinary();
}

function memberOf(mspId: string): msp.MSPPrincipal {
  const role = new msp.MSPRole();
  role.setMspIdentifier(mspId);
  role.setRole(msp.MSPRole.MSPRoleType.MEMBER);
  const principal = new msp.MSPPrincipal();
  principal.setPrincipalClassification(msp.MSPPrincipal.Classification.ROLE);
  principal.setPrincipal(role.serializeBinary());
  return principal;
}
