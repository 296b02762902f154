import { describe, expect, it } from 'vitest';
import { failureOf } from '../src/assertions/failures.js';
import { bankClientAt, contractOf } from '../src/clients/gateways.js';
import { committed } from '../src/clients/ledger.js';
import { refusalAt } from '../src/clients/refusal-at.js';
import { evaluate, proposalOptions, type Step, submit, submitForReceipt } from '../src/clients/steps.js';
import { unique } from '../src/network/unique.js';
import { sha256 } from '../src/raw/signing.js';

const bank = () => contractOf('bank-a');
const broker = () => contractOf('broker-x');
const hashOf = (text: string) => sha256(Buffer.from(text)).toString('hex');

describe('private data and those outside the collection', () => {
  it('shows its hash to all members of the channel', async () => {
    const key = unique('private');
    await submit(broker(), [['putPrivateData', 'broker-books', key, 'order']]);
    await expect
      .poll(() => evaluate(bank(), [['getPrivateDataHash', 'broker-books', key]]))
      .toEqual([hashOf('order')]);
  });

  it('has no hash where there is no value', async () => {
    expect(await evaluate(bank(), [['getPrivateDataHash', 'broker-books', unique('absent')]])).toEqual(['']);
  });

  it('is not read by the client of another organisation', async () => {
    const key = unique('private');
    expect(await refusalAt('bank-a', [['getPrivateData', 'broker-books', key]], 'bank-a')).toBe(
      'chaincode response 500, GET_STATE failed: transaction ID: TX: tx creator does not have read access permission on privatedata in chaincodeName:steps collectionName: broker-books',
    );
  });

  it('is not written by the client of another organisation', async () => {
    const key = unique('private');
    expect(await refusalAt('bank-a', [['putPrivateData', 'broker-books', key, 'x']], 'bank-a')).toBe(
      'chaincode response 500, PUT_STATE failed: transaction ID: TX: tx creator does not have write access permission on privatedata in chaincodeName:steps collectionName: broker-books',
    );
  });

  it('is not read through a foreign peer by a client of the collection', async () => {
    const key = unique('private');
    const { blockNumber } = await submitForReceipt(broker(), [['putPrivateData', 'broker-books', key, 'x']]);
    await expect
      .poll(() => refusalAt('broker-x', [['getPrivateData', 'broker-books', key]], 'bank-a'))
      .toBe(
        `chaincode response 500, GET_STATE failed: transaction ID: TX: private data matching public hash version is not available. Public hash version = {BlockNum: ${blockNumber}, TxNum: 0}, Private data version = <nil>`,
      );
  });

  it('of an open collection is read by any client at the peer of a member', async () => {
    const key = unique('private');
    await submit(bank(), [['putPrivateData', 'bank-board', key, 'notice']], {
      endorsingOrganizations: ['BankAMSP', 'BrokerXMSP'],
    });
    expect(
      await evaluate(broker(), [['getPrivateData', 'bank-board', key]], {
        endorsingOrganizations: ['BankAMSP'],
      }),
    ).toEqual(['notice']);
  });

  it('of a collection that does not exist is refused by name', async () => {
    const refusal = (call: string) =>
      `chaincode response 500, ${call} failed: transaction ID: TX: collection custody-bank-a-broker-x/steps/nosuch could not be found`;
    expect(await refusalAt('bank-a', [['getPrivateData', 'nosuch', 'k']], 'bank-a')).toBe(
      refusal('GET_STATE'),
    );
    expect(await refusalAt('bank-a', [['putPrivateData', 'nosuch', 'k', 'v']], 'bank-a')).toBe(
      refusal('PUT_STATE'),
    );
  });

  it('of a chaincode without collections is refused', async () => {
    const proposal = contractOf('bank-a', 'either').newProposal(
      'run',
      proposalOptions([['getPrivateData', 'shared', 'k']]),
    );
    const { details } = await failureOf(proposal.evaluate());
    expect(details[0]?.message.replaceAll(proposal.getTransactionId(), 'TX')).toBe(
      'chaincode response 500, GET_STATE failed: transaction ID: TX: collection custody-bank-a-broker-x/either/shared could not be found',
    );
  });
});

describe('transient data', () => {
  const transientData = { value: 'secret' };

  it('goes to nobody by itself where the gateway’s own organisation does not run the chaincode', async () => {
    const call = submit(bankClientAt('regulator'), [['transient']], { transientData });
    expect(await failureOf(call)).toEqual({
      error: 'EndorseError',
      code: 'FAILED_PRECONDITION',
      message:
        "no endorsers found in the gateway's organization; retry specifying endorsing organization(s) to protect transient data",
      details: [],
    });
  });

  it('goes where the client says', async () => {
    const endorsingOrganizations = ['BankAMSP', 'BrokerXMSP'];
    expect(
      await submit(bankClientAt('regulator'), [['transient']], { transientData, endorsingOrganizations }),
    ).toEqual([transientData]);
  });

  it('for a collection goes to no organisation outside of it by itself', async () => {
    const write: Step[] = [['putPrivateDataFromTransient', 'bank-board', unique('notice'), 'value']];
    expect(await failureOf(submit(bank(), write, { transientData }))).toEqual({
      error: 'EndorseError',
      code: 'FAILED_PRECONDITION',
      message:
        'requires endorsement from organisation(s) that are not in the distribution policy of the private data collection(s): [bank-board]; retry specifying trusted endorsing organizations to protect transient data',
      details: [],
    });
  });
});

describe('an organisation’s implicit collection', () => {
  it('is written with the endorsement of that organisation', async () => {
    const key = unique('implicit');
    const { txId } = await submitForReceipt(bank(), [
      ['putPrivateData', '_implicit_org_BankAMSP', key, 'mine'],
    ]);
    expect((await committed(txId)).endorsers).toEqual(['BankAMSP']);
    expect(await evaluate(bank(), [['getPrivateData', '_implicit_org_BankAMSP', key]])).toEqual(['mine']);
  });

  it('is not written with the endorsement of others', async () => {
    const call = submit(broker(), [['putPrivateData', '_implicit_org_BankAMSP', unique('implicit'), 'x']], {
      endorsingOrganizations: ['BrokerXMSP'],
    });
    expect(await failureOf(call)).toMatchObject({ code: 'ENDORSEMENT_POLICY_FAILURE' });
  });

  it('is not read at the peer of another organisation', async () => {
    const key = unique('implicit');
    const { blockNumber } = await submitForReceipt(bank(), [
      ['putPrivateData', '_implicit_org_BankAMSP', key, 'mine'],
    ]);
    await expect
      .poll(() => refusalAt('broker-x', [['getPrivateData', '_implicit_org_BankAMSP', key]], 'broker-x'))
      .toBe(
        `chaincode response 500, GET_STATE failed: transaction ID: TX: private data matching public hash version is not available. Public hash version = {BlockNum: ${blockNumber}, TxNum: 0}, Private data version = <nil>`,
      );
  });

  it('of an organisation that is not on the channel does not exist', async () => {
    expect(
      await refusalAt('bank-a', [['putPrivateData', '_implicit_org_BrokerYMSP', 'k', 'v']], 'bank-a'),
    ).toBe(
      'chaincode response 500, PUT_STATE failed: transaction ID: TX: collection [_implicit_org_BrokerYMSP] not defined in the collection config for chaincode [steps]',
    );
  });
});
