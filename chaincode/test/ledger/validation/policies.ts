import { common, msp } from '@hyperledger/fabric-protos';

/** Who must endorse: `n` of what is listed, organisations by MSP id or policies in turn. */
export interface EndorsementPolicy {
  readonly n: number;
  readonly of: readonly (string | EndorsementPolicy)[];
}

export function allOf(...mspIds: readonly string[]): EndorsementPolicy {
  return { n: mspIds.length, of: mspIds };
}

export function anyOf(...mspIds: readonly string[]): EndorsementPolicy {
  return { n: 1, of: mspIds };
}

/** Whether the endorsements of the peers of these organisations, one each, are enough. */
export function isSatisfied(policy: EndorsementPolicy, endorsers: readonly string[]): boolean {
  return take(policy, [...endorsers]) !== undefined;
}

/** Endorsers that are left when the policy has used up those it counts; undefined where they are not enough. */
function take({ n, of }: EndorsementPolicy, endorsers: readonly string[]): readonly string[] | undefined {
  let left = endorsers;
  let satisfied = 0;
  for (const part of of) {
    const after = typeof part === 'string' ? without(part, left) : take(part, left);
    if (after === undefined) continue;
    left = after;
    satisfied += 1;
  }
  return satisfied >= n ? left : undefined;
}

function without(mspId: string, endorsers: readonly string[]): readonly string[] | undefined {
  return endorsers.includes(mspId) ? endorsers.filter((endorser) => endorser !== mspId) : undefined;
}

/** Reads the policy that a contract has set for a key: a signature policy over members or peers of organisations. */
export function parseKeyPolicy(serialized: Uint8Array): EndorsementPolicy {
  const envelope = common.SignaturePolicyEnvelope.deserializeBinary(serialized);
  const principals = envelope.getIdentitiesList().map(mspIdOf);
  const rule = envelope.getRule();
  if (rule === undefined) throw new Error('The policy of a key has no rule.');
  return policyOf(rule, principals);
}

function policyOf(rule: common.SignaturePolicy, principals: readonly string[]): EndorsementPolicy {
  const outOf = rule.getNOutOf();
  if (outOf === undefined) {
    const principal = principals[rule.getSignedBy()];
    if (principal === undefined) throw new Error('The policy of a key names a signer that it does not list.');
    return allOf(principal);
  }
  return { n: outOf.getN(), of: outOf.getRulesList().map((part) => policyOf(part, principals)) };
}

function mspIdOf(principal: msp.MSPPrincipal): string {
  if (principal.getPrincipalClassification() !== msp.MSPPrincipal.Classification.ROLE) {
    throw new Error('The policy of a key names a principal that is no role.');
  }
  const role = msp.MSPRole.deserializeBinary(principal.getPrincipal_asU8());
  const { MEMBER, PEER } = msp.MSPRole.MSPRoleType;
  if (role.getRole() !== MEMBER && role.getRole() !== PEER) {
    throw new Error('The policy of a key names a role that no endorsing peer has.');
  }
  return role.getMspIdentifier();
}
