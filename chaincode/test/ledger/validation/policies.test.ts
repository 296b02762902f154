import { common, msp } from '@hyperledger/fabric-protos';
import { KeyEndorsementPolicy } from 'fabric-shim';
import { describe, expect, it } from 'vitest';
import { allOf, anyOf, isSatisfied, parseKeyPolicy } from './policies.js';

function keyPolicy(role: string, ...mspIds: string[]) {
  const policy = new KeyEndorsementPolicy();
  policy.addOrgs(role, ...mspIds);
  return parseKeyPolicy(policy.getPolicy());
}

function signedBy(position: number): common.SignaturePolicy {
  const rule = new common.SignaturePolicy();
  rule.setSignedBy(position);
  return rule;
}

function serialized(n: number, mspIds: readonly string[], role: number): Uint8Array {
  const outOf = new common.SignaturePolicy.NOutOf();
  outOf.setN(n);
  outOf.setRulesList(mspIds.map((_, position) => signedBy(position)));
  const rule = new common.SignaturePolicy();
  rule.setNOutOf(outOf);
  const envelope = new common.SignaturePolicyEnvelope();
  envelope.setRule(rule);
  envelope.setIdentitiesList(
    mspIds.map((mspId) => {
      const mspRole = new msp.MSPRole();
      mspRole.setMspIdentifier(mspId);
      mspRole.setRole(role as 0);
      const principal = new msp.MSPPrincipal();
      principal.setPrincipal(mspRole.serializeBinary());
      return principal;
    }),
  );
  return envelope.serializeBinary();
}

describe('the policy of a key', () => {
  it.each(['PEER', 'MEMBER'])('asks for every organisation that the contract has named, as %s', (role) => {
    const policy = keyPolicy(role, 'A', 'B');
    expect(isSatisfied(policy, ['B', 'A'])).toBe(true);
    expect(isSatisfied(policy, ['A', 'C'])).toBe(false);
  });

  it('may ask for some of those that it names', () => {
    const policy = parseKeyPolicy(serialized(2, ['A', 'B', 'C'], msp.MSPRole.MSPRoleType.PEER));
    expect(isSatisfied(policy, ['A', 'C'])).toBe(true);
    expect(isSatisfied(policy, ['C'])).toBe(false);
  });

  it('is refused where it asks for somebody who endorses nothing', () => {
    const { ADMIN } = msp.MSPRole.MSPRoleType;
    expect(() => parseKeyPolicy(serialized(1, ['A'], ADMIN))).toThrow('no endorsing peer has');
  });
});

describe('an endorsement policy', () => {
  it('counts one endorsement once', () => {
    expect(isSatisfied({ n: 2, of: ['A', anyOf('A', 'B')] }, ['A'])).toBe(false);
    expect(isSatisfied({ n: 2, of: ['A', anyOf('A', 'B')] }, ['A', 'B'])).toBe(true);
    expect(isSatisfied(allOf('A', 'A'), ['A'])).toBe(false);
  });
});
