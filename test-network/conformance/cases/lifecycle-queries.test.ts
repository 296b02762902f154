import { peer } from '@hyperledger/fabric-protos';
import { describe, expect, it } from 'vitest';
import { askSystem, type SystemCall } from '../src/clients/system.js';
import { installedChaincodes } from '../src/lifecycle/installed.js';
import { askLifecycle, NOT_ADMIN } from '../src/lifecycle/refusals.js';
import { stepsPackages } from '../src/lifecycle/shared-package.js';
import { BANK_BROKER_X } from '../src/network/consortium.js';

describe('questions about definitions', () => {
  const definitionOf = async (name: string, call: Partial<SystemCall> = {}) => {
    const args = new peer.lifecycle.QueryChaincodeDefinitionArgs();
    args.setName(name);
    return askLifecycle('QueryChaincodeDefinition', args, { user: 'User1', ...call });
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
    const { payload } = await askLifecycle(
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
    const { payload } = await askLifecycle('QueryApprovedChaincodeDefinition', args);
    const approved = peer.lifecycle.QueryApprovedChaincodeDefinitionResult.deserializeBinary(payload);
    expect(approved.getSource()?.getLocalPackage()?.getPackageId()).toBe(stepsPackages()['bank-a']);
    expect(approved.toObject()).toMatchObject({ sequence: 1, version: '1.0' });
  });

  it('about an approval that was not given are refused', async () => {
    const args = new peer.lifecycle.QueryApprovedChaincodeDefinitionArgs();
    args.setName('nosuch');
    expect(await askLifecycle('QueryApprovedChaincodeDefinition', args)).toMatchObject({
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
    args.setPackageId(stepsPackages()['bank-a'] ?? '');
    const { payload } = await askLifecycle('GetInstalledChaincodePackage', args, local);
    const bytes =
      peer.lifecycle.GetInstalledChaincodePackageResult.deserializeBinary(
        payload,
      ).getChaincodeInstallPackage_asU8();
    const install = new peer.lifecycle.InstallChaincodeArgs();
    install.setChaincodeInstallPackage(bytes);
    expect(await askLifecycle('InstallChaincode', install, local)).toMatchObject({
      status: 500,
      message: `failed to invoke backing implementation of 'InstallChaincode': chaincode already successfully installed (package ID '${stepsPackages()['bank-a']}')`,
    });
  });

  it('that are not there are not found', async () => {
    const args = new peer.lifecycle.GetInstalledChaincodePackageArgs();
    args.setPackageId('nosuch:abc');
    expect(await askLifecycle('GetInstalledChaincodePackage', args, local)).toMatchObject({
      status: 500,
      message:
        "failed to invoke backing implementation of 'GetInstalledChaincodePackage': could not load cc install package: chaincode install package 'nosuch:abc' not found",
    });
  });

  it('have to be packages', async () => {
    const install = new peer.lifecycle.InstallChaincodeArgs();
    install.setChaincodeInstallPackage(Buffer.from('garbage'));
    expect(await askLifecycle('InstallChaincode', install, local)).toMatchObject({
      status: 500,
      message:
        "failed to invoke backing implementation of 'InstallChaincode': could not parse as a chaincode install package: error reading as gzip stream: unexpected EOF",
    });
  });

  it('are the business of administrators', async () => {
    const args = new peer.lifecycle.QueryInstalledChaincodesArgs();
    expect(await askLifecycle('QueryInstalledChaincodes', args, { ...local, user: 'User1' })).toMatchObject({
      status: 500,
      message: NOT_ADMIN,
    });
  });
});
