import { type common, msp } from '@hyperledger/fabric-protos';
import { describe, expect, it } from 'vitest';
import { anyOf, parsePolicy } from './policy-dsl.js';

const ROLE_NAMES = ['member', 'admin', 'client', 'peer', 'orderer'];

/** The policy with its principals written in, so that a test can be read. */
function written(envelope: common.SignaturePolicyEnvelope): string {
  const principals = envelope.getIdentitiesList().map((principal) => {
    const role = msp.MSPRole.deserializeBinary(principal.getPrincipal_asU8());
    return `${role.getMspIdentifier()}.${ROLE_NAMES[role.getRole()]}`;
  });
  const write = (policy: common.SignaturePolicy | undefined): string => {
    const gate = policy?.getNOutOf();
    if (gate === undefined) return `${policy?.getSignedBy()}:${principals[policy?.getSignedBy() ?? -1]}`;
    return `${gate.getN()}(${gate.getRulesList().map(write).join(' ')})`;
  };
  return write(envelope.getRule());
}

describe('the policy language', () => {
  it.each([
    ["AND('A.peer', 'B.peer')", '2(0:A.peer 1:B.peer)'],
    ["OR('A.member','B.admin','C.client')", '1(0:A.member 1:B.admin 2:C.client)'],
    ["OutOf(2, 'A.peer', 'B.peer', 'C.orderer')", '2(0:A.peer 1:B.peer 2:C.orderer)'],
    ["OutOf('1', 'A.peer')", '1(0:A.peer)'],
    ['and("A.peer", "B.peer")', '2(0:A.peer 1:B.peer)'],
    ["  OR (\n 'org-1.example.com.peer' )", '1(0:org-1.example.com.peer)'],
    ["OutOf(0, 'A.peer')", '0(0:A.peer)'],
    ["OutOf(3, 'A.peer', 'B.peer')", '3(0:A.peer 1:B.peer)'],
  ])('reads %s', (text, expected) => {
    expect(written(parsePolicy(text))).toBe(expected);
  });

  it('numbers the principals of inner gates first, as Fabric does', () => {
    expect(written(parsePolicy("AND('A.peer', OR('B.member', AND('C.peer', 'D.peer')), 'E.peer')"))).toBe(
      '3(3:A.peer 1(2:B.member 2(0:C.peer 1:D.peer)) 4:E.peer)',
    );
  });

  it('keeps a principal that stands twice twice', () => {
    expect(written(parsePolicy("AND('A.peer', 'A.peer')"))).toBe('2(0:A.peer 1:A.peer)');
  });

  it.each([
    ["AND('A.pear', 'B.peer')", "unrecognized token 'A.pear' in policy string"],
    ["AND('peer', 'B.peer')", "unrecognized token 'peer' in policy string"],
    ["OutOf(4, 'A.peer', 'B.peer')", 'invalid t-out-of-n predicate, t 4, n 2'],
    ["OutOf('many', 'A.peer')", 'unrecognized type, expected a number, got many'],
    ['OutOf(1)', 'expected at least two arguments to NOutOf. Given 1'],
    ["XOR('A.peer', 'B.peer')", "invalid policy string 'XOR('A.peer', 'B.peer')'"],
    ["AND('A.peer', 'B.peer'", "invalid policy string 'AND('A.peer', 'B.peer''"],
    ["AND('A.peer') OR('B.peer')", "invalid policy string 'AND('A.peer') OR('B.peer')'"],
    ["'A.peer'", "invalid policy string ''A.peer''"],
    ['', "invalid policy string ''"],
    ['AND()', "invalid policy string 'AND()'"],
    ['AND(', "invalid policy string 'AND('"],
  ])('refuses %s', (text, message) => {
    expect(() => parsePolicy(text)).toThrow(message);
  });

  it('refuses gates nested beyond reason', () => {
    const deep = `${'OR('.repeat(500)}'A.peer'${')'.repeat(500)}`;
    expect(() => parsePolicy(deep)).toThrow('the policy nests deeper than 100 gates; flatten it');
  });

  it('has a short form for any of several organisations', () => {
    expect(written(anyOf('peer', ['B', 'A']))).toBe('1(0:A.peer 1:B.peer)');
    expect(written(anyOf('member', ['B', 'A', 'C'], 2))).toBe('2(0:A.member 1:B.member 2:C.member)');
  });
});
