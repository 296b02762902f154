import { common, msp } from '@hyperledger/fabric-protos';
import { describe, expect, test } from 'vitest';
import { parseSignaturePolicy, signaturePolicyEnvelope } from './signature-policy.js';

describe('a signature policy', () => {
  test('AND needs all, OR one, OutOf its number', () => {
    expect(
      parseSignaturePolicy(`OutOf(2, 'A.peer', AND("B.admin", 'C.client'), or('D-1.member'))`),
    ).toStrictEqual({
      kind: 'out-of',
      needed: 2,
      of: [
        { kind: 'signed-by', principal: { mspId: 'A', role: 'peer' } },
        {
          kind: 'out-of',
          needed: 2,
          of: [
            { kind: 'signed-by', principal: { mspId: 'B', role: 'admin' } },
            { kind: 'signed-by', principal: { mspId: 'C', role: 'client' } },
          ],
        },
        {
          kind: 'out-of',
          needed: 1,
          of: [{ kind: 'signed-by', principal: { mspId: 'D-1', role: 'member' } }],
        },
      ],
    });
  });

  test('numbers the principals of inner gates first, as the tools of Fabric do', () => {
    const envelope = signaturePolicyEnvelope("AND('A.peer', OR('B.peer', 'C.peer'))");

    const names = envelope
      .getIdentitiesList()
      .map((identity) => msp.MSPRole.deserializeBinary(identity.getPrincipal_asU8()).getMspIdentifier());
    expect(names).toStrictEqual(['B', 'C', 'A']);
    const [first, second] = envelope.getRule()?.getNOutOf()?.getRulesList() ?? [];
    expect(first?.getSignedBy()).toBe(2);
    expect(
      second
        ?.getNOutOf()
        ?.getRulesList()
        .map((rule) => rule.getSignedBy()),
    ).toStrictEqual([0, 1]);
    expect(second?.getTypeCase()).toBe(common.SignaturePolicy.TypeCase.N_OUT_OF);
  });

  test.each([
    ['', 'needs AND'],
    ["'A.peer'", 'is one principal alone'],
    ["XOR('A.peer')", "has 'XOR' where AND, OR or OutOf is expected"],
    ["OutOf('A.peer')", 'has an OutOf that does not begin with a number'],
    ["OutOf(3, 'A.peer', 'B.peer')", 'asks for 3 out of 2'],
    ["OutOf(0, 'A.peer')", 'asks for 0 out of 1'],
    ["AND('A.peer') OR('B.peer')", 'goes on after its last bracket'],
    ["AND('A')", "has the principal 'A'"],
    ["AND('A.peer' & 'B.peer')", "cannot be read from '& 'B.peer')' on"],
    ['AND()', 'needs AND'],
  ])('%s is refused', (text, message) => {
    expect(() => parseSignaturePolicy(text)).toThrow(message);
  });
});
