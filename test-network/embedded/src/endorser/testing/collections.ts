import { peer } from '@hyperledger/fabric-protos';
import { parsePolicy } from '../../policy/policy-dsl.js';

interface CollectionOptions {
  readonly memberOnlyRead?: boolean;
  readonly memberOnlyWrite?: boolean;
  readonly requiredPeerCount?: number;
  readonly maxPeerCount?: number;
  readonly blockToLive?: number;
}

export function collection(
  name: string,
  mspIds: readonly string[],
  options: CollectionOptions = {},
): peer.StaticCollectionConfig {
  const members = new peer.CollectionPolicyConfig();
  members.setSignaturePolicy(parsePolicy(`OR(${mspIds.map((each) => `'${each}.member'`).join(',')})`));
  const config = new peer.StaticCollectionConfig();
  config.setName(name);
  config.setMemberOrgsPolicy(members);
  config.setMemberOnlyRead(options.memberOnlyRead ?? false);
  config.setMemberOnlyWrite(options.memberOnlyWrite ?? false);
  config.setRequiredPeerCount(options.requiredPeerCount ?? 0);
  config.setMaximumPeerCount(options.maxPeerCount ?? 1);
  config.setBlockToLive(options.blockToLive ?? 0);
  return config;
}

export function collections(
  ...configs: readonly peer.StaticCollectionConfig[]
): peer.CollectionConfigPackage {
  const list = new peer.CollectionConfigPackage();
  for (const each of configs) {
    const config = new peer.CollectionConfig();
    config.setStaticCollectionConfig(each);
    list.addConfig(config);
  }
  return list;
}
