import { type common, peer } from '@hyperledger/fabric-protos';
import { signaturePolicyEnvelope } from '@sanfang/network';
import { z } from 'zod';

/** The file format of `peer lifecycle chaincode --collections-config`. */
export const CollectionsFile = z.array(
  z.strictObject({
    name: z.string().min(1),
    policy: z.string(),
    requiredPeerCount: z.int().min(0).default(0),
    maxPeerCount: z.int().min(0).default(1),
    blockToLive: z.int().min(0).default(0),
    memberOnlyRead: z.boolean().default(false),
    memberOnlyWrite: z.boolean().default(false),
    endorsementPolicy: z
      .strictObject({ signaturePolicy: z.string().optional(), channelConfigPolicy: z.string().optional() })
      .optional(),
  }),
);

export type Collections = z.infer<typeof CollectionsFile>;

/** Undefined for no collections: a definition without any carries no package at all. */
export function collectionPackage(collections: Collections): peer.CollectionConfigPackage | undefined {
  if (collections.length === 0) {
    return undefined;
  }
  const result = new peer.CollectionConfigPackage();
  result.setConfigList(collections.map(collectionConfig));
  return result;
}

function collectionConfig(collection: Collections[number]): peer.CollectionConfig {
  const members = new peer.CollectionPolicyConfig();
  members.setSignaturePolicy(signaturePolicyEnvelope(collection.policy));
  const config = new peer.StaticCollectionConfig();
  config.setName(collection.name);
  config.setMemberOrgsPolicy(members);
  config.setRequiredPeerCount(collection.requiredPeerCount);
  config.setMaximumPeerCount(collection.maxPeerCount);
  config.setBlockToLive(collection.blockToLive);
  config.setMemberOnlyRead(collection.memberOnlyRead);
  config.setMemberOnlyWrite(collection.memberOnlyWrite);
  const { endorsementPolicy } = collection;
  if (endorsementPolicy?.signaturePolicy !== undefined) {
    config.setEndorsementPolicy(signaturePolicy(endorsementPolicy.signaturePolicy));
  } else if (endorsementPolicy?.channelConfigPolicy !== undefined) {
    const policy = new peer.ApplicationPolicy();
    policy.setChannelConfigPolicyReference(endorsementPolicy.channelConfigPolicy);
    config.setEndorsementPolicy(policy);
  }
  const result = new peer.CollectionConfig();
  result.setStaticCollectionConfig(config);
  return result;
}

/** A policy text such as `AND('BankAMSP.peer','BrokerXMSP.peer')` as chaincode definitions carry it. */
export function signaturePolicy(text: string): peer.ApplicationPolicy {
  const envelope: common.SignaturePolicyEnvelope = signaturePolicyEnvelope(text);
  const policy = new peer.ApplicationPolicy();
  policy.setSignaturePolicy(envelope);
  return policy;
}
