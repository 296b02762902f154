import { common, peer } from '@hyperledger/fabric-protos';
import type { ChannelSpec, MemberSpec } from './channel-spec.js';
import { capabilities, ordererAddresses } from './channel-values.js';
import { configGroup, sorted } from './config-group.js';
import { mspConfig } from './msp-config.js';
import { ordererGroup } from './orderer-group.js';

/** Fabric knows one way to hash a block's data, all of it at once, and writes it as the largest width. */
const WHOLE_BLOCK_WIDTH = 0xffffffff;

/** The root group of a channel configuration. */
export function channelGroup(spec: ChannelSpec): common.ConfigGroup {
  const hashing = new common.HashingAlgorithm();
  hashing.setName('SHA256');
  const structure = new common.BlockDataHashingStructure();
  structure.setWidth(WHOLE_BLOCK_WIDTH);
  return configGroup({
    values: {
      HashingAlgorithm: hashing,
      BlockDataHashingStructure: structure,
      OrdererAddresses: {
        message: ordererAddresses(spec.ordering.consenters),
        modPolicy: '/Channel/Orderer/Admins',
      },
      Capabilities: capabilities(spec.capabilities.channel),
    },
    policies: spec.policies.channel,
    groups: { Orderer: ordererGroup(spec), Application: applicationGroup(spec) },
  });
}

function applicationGroup({
  acls,
  capabilities: levels,
  policies,
  members,
}: ChannelSpec): common.ConfigGroup {
  return configGroup({
    values: {
      ACLs: Object.keys(acls).length === 0 ? undefined : aclValue(acls),
      Capabilities: capabilities(levels.application),
    },
    policies: policies.application,
    groups: Object.fromEntries(members.map((member) => [member.mspId, memberGroup(member)])),
  });
}

function memberGroup(member: MemberSpec): common.ConfigGroup {
  return configGroup({
    values: { MSP: mspConfig(member), AnchorPeers: anchorPeers(member) },
    policies: member.policies,
  });
}

function anchorPeers({ anchorPeers: nodes }: MemberSpec): peer.AnchorPeers {
  const anchors = new peer.AnchorPeers();
  anchors.setAnchorPeersList(
    nodes.map(({ host, port }) => {
      const anchor = new peer.AnchorPeer();
      anchor.setHost(host);
      anchor.setPort(port);
      return anchor;
    }),
  );
  return anchors;
}

function aclValue(acls: ChannelSpec['acls']): peer.ACLs {
  const value = new peer.ACLs();
  for (const [resource, policyRef] of sorted(acls)) {
    const entry = new peer.APIResource();
    entry.setPolicyRef(policyRef);
    value.getAclsMap().set(resource, entry);
  }
  return value;
}
