import { peer } from '@hyperledger/fabric-protos';
import { describe, expect, it } from 'vitest';
import { failureOf } from '../src/assertions/failures.js';
import { contractOf } from '../src/clients/gateways.js';
import { evaluate, submit } from '../src/clients/steps.js';
import { approve, commit } from '../src/lifecycle/definitions.js';
import { collectionConfig } from '../src/lifecycle/policies.js';
import { askLifecycle, NOT_ADMIN, refusal } from '../src/lifecycle/refusals.js';
import { approvalsAt, untilApproved, untilDiscovered } from '../src/lifecycle/settled.js';
import { approveAt, newDefinition } from '../src/lifecycle/shared-package.js';
import { unique } from '../src/network/unique.js';

describe('a definition', () => {
  it('is used when bank and broker have approved it and it is committed', async () => {
    const definition = newDefinition();
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
    const definition = newDefinition();
    await approveAt('bank-a', definition);
    expect(await approvalsAt('bank-a', { ...definition, version: '2' })).toMatchObject({ BankAMSP: false });
  });

  it('may be approved with other values until it is committed', async () => {
    const definition = newDefinition();
    await approveAt('bank-a', { ...definition, version: '0.9' });
    await approveAt('bank-a', definition);
    expect(await approvalsAt('bank-a', definition)).toMatchObject({ BankAMSP: true });
  });

  it('is not committed by one side', async () => {
    const definition = newDefinition();
    await approveAt('bank-a', definition);
    expect(await refusal(commit(['bank-a', 'broker-x'], definition), 'CommitChaincodeDefinition')).toEqual([
      'chaincode definition not agreed to by this org (BrokerXMSP)',
    ]);
    expect(await failureOf(commit(['bank-a'], definition))).toMatchObject({
      error: 'CommitError',
      code: 'ENDORSEMENT_POLICY_FAILURE',
    });
  });

  it('is not committed by one side and the regulator', async () => {
    const definition = newDefinition();
    await approveAt('bank-a', definition);
    expect(await refusal(commit(['bank-a', 'regulator'], definition), 'CommitChaincodeDefinition')).toEqual([
      'chaincode definition not agreed to by this org (RegulatorMSP)',
    ]);
  });

  it('is not approved by the regulator, whose word is not ordered', async () => {
    const definition = newDefinition();
    expect(await failureOf(approve('regulator', definition))).toMatchObject({
      error: 'SubmitError',
      message: expect.stringContaining('status=FORBIDDEN'),
    });
    expect(await approvalsAt('bank-a', definition)).toMatchObject({ RegulatorMSP: false });
  });

  it('is not used before it is committed', async () => {
    const definition = newDefinition();
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
    const definition = newDefinition();
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
    expect(
      await refusal(approveAt('bank-a', newDefinition(change)), 'ApproveChaincodeDefinitionForMyOrg'),
    ).toEqual([`error validating chaincode definition: ${text}`]);
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
    const definition = newDefinition({ collections: [collectionConfig(options)] });
    expect(await refusal(approveAt('bank-a', definition), 'ApproveChaincodeDefinitionForMyOrg')).toEqual([
      `error validating chaincode definition: ${text}`,
    ]);
  });

  it('is approved by administrators alone', async () => {
    const args = new peer.lifecycle.ApproveChaincodeDefinitionForMyOrgArgs();
    args.setName(unique('life'));
    expect(await askLifecycle('ApproveChaincodeDefinitionForMyOrg', args, { user: 'User1' })).toMatchObject({
      status: 500,
      message: NOT_ADMIN,
    });
  });

  it('is approved at the own peer alone', async () => {
    const args = new peer.lifecycle.ApproveChaincodeDefinitionForMyOrgArgs();
    args.setName(unique('life'));
    expect(
      await askLifecycle('ApproveChaincodeDefinitionForMyOrg', args, { at: 'broker-x', as: 'bank-a' }),
    ).toMatchObject({
      status: 500,
      message:
        'Failed to authorize invocation due to failed ACL check: Failed deserializing proposal creator during channelless check policy with policy [Admins]: [expected MSP ID BrokerXMSP, received BankAMSP]',
    });
  });
});
