import { common, msp, peer } from '@hyperledger/fabric-protos';

type Role = keyof typeof msp.MSPRole.MSPRoleType;

/** `anyOf`, `allOf` and `outOf` over members of organisations, as Fabric's policy language has OR, AND and OutOf. */
export type Rule =
  | { readonly mspId: string; readonly role: Role }
  | { readonly n: number; readonly rules: readonly Rule[] };

export const peerOf = (mspId: string): Rule => ({ mspId, role: 'PEER' });
export const memberOf = (mspId: string): Rule => ({ mspId, role: 'MEMBER' });
export const anyOf = (...rules: readonly Rule[]): Rule => ({ n: 1, rules });
export const allOf = (...rules: readonly Rule[]): Rule => ({ n: rules.length, rules });
export const outOf = (n: number, ...rules: readonly Rule[]): Rule => ({ n, rules });

export function signaturePolicy(rule: Rule): common.SignaturePolicyEnvelope {
  const principals: msp.MSPPrincipal[] = [];
  const envelope = new common.SignaturePolicyEnvelope();
  envelope.setVersion(0);
  envelope.setRule(policyNode(rule, principals));
  envelope.setIdentitiesList(principals);
  return envelope;
}

function policyNode(rule: Rule, principals: msp.MSPPrincipal[]): common.SignaturePolicy {
  const node = new common.SignaturePolicy();
  if ('mspId' in rule) {
    node.setSignedBy(principals.push(principal(rule.mspId, rule.role)) - 1);
    return node;
  }
  const nOutOf = new common.SignaturePolicy.NOutOf();
  nOutOf.setN(rule.n);
  nOutOf.setRulesList(rule.rules.map((inner) => policyNode(inner, principals)));
  node.setNOutOf(nOutOf);
  return node;
}

function principal(mspId: string, role: Role): msp.MSPPrincipal {
  const mspRole = new msp.MSPRole();
  mspRole.setMspIdentifier(mspId);
  mspRole.setRole(msp.MSPRole.MSPRoleType[role]);
  const result = new msp.MSPPrincipal();
  result.setPrincipalClassification(msp.MSPPrincipal.Classification.ROLE);
  result.setPrincipal(mspRole.serializeBinary());
  return result;
}

export interface CollectionOptions {
  readonly name: string;
  readonly members: readonly string[];
  readonly memberOnlyRead?: boolean;
  readonly memberOnlyWrite?: boolean;
  readonly blockToLive?: number;
  readonly requiredPeerCount?: number;
  readonly maxPeerCount?: number;
  readonly endorsement?: Rule;
}

/** A collection of private data, open to the members (any role) of the organisations named. */
export function collection(options: CollectionOptions): peer.CollectionConfig {
  const members = new peer.CollectionPolicyConfig();
  members.setSignaturePolicy(signaturePolicy(anyOf(...options.members.map(memberOf))));

  const config = new peer.StaticCollectionConfig();
  config.setName(options.name);
  config.setMemberOrgsPolicy(members);
  config.setRequiredPeerCount(options.requiredPeerCount ?? 0);
  config.setMaximumPeerCount(options.maxPeerCount ?? options.members.length - 1);
  config.setBlockToLive(options.blockToLive ?? 0);
  config.setMemberOnlyRead(options.memberOnlyRead ?? true);
  config.setMemberOnlyWrite(options.memberOnlyWrite ?? true);
  if (options.endorsement) {
    const policy = new peer.ApplicationPolicy();
    policy.setSignaturePolicy(signaturePolicy(options.endorsement));
    config.setEndorsementPolicy(policy);
  }
  const result = new peer.CollectionConfig();
  result.setStaticCollectionConfig(config);
  return result;
}
