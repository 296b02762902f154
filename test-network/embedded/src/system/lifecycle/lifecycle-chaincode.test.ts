import { peer } from '@hyperledger/fabric-protos';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chaincodePackage, fixturePackage } from '../../chaincode/testing/chaincode-package.js';
import { answerOf } from '../../endorser/testing/answers.js';
import { collection, collections } from '../../endorser/testing/collections.js';
import { type Definition, fillDefinition, TestNetwork } from '../../endorser/testing/test-network.js';
import { parsePolicy } from '../../policy/policy-dsl.js';

const A = 'BankAMSP';
const X = 'BrokerXMSP';
const BOTH = [A, X];
const { lifecycle } = peer;

let network: TestNetwork;
let packageId = '';
let packageBytes: Uint8Array = new Uint8Array();

beforeAll(async () => {
  network = await TestNetwork.start(BOTH);
  await network.openChannel('ch');
  packageBytes = await fixturePackage('calls_1');
  for (const mspId of BOTH) {
    const args = new lifecycle.InstallChaincodeArgs();
    args.setChaincodeInstallPackage(packageBytes);
    const result = lifecycle.InstallChaincodeResult.deserializeBinary(
      await payloadOf(mspId, 'InstallChaincode', args, { channelId: '' }),
    );
    expect(result.getLabel()).toBe('calls_1');
    packageId = result.getPackageId();
  }
}, 120_000);

afterAll(() => network.stop());

interface Args {
  serializeBinary(): Uint8Array;
}

function ask(mspId: string, name: string, args: Args, options: { channelId?: string; by?: string } = {}) {
  const { channelId = 'ch', by = mspId } = options;
  const client = network.peer(by).admin;
  return network.evaluate(mspId, {
    client,
    channelId,
    chaincode: '_lifecycle',
    args: [name, args.serializeBinary()],
  });
}

async function payloadOf(
  mspId: string,
  name: string,
  args: Args,
  options: { channelId?: string } = {},
): Promise<Uint8Array> {
  const response = (await ask(mspId, name, args, options)).getResponse();
  expect(response?.getMessage()).toBe('');
  return response?.getPayload_asU8() ?? new Uint8Array();
}

async function readiness(definition: Definition) {
  const args = fillDefinition(new lifecycle.CheckCommitReadinessArgs(), definition);
  const result = lifecycle.CheckCommitReadinessResult.deserializeBinary(
    await payloadOf(A, 'CheckCommitReadiness', args),
  );
  const mismatches = result.getMismatchesMap().toArray() as unknown as [string, [string[]]][];
  return {
    approvals: Object.fromEntries(result.getApprovalsMap().toArray()),
    mismatches: Object.fromEntries(mismatches.map(([mspId, [items]]) => [mspId, items])),
  };
}

const failed = (name: string, reason: string) =>
  `failed to invoke backing implementation of '${name}': ${reason}`;

describe('an install', () => {
  it('of the same package again is refused', async () => {
    const args = new lifecycle.InstallChaincodeArgs();
    args.setChaincodeInstallPackage(packageBytes);
    const { message } = await answerOf(ask(A, 'InstallChaincode', args, { channelId: '' }));
    expect(message).toBe(
      failed('InstallChaincode', `chaincode already successfully installed (package ID '${packageId}')`),
    );
  });

  it('of bytes that are no package, or of one that nothing here can run, says what is wrong', async () => {
    const args = new lifecycle.InstallChaincodeArgs();
    args.setChaincodeInstallPackage(Buffer.from('nonsense'));
    const nonsense = await answerOf(ask(A, 'InstallChaincode', args, { channelId: '' }));
    expect(nonsense.message).toContain(
      'could not parse as a chaincode install package: error reading as gzip stream: unexpected EOF',
    );
    args.setChaincodeInstallPackage(
      await chaincodePackage({ label: 'go_1', type: 'golang', files: { 'src/main.go': '' } }),
    );
    const golang = await answerOf(ask(A, 'InstallChaincode', args, { channelId: '' }));
    expect(golang.message).toContain(
      "could not build chaincode: packages of type 'golang' cannot be run here",
    );
  });

  it('is for administrators of the organisation', async () => {
    const args = new lifecycle.QueryInstalledChaincodesArgs();
    const query = {
      channelId: '',
      chaincode: '_lifecycle',
      args: ['QueryInstalledChaincodes', args.serializeBinary()],
    };
    const { message } = await answerOf(network.evaluate(A, { ...query, client: network.peer(A).client }));
    expect(message).toMatch(
      /^Failed to authorize invocation due to failed ACL check: Failed verifying that proposal's creator satisfies local MSP principal during channelless check policy with policy \[Admins\]: \[The identity is not an admin under this MSP \[BankAMSP\]/,
    );
    await expect(network.evaluate(A, { ...query, client: network.peer(X).admin })).rejects.toThrow(
      'error validating proposal: access denied: channel [] creator org unknown, creator is malformed',
    );
  });

  it('can be read back', async () => {
    const args = new lifecycle.GetInstalledChaincodePackageArgs();
    args.setPackageId(packageId);
    const found = lifecycle.GetInstalledChaincodePackageResult.deserializeBinary(
      await payloadOf(A, 'GetInstalledChaincodePackage', args, { channelId: '' }),
    );
    expect(Buffer.compare(found.getChaincodeInstallPackage_asU8(), packageBytes)).toBe(0);
    args.setPackageId('none:1234');
    expect(await answerOf(ask(A, 'GetInstalledChaincodePackage', args, { channelId: '' }))).toMatchObject({
      status: 500,
      message: failed(
        'GetInstalledChaincodePackage',
        "could not load cc install package: chaincode install package 'none:1234' not found",
      ),
    });
  });
});

describe('a definition', () => {
  const definition: Definition = {
    name: 'agreed',
    policy: parsePolicy(`AND('${A}.peer','${X}.peer')`),
    collections: collections(collection('both', BOTH)),
  };

  it('that one organisation has approved, the other not, or otherwise, is told apart', async () => {
    expect(await readiness(definition)).toEqual({
      approvals: { [A]: false, [X]: false },
      mismatches: { [A]: ['ChaincodeParameters'], [X]: ['ChaincodeParameters'] },
    });
    await network.approve(A, packageId, definition);
    await network.approve(X, packageId, { ...definition, version: '2.0' });
    expect(await readiness(definition)).toEqual({
      approvals: { [A]: true, [X]: false },
      mismatches: { [X]: ['EndorsementInfo'] },
    });
  });

  it('is not committed by a peer whose organisation has not approved it', async () => {
    const args = fillDefinition(new lifecycle.CommitChaincodeDefinitionArgs(), definition);
    expect(await answerOf(ask(X, 'CommitChaincodeDefinition', args))).toMatchObject({
      status: 500,
      endorsed: false,
      message: failed('CommitChaincodeDefinition', `chaincode definition not agreed to by this org (${X})`),
    });
  });

  it('approved twice in the same words is refused', async () => {
    await expect(network.approve(A, packageId, definition)).rejects.toThrow(
      failed(
        'ApproveChaincodeDefinitionForMyOrg',
        'attempted to redefine uncommitted sequence (1) for namespace agreed with unchanged content',
      ),
    );
  });

  it('cannot be run before it is committed, nor by who has not approved it or not installed its package', async () => {
    const run = { chaincode: 'agreed', args: ['get', 'k'] };
    expect((await answerOf(network.evaluate(A, run))).message).toBe(
      'make sure the chaincode agreed has been successfully defined on channel ch and try again: chaincode agreed not found',
    );
    await network.approve(X, 'notinstalled:1234', definition);
    await network.commit(definition);
    expect(await answerOf(network.evaluate(A, run))).toMatchObject({ status: 200 });
    expect((await answerOf(network.evaluate(X, run))).message).toMatch(
      /chaincode definition for 'agreed' exists, but chaincode is not installed$/,
    );
  });

  it('gets another package from its organisation without a new sequence', async () => {
    await network.approve(X, packageId, definition);
    expect(await answerOf(network.evaluate(X, { chaincode: 'agreed', args: ['get', 'k'] }))).toMatchObject({
      status: 200,
    });
  });

  it('once committed is only approved in the same words', async () => {
    await expect(network.approve(A, packageId, { ...definition, version: '3.0' })).rejects.toThrow(
      failed(
        'ApproveChaincodeDefinitionForMyOrg',
        "attempted to redefine the current committed sequence (1) for namespace agreed with different parameters: expected Version '1.0' does not match passed Version '3.0'",
      ),
    );
    await expect(network.approve(A, packageId, { ...definition, sequence: 3 })).rejects.toThrow(
      'requested sequence 3 is larger than the next available sequence number 2',
    );
  });

  it('is told to whoever may write to the channel', async () => {
    const args = new lifecycle.QueryChaincodeDefinitionArgs();
    args.setName('agreed');
    const result = lifecycle.QueryChaincodeDefinitionResult.deserializeBinary(
      await payloadOf(A, 'QueryChaincodeDefinition', args),
    );
    expect(result.toObject()).toMatchObject({
      sequence: 1,
      version: '1.0',
      endorsementPlugin: 'escc',
      validationPlugin: 'vscc',
      initRequired: false,
    });
    expect(Object.fromEntries(result.getApprovalsMap().toArray())).toEqual({ [A]: true, [X]: true });
    args.setName('nothing');
    expect(await answerOf(ask(A, 'QueryChaincodeDefinition', args))).toMatchObject({
      status: 404,
      message: 'namespace nothing is not defined',
    });
  });

  it('of the next sequence replaces it, and needs its own approvals', async () => {
    const next = { ...definition, sequence: 2, version: '2.0' };
    await network.approve(A, packageId, next);
    const run = { chaincode: 'agreed', args: ['get', 'k'] };
    expect(await answerOf(network.evaluate(A, run))).toMatchObject({ status: 200 });
    await network.approve(X, packageId, next);
    await network.commit(next);
    const response = await network.evaluate(X, run);
    const payload = peer.ProposalResponsePayload.deserializeBinary(response.getPayload_asU8());
    const action = peer.ChaincodeAction.deserializeBinary(payload.getExtension_asU8());
    expect(action.getChaincodeId()?.getVersion()).toBe('2.0');
    const all = lifecycle.QueryChaincodeDefinitionsResult.deserializeBinary(
      await payloadOf(A, 'QueryChaincodeDefinitions', new lifecycle.QueryChaincodeDefinitionsArgs()),
    );
    expect(all.getChaincodeDefinitionsList().map((each) => [each.getName(), each.getSequence()])).toEqual([
      ['agreed', 2],
    ]);
  });
});

describe('an approval', () => {
  it('is told to its own organisation, the latest or of a sequence', async () => {
    const args = new lifecycle.QueryApprovedChaincodeDefinitionArgs();
    args.setName('agreed');
    const latest = lifecycle.QueryApprovedChaincodeDefinitionResult.deserializeBinary(
      await payloadOf(X, 'QueryApprovedChaincodeDefinition', args),
    );
    expect(latest.getSequence()).toBe(2);
    expect(latest.getSource()?.getLocalPackage()?.getPackageId()).toBe(packageId);
    args.setSequence(7);
    expect((await answerOf(ask(X, 'QueryApprovedChaincodeDefinition', args))).message).toBe(
      failed(
        'QueryApprovedChaincodeDefinition',
        "could not fetch approved chaincode definition (name: 'agreed', sequence: '7') on channel 'ch'",
      ),
    );
    const all = lifecycle.QueryApprovedChaincodeDefinitionsResult.deserializeBinary(
      await payloadOf(
        X,
        'QueryApprovedChaincodeDefinitions',
        new lifecycle.QueryApprovedChaincodeDefinitionsArgs(),
      ),
    );
    expect(all.getApprovedChaincodeDefinitionsList().map((each) => each.getSequence())).toEqual([1, 2]);
  });

  it('is for administrators of the organisation only, on its own peer', async () => {
    const args = fillDefinition(new lifecycle.ApproveChaincodeDefinitionForMyOrgArgs(), { name: 'foreign' });
    const { message } = await answerOf(ask(A, 'ApproveChaincodeDefinitionForMyOrg', args, { by: X }));
    expect(message).toBe(
      'Failed to authorize invocation due to failed ACL check: Failed deserializing proposal creator during channelless check policy with policy [Admins]: [expected MSP ID BankAMSP, received BrokerXMSP]',
    );
  });

  it.each<[string, Definition, string]>([
    ['a name with a dot', { name: 'a.b' }, "invalid chaincode name 'a.b'."],
    [
      'the name of a system chaincode',
      { name: 'qscc' },
      "chaincode name 'qscc' is the name of a system chaincode",
    ],
    ['a version with a space', { name: 'cc', version: '1 0' }, "invalid chaincode version '1 0'."],
    [
      'sequence 0',
      { name: 'cc', sequence: 0 },
      'requested sequence is 0, but first definable sequence number is 1',
    ],
    [
      'a collection of strangers',
      { name: 'cc', collections: collections(collection('c', ['StrangerMSP'])) },
      "collection-name: c -- collection member 'StrangerMSP' is not part of the channel",
    ],
    [
      'two collections of one name',
      { name: 'cc', collections: collections(collection('c', [A]), collection('c', [X])) },
      'collection-name: c -- found duplicate in collection configuration',
    ],
    [
      'a collection with more required peers than it may have',
      { name: 'cc', collections: collections(collection('c', [A], { requiredPeerCount: 2 })) },
      'collection-name: c -- maximum peer count (1) cannot be less than the required peer count (2)',
    ],
    [
      'a collection named like an implicit one',
      { name: 'cc', collections: collections(collection('_implicit_org_x', [A])) },
      "invalid collection name '_implicit_org_x'.",
    ],
    [
      'a definition that drops a collection',
      { name: 'agreed', sequence: 3, collections: collections(collection('new', [A])) },
      'existing collection [both] missing in the proposed collection configuration',
    ],
    [
      'a collection that is to live longer',
      { name: 'agreed', sequence: 3, collections: collections(collection('both', BOTH, { blockToLive: 9 })) },
      'the BlockToLive in an existing collection [both] modified. Existing value [0]',
    ],
  ])('of %s is refused', async (_what, definition, reason) => {
    await expect(network.approve(A, packageId, definition)).rejects.toThrow(reason);
  });
});

describe('installed packages', () => {
  it('are listed with the chaincode that they run', async () => {
    const result = lifecycle.QueryInstalledChaincodesResult.deserializeBinary(
      await payloadOf(A, 'QueryInstalledChaincodes', new lifecycle.QueryInstalledChaincodesArgs(), {
        channelId: '',
      }),
    );
    const listed = result.getInstalledChaincodesList().map((each) => ({
      id: each.getPackageId(),
      label: each.getLabel(),
      uses: each
        .getReferencesMap()
        .get('ch')
        ?.getChaincodesList()
        .map((chaincode) => `${chaincode.getName()} ${chaincode.getVersion()}`),
    }));
    expect(listed).toEqual([{ id: packageId, label: 'calls_1', uses: ['agreed 2.0'] }]);
  });
});

describe('a call of no function', () => {
  it.each<[string, readonly string[], string]>([
    ['without arguments', [], 'lifecycle scc must be invoked with arguments'],
    ['with one', ['X'], 'lifecycle scc operations require exactly two arguments but received 1'],
    [
      'of a wrong name',
      ['X', ''],
      'Failed to authorize invocation due to failed ACL check: Unmapped policy for _lifecycle/X',
    ],
  ])('%s says so', async (_how, args, message) => {
    expect(await answerOf(network.evaluate(A, { chaincode: '_lifecycle', args }))).toMatchObject({
      status: 500,
      message,
    });
  });
});
