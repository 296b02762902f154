import { peer } from '@hyperledger/fabric-protos';
import { signaturePolicyEnvelope } from '@sanfang/network';

/** The policy that a definition or a collection carries, from text such as `AND('BankAMSP.peer','BrokerXMSP.peer')`. */
export function applicationPolicy(text: string): peer.ApplicationPolicy {
  const policy = new peer.ApplicationPolicy();
  policy.setSignaturePolicy(signaturePolicyEnvelope(text));
  return policy;
}

export interface CollectionOptions {
  readonly name: string;
  /** Signature policy text over members. */
  readonly policy: string;
  readonly memberOnlyRead?: boolean;
  readonly memberOnlyWrite?: boolean;
  readonly blockToLive?: number;
}

/** A collection of private data, for a definition that a case makes itself. */
export function collectionConfig(options: CollectionOptions): peer.CollectionConfig {
  const members = new peer.CollectionPolicyConfig();
  members.setSignaturePolicy(signaturePolicyEnvelope(options.policy));
  const config = new peer.StaticCollectionConfig();
  config.setName(options.name);
  config.setMemberOrgsPolicy(members);
  config.setMaximumPeerCount(1);
  config.setBlockToLive(options.blockToLive ?? 0);
  config.setMemberOnlyRead(options.memberOnlyRead ?? true);
  config.setMemberOnlyWrite(options.memberOnlyWrite ?? true);
  const result = new peer.CollectionConfig();
  result.setStaticCollectionConfig(config);
  return result;
}
