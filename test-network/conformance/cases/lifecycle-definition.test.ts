import { describe, expect, it } from 'vitest';
import { failureOf } from '../src/assertions/failures.js';
import { contractOf } from '../src/clients/gateways.js';
import { committed } from '../src/clients/ledger.js';
import { endorse, evaluate, order, submit, submitForReceipt } from '../src/clients/steps.js';
import { define } from '../src/lifecycle/define.js';
import { commit, type Definition } from '../src/lifecycle/definitions.js';
import { collectionConfig } from '../src/lifecycle/policies.js';
import { refusal } from '../src/lifecycle/refusals.js';
import { approveAt, newDefinition, packagesOfBoth } from '../src/lifecycle/shared-package.js';
import { endorseBy, rawProposal, submitRaw } from '../src/raw/submit.js';

describe('a committed definition', () => {
  const agreed = async (more: Partial<Definition> = {}) => {
    const definition = newDefinition(more);
    await define(definition, packagesOfBoth());
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
      packagesOfBoth(),
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
    await define({ ...definition, sequence: 2, collections: [shared, own] }, packagesOfBoth());
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
