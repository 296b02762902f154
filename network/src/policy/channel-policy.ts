import { common } from '@hyperledger/fabric-protos';
import { parseSignaturePolicy, type SignaturePolicy, signaturePolicyEnvelope } from './signature-policy.js';

const META_RULES = {
  ANY: common.ImplicitMetaPolicy.Rule.ANY,
  ALL: common.ImplicitMetaPolicy.Rule.ALL,
  MAJORITY: common.ImplicitMetaPolicy.Rule.MAJORITY,
} as const;

type MetaRule = keyof typeof META_RULES;

/** A rule over the policies called `subPolicy` one level below, for example ANY Readers. */
export interface MetaPolicy {
  readonly kind: 'meta';
  readonly rule: MetaRule;
  readonly subPolicy: string;
}

const isMetaRule = (text: string | undefined): text is MetaRule =>
  text !== undefined && Object.hasOwn(META_RULES, text);

/**
 * Reads a policy of the channel configuration: `ANY Readers` and the like, or a signature policy.
 *
 * @throws Error whose message continues the sentence "the policy ...".
 */
export function readChannelPolicy(text: string): MetaPolicy | SignaturePolicy {
  const [, rule, subPolicy = ''] = /^([A-Z]+) ([A-Za-z]+)$/.exec(text) ?? [];
  return isMetaRule(rule) ? { kind: 'meta', rule, subPolicy } : parseSignaturePolicy(text);
}

/** A policy as the channel configuration keeps it, from its text. */
export function channelPolicy(text: string): common.Policy {
  const read = readChannelPolicy(text);
  const policy = new common.Policy();
  if (read.kind === 'meta') {
    const meta = new common.ImplicitMetaPolicy();
    meta.setRule(META_RULES[read.rule]);
    meta.setSubPolicy(read.subPolicy);
    policy.setType(common.Policy.PolicyType.IMPLICIT_META);
    policy.setValue(meta.serializeBinary());
  } else {
    policy.setType(common.Policy.PolicyType.SIGNATURE);
    policy.setValue(signaturePolicyEnvelope(text).serializeBinary());
  }
  return policy;
}
