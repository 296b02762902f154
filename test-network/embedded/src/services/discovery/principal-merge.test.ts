import { msp } from '@hyperledger/fabric-protos';
import { describe, expect, it } from 'vitest';
import { type ComparablePrincipal, comparable, isA, mergePrincipalSets } from './principal-merge.js';

const { MEMBER, PEER } = msp.MSPRole.MSPRoleType;

function role(
  mspId: string,
  kind: msp.MSPRole.MSPRoleTypeMap[keyof msp.MSPRole.MSPRoleTypeMap],
): ComparablePrincipal {
  const mspRole = new msp.MSPRole();
  mspRole.setMspIdentifier(mspId);
  mspRole.setRole(kind);
  const principal = new msp.MSPPrincipal();
  principal.setPrincipalClassification(msp.MSPPrincipal.Classification.ROLE);
  principal.setPrincipal(mspRole.serializeBinary());
  const known = comparable(principal);
  if (known === undefined) {
    throw new Error('a role is comparable');
  }
  return known;
}

const peer = (mspId: string) => role(mspId, PEER);
const names = (sets: readonly (readonly ComparablePrincipal[])[]) =>
  sets
    .map((set) =>
      set
        .map(({ mspId }) => mspId)
        .sort()
        .join('+'),
    )
    .sort();

describe('combining what two policies want', () => {
  it('asks for both when neither covers the other', () => {
    expect(names(mergePrincipalSets([[peer('A')]], [[peer('B')]]))).toEqual(['A+B']);
  });

  it('asks nobody twice', () => {
    expect(names(mergePrincipalSets([[peer('A'), peer('B')]], [[peer('B')]]))).toEqual(['A+B']);
    expect(names(mergePrincipalSets([[peer('A')]], [[peer('A')]]))).toEqual(['A']);
  });

  it('keeps the smallest of the possible combinations', () => {
    const either = [[peer('A')], [peer('B')]];
    expect(names(mergePrincipalSets(either, either))).toEqual(['A', 'B']);
    expect(names(mergePrincipalSets(either, [[peer('A'), peer('C')]]))).toEqual(['A+C']);
  });

  it('takes a peer of an organisation for one of its members, but not the other way round', () => {
    expect(isA(peer('A'), role('A', MEMBER))).toBe(true);
    expect(isA(role('A', MEMBER), peer('A'))).toBe(false);
    expect(isA(peer('A'), role('B', MEMBER))).toBe(false);
    expect(names(mergePrincipalSets([[role('A', MEMBER)]], [[peer('A')]]))).toEqual(['A']);
  });
});
