import { common } from '@hyperledger/fabric-protos';
import { BANK_BROKER_X } from '../network/consortium.js';

const NAME = 'Endorsement';

function applicationGroup(config: common.Config): common.ConfigGroup {
  const group = config.getChannelGroup()?.getGroupsMap().get('Application');
  if (!group) {
    throw new Error('The channel has no group for its members.');
  }
  return group;
}

/** Version of the channel's rule of who must endorse what has no policy of its own. */
export function endorsementPolicyVersion(config: common.Config): number {
  return applicationGroup(config).getPoliciesMap().get(NAME)?.getVersion() ?? 0;
}

/** An update that writes that rule anew; as it stands, unless another policy is given. */
export function endorsementPolicyUpdate(
  config: common.Config,
  signaturePolicy?: common.SignaturePolicyEnvelope,
): common.ConfigUpdate {
  const current = applicationGroup(config).getPoliciesMap().get(NAME);
  const policy = current?.getPolicy()?.clone() ?? new common.Policy();
  if (signaturePolicy) {
    policy.setType(common.Policy.PolicyType.SIGNATURE);
    policy.setValue(signaturePolicy.serializeBinary());
  }
  const written = new common.ConfigPolicy();
  written.setVersion(endorsementPolicyVersion(config) + 1);
  written.setModPolicy(current?.getModPolicy() ?? '');
  written.setPolicy(policy);

  const update = new common.ConfigUpdate();
  update.setChannelId(BANK_BROKER_X);
  update.setReadSet(groupsOf(config));
  update.setWriteSet(groupsOf(config, written));
  return update;
}

/** The groups that an update reads, by version, and the one policy that it writes. */
function groupsOf(config: common.Config, written?: common.ConfigPolicy): common.ConfigGroup {
  const inner = new common.ConfigGroup();
  inner.setVersion(applicationGroup(config).getVersion());
  if (written) {
    inner.getPoliciesMap().set(NAME, written);
  }
  const outer = new common.ConfigGroup();
  outer.setVersion(config.getChannelGroup()?.getVersion() ?? 0);
  outer.getGroupsMap().set('Application', inner);
  return outer;
}
