import { common } from '@hyperledger/fabric-protos';
import { parseSignaturePolicy, signaturePolicyEnvelope } from './signature-policy.js';

const IMPLICIT_META = /^(ANY|ALL|MAJORITY) ([A-Za-z]+)$/;

const META_RULES = {
  ANY: common.ImplicitMetaPolicy.Rule.ANY,
  ALL: common.ImplicitMetaPolicy.Rule.ALL,
  MAJORITY: common.ImplicitMetaPolicy.Rule.MAJORITY,
} as const;

const isMetaRule = (text: string | undefined): text is keyof typeof META_RULES =>
  text !== undefined && Object.hasOwn(META_RULES, text);

/**
 * Checks a channel policy's text without making anything of it.
 *
 * @throws Error whose message continues the sentence "the policy ...".
 */
export function checkChannelPolicy(text: string): void {
  if (!IMPLICIT_META.test(text)) {
    parseSignaturePolicy(text);
  }
}

/** A policy of the channel configuration, from `ANY Readers` or from a signature policy's text. */
export function channelPolicy(text: string): common.Policy {
  const policy = new common.Policy();
  const [, metaRule, subPolicy = ''] = IMPLICIT_META.exec(text) ?? [];
  if (isMetaRule(metaRule)) {
    const meta = new common.ImplicitMetaPolicy();
    meta.setRule(META_RULES[metaRule]);
    meta.setSubPolicy(subPolicy);
    policy.setType(common.Policy.PolicyType.IMPLICIT_META);
    policy.setValue(meta.serializeBinary());
    return policy;
  }
  policy.setType(common.Policy.PolicyType.SIGNATURE);
  policy.setValue(signaturePolicyEnvelope(text).serializeBinary());
  return policy;
}
