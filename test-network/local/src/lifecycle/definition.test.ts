import { peer } from '@hyperledger/fabric-protos';
import { describe, expect, it } from 'vitest';
import { approveArguments, type ChaincodeDefinition, commitArguments, sameDefinition } from './definition.js';

const { lifecycle } = peer;
const definition: ChaincodeDefinition = {
  name: 'basic',
  version: '1.0',
  policy: "AND('BankAMSP.peer','BrokerXMSP.peer')",
  collections: [
    {
      name: 'own',
      policy: "OR('BankAMSP.member')",
      requiredPeerCount: 0,
      maxPeerCount: 0,
      blockToLive: 7,
      memberOnlyRead: true,
      memberOnlyWrite: false,
      endorsementPolicy: { signaturePolicy: "OR('BankAMSP.peer')" },
    },
  ],
  initRequired: false,
};

/** What a peer that committed the definition would answer. */
function committed(changes: Partial<ChaincodeDefinition> = {}) {
  return lifecycle.CommitChaincodeDefinitionArgs.deserializeBinary(
    commitArguments({ ...definition, ...changes }, 3),
  );
}

describe('a chaincode definition', () => {
  it('is the same whatever its sequence', () => {
    expect(sameDefinition(committed(), definition)).toBe(true);
  });

  it.each([
    ['version', { version: '1.1' }],
    ['endorsement policy', { policy: "OR('BankAMSP.peer','BrokerXMSP.peer')" }],
    ['need of an Init', { initRequired: true }],
    ['collections', { collections: [] }],
    ['collection', { collections: definition.collections.map((each) => ({ ...each, blockToLive: 8 })) }],
  ])('is another with another %s', (_, changes) => {
    expect(sameDefinition(committed(changes), definition)).toBe(false);
  });

  it('names the package that the approving organisation runs', () => {
    const args = lifecycle.ApproveChaincodeDefinitionForMyOrgArgs.deserializeBinary(
      approveArguments(definition, 2, 'basic:abc'),
    );

    expect(args.getSource()?.getLocalPackage()?.getPackageId()).toBe('basic:abc');
    expect(args.getSequence()).toBe(2);
    expect(sameDefinition(args, definition)).toBe(true);
  });

  it('carries no collection package where there are no collections, as Fabric compares it', () => {
    expect(committed({ collections: [] }).hasCollections()).toBe(false);
  });
});
