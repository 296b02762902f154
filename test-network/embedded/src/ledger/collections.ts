import { common, msp, peer } from '@hyperledger/fabric-protos';
import type { ChannelConfig } from '../channel/channel-config.js';
import {
  type ChaincodeDefinition,
  IMPLICIT_COLLECTION_PREFIX,
  implicitCollectionName,
  LIFECYCLE_NAMESPACE,
} from './definitions.js';
import { build } from './wire/build.js';

/** The organisation of an implicit collection's name; undefined if the name is of another kind. */
export function implicitCollectionOrg(collection: string): string | undefined {
  return collection.startsWith(IMPLICIT_COLLECTION_PREFIX)
    ? collection.slice(IMPLICIT_COLLECTION_PREFIX.length)
    : undefined;
}

/** Where the definitions of chaincodes are found: a ledger, or a view of it at one height. */
export interface DefinitionSource {
  readonly config: ChannelConfig;
  definition(name: string): ChaincodeDefinition | undefined;
}

/** A collection's configuration, explicit or implicit; undefined if the chaincode has no such collection. */
export function collectionConfig(
  source: DefinitionSource,
  namespace: string,
  collection: string,
): peer.StaticCollectionConfig | undefined {
  const definition = source.definition(namespace);
  if (definition === undefined && namespace !== LIFECYCLE_NAMESPACE) {
    return undefined;
  }
  const mspId = implicitCollectionOrg(collection);
  if (mspId !== undefined) {
    return implicitCollection(mspId);
  }
  return explicitCollections(definition).find((each) => each.getName() === collection);
}

/** Whether a chaincode may use a collection's name: defined, or implicit of an organisation of the channel. */
export function hasCollection(source: DefinitionSource, namespace: string, collection: string): boolean {
  const mspId = implicitCollectionOrg(collection);
  if (mspId !== undefined) {
    return source.config.applicationOrgs.includes(mspId);
  }
  return explicitCollections(source.definition(namespace)).some((each) => each.getName() === collection);
}

/** The MSP ids of the organisations that get a collection's data. */
export function collectionMembers(config: peer.StaticCollectionConfig): ReadonlySet<string> {
  const policy = config.getMemberOrgsPolicy()?.getSignaturePolicy();
  return new Set(
    (policy?.getIdentitiesList() ?? []).flatMap((principal) => {
      const mspId = mspIdOf(principal);
      return mspId === undefined ? [] : [mspId];
    }),
  );
}

export function implicitCollection(mspId: string): peer.StaticCollectionConfig {
  return build(new peer.StaticCollectionConfig(), (config) => {
    config.setName(implicitCollectionName(mspId));
    config.setMemberOrgsPolicy(
      build(new peer.CollectionPolicyConfig(), (policy) => policy.setSignaturePolicy(anyMemberOf(mspId))),
    );
  });
}

function explicitCollections(definition: ChaincodeDefinition | undefined): peer.StaticCollectionConfig[] {
  return (definition?.collections?.getConfigList() ?? []).flatMap((each) => {
    const config = each.getStaticCollectionConfig();
    return config === undefined ? [] : [config];
  });
}

/** A signature policy that one member of an organisation satisfies. */
export function anyMemberOf(mspId: string): common.SignaturePolicyEnvelope {
  const role = build(new msp.MSPRole(), (message) => {
    message.setMspIdentifier(mspId);
    message.setRole(msp.MSPRole.MSPRoleType.MEMBER);
  });
  const principal = build(new msp.MSPPrincipal(), (message) => {
    message.setPrincipalClassification(msp.MSPPrincipal.Classification.ROLE);
    message.setPrincipal(role.serializeBinary());
  });
  const signedBy = build(new common.SignaturePolicy(), (message) => message.setSignedBy(0));
  const rule = build(new common.SignaturePolicy(), (message) =>
    message.setNOutOf(
      build(new common.SignaturePolicy.NOutOf(), (outOf) => {
        outOf.setN(1);
        outOf.setRulesList([signedBy]);
      }),
    ),
  );
  return build(new common.SignaturePolicyEnvelope(), (envelope) => {
    envelope.setRule(rule);
    envelope.setIdentitiesList([principal]);
  });
}

function mspIdOf(principal: msp.MSPPrincipal): string | undefined {
  const bytes = principal.getPrincipal_asU8();
  const { ROLE, ORGANIZATION_UNIT, IDENTITY } = msp.MSPPrincipal.Classification;
  switch (principal.getPrincipalClassification()) {
    case ROLE:
      return msp.MSPRole.deserializeBinary(bytes).getMspIdentifier();
    case ORGANIZATION_UNIT:
      return msp.OrganizationUnit.deserializeBinary(bytes).getMspIdentifier();
    case IDENTITY:
      return msp.SerializedIdentity.deserializeBinary(bytes).getMspid();
    default:
      return undefined;
  }
}
