import { peer } from '@hyperledger/fabric-protos';
import { describe, expect, inject, it } from 'vitest';
import { failureOf } from '../src/assertions/failures.js';
import { contractOf } from '../src/clients/gateways.js';
import { committed } from '../src/clients/ledger.js';
import { endorse, evaluate, order, submit, submitForReceipt } from '../src/clients/steps.js';
import { askSystem, type SystemCall } from '../src/clients/system.js';
import { define } from '../src/lifecycle/define.js';
import { approve, commit, type Definition } from '../src/lifecycle/definitions.js';
import { installedChaincodes } from '../src/lifecycle/installed.js';
import { collectionConfig } from '../src/lifecycle/policies.js';
import { approvalsAt, untilApproved, untilDiscovered } from '../src/lifecycle/settled.js';
import { BANK_BROKER_X, type MemberId } from '../src/network/consortium.js';
import { unique } from '../src/network/unique.js';
import { endorseBy, rawProposal, submitRaw } from '../src/raw/submit.js';

const packages = () => inject('conformance').packages.steps;
const bothPackages = () =>
  ({ 'bank-a': packages()['bank-a'], 'broker-x': packages()['broker-x'] }) as Record<MemberId, string>;
const fresh = (more: Partial<Definition> = {}): Definition => ({
  channel: BANK_BROKER_X,
  name: unique('life'),
  ...more,
});
const approveAt = (id: MemberId, definition: Definition) => approve(id, definition, packages()[id]);

const lifecycle = (name: string, args: { serializeBinary(): Uint8Array }, call: Partial<SystemCall> = {}) =>
  askSystem({
    chaincode: '_lifecycle',
    channel: BANK_BROKER_X,
    user: 'Admin',
    args: [name, args.serializeBinary()],
    ...call,
  });

/** Text with which an approval or a commit is refused, less what is the same for all. */
async function refusal(
  call: Promise<void>,
  operation: 'ApproveChaincodeDefinitionForMyOrg' | 'CommitChaincodeDefinition',
) {
  const { code, details } = await failureOf(call);
  expect(code).toBe('ABORTED');
  return details.map(({ message }) =>
    message.replace(
      `chaincode response 500, failed to invoke backing implementation of '${operation}': `,
      '',
    ),
  );
}

describe('a definition', () => {
  it('is used when bank and broker have approved it and it is committed', async () => {
    const definition = fresh();
    expect(await approvalsAt('bank-a', definition)).toEqual({
      BankAMSP: false,
      BrokerXMSP: false,
      RegulatorMSP: false,
    });
    await approveAt('bank-a', definition);
    expect(await approvalsAt('bank-a', definition)).toEqual({
      BankAMSP: true,
      BrokerXMSP: false,
      RegulatorMSP: false,
    });
    await approveAt('broker-x', definition);
    await untilApproved(['bank-a', 'broker-x'], definition);
    await commit(['bank-a', 'broker-x'], definition);
    await untilDiscovered(['bank-a', 'broker-x'], definition);
    await submit(contractOf('bank-a', definition.name), [['putState', 'k', 'v']]);
    expect(await evaluate(contractOf('bank-a', definition.name), [['getState', 'k']])).toEqual(['v']);
  });

  it('approved with other values does not count', async () => {
    const definition = fresh();
    await approveAt('bank-a', definition);
    expect(await approvalsAt('bank-a', { ...definition, version: '2' })).toMatchObject({ BankAMSP: false });
  });

  it('may be approved with other values until it is committed', async () => {
    const definition = fresh();
    await approveAt('bank-a', { ...definition, version: '0.9' });
    await approveAt('bank-a', definition);
    expect(await approvalsAt('bank-a', definition)).toMatchObject({ BankAMSP: true });
  });

  it('is not committed by one side', async () => {
    const definition = fresh();
    await approveAt('bank-a', definition);
    expect(await refusal(commit(['bank-a', 'broker-x'], definition), 'CommitChaincodeDefinition')).toEqual([
      'chaincode definition not agreed to by this org (BrokerXMSP)',
    ]);
    expect(await failureOf(commit(['bank-a'], definition))).toMatchObject({
      error: 'CommitError',
      code: 'ENDORSEMENT_POLICY_FAILURE',
    });
  });

  it('is not used before it is committed', async () => {
    const definition = fresh();
    await approveAt('bank-a', definition);
    expect(await failureOf(submit(contractOf('bank-a', definition.name), [['txId']]))).toMatchObject({
      code: 'FAILED_PRECONDITION',
    });
  });

  it.each([
    [
      'the same approval twice',
      {},
      (name: string) =>
        `attempted to redefine uncommitted sequence (1) for namespace ${name} with unchanged content`,
    ],
    [
      'a sequence that is not next',
      { sequence: 2 },
      () => 'requested sequence 2 is larger than the next available sequence number 1',
    ],
  ])('is refused for %s', async (_case, change, text) => {
    const definition = fresh();
    await approveAt('bank-a', definition);
    expect(
      await refusal(approveAt('bank-a', { ...definition, ...change }), 'ApproveChaincodeDefinitionForMyOrg'),
    ).toEqual([text(definition.name)]);
  });

  it.each([
    [
      'a name with a space',
      { name: 'a b' },
      "invalid chaincode name 'a b'. Names can only consist of alphanumerics, '_', and '-' and can only begin with alphanumerics",
    ],
    [
      'the name of a system chaincode',
      { name: 'qscc' },
      "chaincode name 'qscc' is the name of a system chaincode",
    ],
    [
      'no version',
      { version: '' },
      "invalid chaincode version ''. Versions can only consist of alphanumerics, '_', '-', '+', and '.'",
    ],
    [
      'a version with a space',
      { version: 'a b' },
      "invalid chaincode version 'a b'. Versions can only consist of alphanumerics, '_', '-', '+', and '.'",
    ],
  ])('is refused for %s', async (_case, change, text) => {
    expect(await refusal(approveAt('bank-a', fresh(change)), 'ApproveChaincodeDefinitionForMyOrg')).toEqual([
      `error validating chaincode definition: ${text}`,
    ]);
  });

  it.each([
    [
      'a collection of somebody who is not on the channel',
      { name: 'c', policy: "OR('BrokerYMSP.member')" },
      "collection-name: c -- collection member 'BrokerYMSP' is not part of the channel",
    ],
    [
      'a collection that needs two members at once',
      { name: 'c', policy: "AND('BankAMSP.member','BrokerXMSP.member')" },
      'collection-name: c -- error in member org policy: signature policy is not an OR concatenation, NOutOf 2',
    ],
    [
      'a collection with the name of an implicit one',
      { name: '_implicit_org_BankAMSP', policy: "OR('BankAMSP.member')" },
      "invalid collection name '_implicit_org_BankAMSP'. Names can only consist of alphanumerics, '_', and '-' and cannot begin with '_'",
    ],
  ])('is refused for %s', async (_case, options, text) => {
    const definition = fresh({ collections: [collectionConfig(options)] });
    expect(await refusal(approveAt('bank-a', definition), 'ApproveChaincodeDefinitionForMyOrg')).toEqual([
      `error validating chaincode definition: ${text}`,
    ]);
  });

  it('is approved by administrators alone', async () => {
    const args = new peer.lifecycle.ApproveChaincodeDefinitionForMyOrgArgs();
    args.setName(unique('life'));
    expect(await lifecycle('ApproveChaincodeDefinitionForMyOrg', args, { user: 'User1' })).toMatchObject({
      status: 500,
      message: NOT_ADMIN,
    });
  });

  it('is approved at the own peer alone', async () => {
    const args = new peer.lifecycle.ApproveChaincodeDefinitionForMyOrgArgs();
    args.setName(unique('life'));
    expect(
      await lifecycle('ApproveChaincodeDefinitionForMyOrg', args, { at: 'broker-x', as: 'bank-a' }),
    ).toMatchObject({
      status: 500,
      message:
        'Failed to authorize invocation due to failed ACL check: Failed deserializing proposal creator during channelless check policy with policy [Admins]: [expected MSP ID BrokerXMSP, received BankAMSP]',
    });
  });
});

const NOT_ADMIN =
  "Failed to authorize invocation due to failed ACL check: Failed verifying that proposal's creator satisfies local MSP principal during channelless check policy with policy [Admins]: [The identity is not an admin under this MSP [BankAMSP]: The identity does not contain OU [ADMIN], MSP: [BankAMSP]]";

describe('a committed definition', () => {
  const agreed = async (more: Partial<Definition> = {}) => {
    const definition = fresh(more);
    await define(definition, bothPackages());
    return definition;
  };

  it('cannot be committed again under its sequence', async () => {
    const text = 'requested sequence is 1, but new definition must be sequence 2';
    expect(
      await refusal(commit(['bank-a', 'broker-x'], await agreed()), 'CommitChaincodeDefinition'),
    ).toEqual([text, text]);
  });

  it('cannot be approved with other values under its sequence', async () => {
    const definition = await agreed();
    expect(
      await refusal(
        approveAt('bank-a', { ...definition, version: '9' }),
        'ApproveChaincodeDefinitionForMyOrg',
      ),
    ).toEqual([
      `attempted to redefine the current committed sequence (1) for namespace ${definition.name} with different parameters: expected Version '1' does not match passed Version '9'`,
    ]);
  });

  it('gets a new policy with the next sequence, and keeps its state', async () => {
    const definition = await agreed({ policy: "OR('BankAMSP.peer','BrokerXMSP.peer')" });
    const contract = contractOf('bank-a', definition.name);
    await submit(contract, [['putState', 'k', 'before']]);
    const late = await endorse(contract, [['putState', 'k', 'endorsed under the old policy']]);
    await define(
      { ...definition, sequence: 2, version: '2', policy: "AND('BankAMSP.peer','BrokerXMSP.peer')" },
      bothPackages(),
    );
    expect(await order(late)).toBe('ENDORSEMENT_POLICY_FAILURE');
    const { txId, results } = await submitForReceipt(contract, [
      ['getState', 'k'],
      ['putState', 'k', 'after'],
    ]);
    expect(results).toEqual(['before', null]);
    const { endorsers, action } = await committed(txId);
    expect(endorsers).toEqual(['BankAMSP', 'BrokerXMSP']);
    expect(action?.getChaincodeId()?.toObject()).toMatchObject({ name: definition.name, version: '2' });
  });

  it('gets new collections with the next sequence, and keeps those it has', async () => {
    const shared = collectionConfig({ name: 'shared', policy: "OR('BankAMSP.member','BrokerXMSP.member')" });
    const own = collectionConfig({ name: 'own', policy: "OR('BankAMSP.member')" });
    const definition = await agreed({ collections: [shared] });
    const contract = contractOf('bank-a', definition.name);
    await submit(contract, [['putPrivateData', 'shared', 'k', 'kept']]);
    await define({ ...definition, sequence: 2, collections: [shared, own] }, bothPackages());
    await submit(contract, [['putPrivateData', 'own', 'k', 'new']]);
    expect(
      await evaluate(contract, [
        ['getPrivateData', 'shared', 'k'],
        ['getPrivateData', 'own', 'k'],
      ]),
    ).toEqual(['kept', 'new']);
  });

  it('that asks for Init runs nothing before, and Init once', async () => {
    const definition = await agreed({ initRequired: true });
    const { name } = definition;
    const first = await failureOf(submit(contractOf('bank-a', name), [['txId']]));
    expect(first.details[0]?.message).toContain(
      `invalid invocation: chaincode '${name}' has not been initialized for this version, must call as init first`,
    );
    const init = () =>
      rawProposal({ chaincode: name, isInit: true, args: ['run', '[["putState","i","1"]]'] });
    expect(await submitRaw(['bank-a', 'broker-x'], init())).toBe('VALID');
    expect(await submit(contractOf('bank-a', name), [['getState', 'i']])).toEqual(['1']);
    const [again] = await endorseBy(['bank-a'], init());
    expect(again?.getResponse()?.getMessage()).toContain(
      `invalid invocation: chaincode '${name}' is already initialized but called as init`,
    );
  });

  it('that does not ask for Init refuses it', async () => {
    const [response] = await endorseBy(
      ['bank-a'],
      rawProposal({ chaincode: 'steps', isInit: true, args: ['run', '[]'] }),
    );
    expect(response?.getResponse()?.getMessage()).toContain(
      "invalid invocation: chaincode 'steps' does not require initialization but called as init",
    );
  });

  it('called Init of the chaincode once, with its arguments', async () => {
    const state = await contractOf('bank-a', 'low-level').evaluateTransaction('get', 'init');
    expect(Buffer.from(state).toString()).toBe('first;');
  });
});

describe('questions about definitions', () => {
  const definitionOf = async (name: string, call: Partial<SystemCall> = {}) => {
    const args = new peer.lifecycle.QueryChaincodeDefinitionArgs();
    args.setName(name);
    return lifecycle('QueryChaincodeDefinition', args, { user: 'User1', ...call });
  };

  it('are answered to every member, with who has approved', async () => {
    const { status, payload } = await definitionOf('steps', { as: 'regulator' });
    const definition = peer.lifecycle.QueryChaincodeDefinitionResult.deserializeBinary(payload);
    expect(status).toBe(200);
    expect(definition.toObject()).toMatchObject({
      sequence: 1,
      version: '1.0',
      endorsementPlugin: 'escc',
      validationPlugin: 'vscc',
      initRequired: false,
      approvalsMap: [
        ['BankAMSP', true],
        ['BrokerXMSP', true],
        ['RegulatorMSP', false],
      ],
    });
    expect(
      definition
        .getCollections()
        ?.getConfigList()
        .map((config) => config.getStaticCollectionConfig()?.getName()),
    ).toEqual(['shared', 'short-lived', 'broker-books', 'bank-board']);
  });

  it('about all of them name all of them', async () => {
    const { payload } = await lifecycle(
      'QueryChaincodeDefinitions',
      new peer.lifecycle.QueryChaincodeDefinitionsArgs(),
      { user: 'User1' },
    );
    const names = peer.lifecycle.QueryChaincodeDefinitionsResult.deserializeBinary(payload)
      .getChaincodeDefinitionsList()
      .map((definition) => definition.getName());
    expect(names).toEqual(expect.arrayContaining(['steps', 'either', 'two-of-three', 'low-level']));
  });

  it('about one that is not there are answered 404', async () => {
    expect(await definitionOf('nosuch')).toMatchObject({
      status: 404,
      message: 'namespace nosuch is not defined',
    });
  });

  it('about the own approval name the package', async () => {
    const args = new peer.lifecycle.QueryApprovedChaincodeDefinitionArgs();
    args.setName('steps');
    const { payload } = await lifecycle('QueryApprovedChaincodeDefinition', args);
    const approved = peer.lifecycle.QueryApprovedChaincodeDefinitionResult.deserializeBinary(payload);
    expect(approved.getSource()?.getLocalPackage()?.getPackageId()).toBe(packages()['bank-a']);
    expect(approved.toObject()).toMatchObject({ sequence: 1, version: '1.0' });
  });

  it('about an approval that was not given are refused', async () => {
    const args = new peer.lifecycle.QueryApprovedChaincodeDefinitionArgs();
    args.setName('nosuch');
    expect(await lifecycle('QueryApprovedChaincodeDefinition', args)).toMatchObject({
      status: 500,
      message: `failed to invoke backing implementation of 'QueryApprovedChaincodeDefinition': could not fetch approved chaincode definition (name: 'nosuch', sequence: '0') on channel '${BANK_BROKER_X}'`,
    });
  });

  it.each([
    ['no arguments', [], 'lifecycle scc must be invoked with arguments'],
    ['too few', ['Nosuch'], 'lifecycle scc operations require exactly two arguments but received 1'],
    ['too many', ['Nosuch', '', ''], 'lifecycle scc operations require exactly two arguments but received 3'],
    [
      'an unknown name',
      ['Nosuch', ''],
      'Failed to authorize invocation due to failed ACL check: Unmapped policy for _lifecycle/Nosuch',
    ],
  ])('with %s are refused', async (_case, args, message) => {
    expect(
      await askSystem({ chaincode: '_lifecycle', channel: BANK_BROKER_X, user: 'Admin', args }),
    ).toMatchObject({
      status: 500,
      message,
    });
  });
});

describe('installed packages', () => {
  const local = { channel: '' };

  it('are named by label and hash, with the definitions that use them', async () => {
    const installed = await installedChaincodes('bank-a');
    const steps = installed.find((chaincode) => chaincode.getLabel() === 'steps');
    expect(steps?.getPackageId()).toMatch(/^steps:[0-9a-f]{64}$/);
    const users = steps
      ?.getReferencesMap()
      .get(BANK_BROKER_X)
      ?.getChaincodesList()
      .map((chaincode) => chaincode.getName());
    expect(users).toEqual(expect.arrayContaining(['steps', 'either']));
  });

  it('are handed back as they were installed, and are not installed twice', async () => {
    const args = new peer.lifecycle.GetInstalledChaincodePackageArgs();
    args.setPackageId(packages()['bank-a'] ?? '');
    const { payload } = await lifecycle('GetInstalledChaincodePackage', args, local);
    const bytes =
      peer.lifecycle.GetInstalledChaincodePackageResult.deserializeBinary(
        payload,
      ).getChaincodeInstallPackage_asU8();
    const install = new peer.lifecycle.InstallChaincodeArgs();
    install.setChaincodeInstallPackage(bytes);
    expect(await lifecycle('InstallChaincode', install, local)).toMatchObject({
      status: 500,
      message: `failed to invoke backing implementation of 'InstallChaincode': chaincode already successfully installed (package ID '${packages()['bank-a']}')`,
    });
  });

  it('that are not there are not found', async () => {
    const args = new peer.lifecycle.GetInstalledChaincodePackageArgs();
    args.setPackageId('nosuch:abc');
    expect(await lifecycle('GetInstalledChaincodePackage', args, local)).toMatchObject({
      status: 500,
      message:
        "failed to invoke backing implementation of 'GetInstalledChaincodePackage': could not load cc install package: chaincode install package 'nosuch:abc' not found",
    });
  });

  it('have to be packages', async () => {
    const install = new peer.lifecycle.InstallChaincodeArgs();
    install.setChaincodeInstallPackage(Buffer.from('garbage'));
    expect(await lifecycle('InstallChaincode', install, local)).toMatchObject({
      status: 500,
      message:
        "failed to invoke backing implementation of 'InstallChaincode': could not parse as a chaincode install package: error reading as gzip stream: unexpected EOF",
    });
  });

  it('are the business of administrators', async () => {
    const args = new peer.lifecycle.QueryInstalledChaincodesArgs();
    expect(await lifecycle('QueryInstalledChaincodes', args, { ...local, user: 'User1' })).toMatchObject({
      status: 500,
      message: NOT_ADMIN,
    });
  });
});
