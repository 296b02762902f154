import { peer } from '@hyperledger/fabric-protos';
import { describe, expect, it } from 'vitest';
import { failureOf } from '../src/assertions/failures.js';
import { contractOf } from '../src/clients/gateways.js';
import { committed } from '../src/clients/ledger.js';
import {
  endorse,
  evaluate,
  order,
  proposalOptions,
  type Step,
  submit,
  submitForReceipt,
} from '../src/clients/steps.js';
import { BANK_BROKER_Y } from '../src/network/consortium.js';
import { unique } from '../src/network/unique.js';

const bank = () => contractOf('bank-a');

async function refusalOf(steps: readonly Step[]): Promise<string> {
  const proposal = bank().newProposal('run', proposalOptions(steps));
  const { details } = await failureOf(proposal.evaluate());
  return (details[0]?.message ?? '').replaceAll(proposal.getTransactionId(), 'TX');
}

describe('calling a chaincode of the same channel', () => {
  it('answers status and payload of the called', async () => {
    expect(await evaluate(bank(), [['invokeChaincode', 'two-of-three', ['echo', 'hello']]])).toEqual([
      { status: 200, message: '', payload: 'hello' },
    ]);
  });

  it('commits what both wrote, each in its own namespace, as one transaction', async () => {
    const key = unique('call');
    const { txId } = await submitForReceipt(bank(), [
      ['putState', key, 'caller'],
      ['runIn', 'two-of-three', [['putState', key, 'called']]],
    ]);
    expect(await evaluate(bank(), [['getState', key]])).toEqual(['caller']);
    expect(await evaluate(contractOf('bank-a', 'two-of-three'), [['getState', key]])).toEqual(['called']);
    const namespaces = (await committed(txId)).sets.map(({ namespace }) => namespace);
    expect(namespaces).toEqual(expect.arrayContaining(['steps', 'two-of-three']));
  });

  it('has the same transaction: ID, creator, time, transient data', async () => {
    const transientData = { note: 'n' };
    const asked: Step[] = [['txId'], ['creator'], ['timestamp'], ['transient']];
    const [inner, ...outer] = await evaluate(bank(), [['runIn', 'two-of-three', asked], ...asked], {
      transientData,
    });
    expect(inner).toEqual(outer);
  });

  it('needs the endorsements that the called one asks for', async () => {
    const call: Step[] = [['runIn', 'two-of-three', [['putState', unique('call'), 'x']]]];
    const transaction = await endorse(contractOf('bank-a', 'either'), call, {
      endorsingOrganizations: ['BankAMSP'],
    });
    expect(await order(transaction)).toBe('ENDORSEMENT_POLICY_FAILURE');
  });

  it('passes the error of the called on as an answer, and the caller may go on', async () => {
    expect(await evaluate(bank(), [['invokeChaincode', 'two-of-three', ['run', '[["fail","no"]]']]])).toEqual(
      [{ status: 500, message: 'no', payload: '' }],
    );
  });

  it('that does not exist is refused', async () => {
    expect(await refusalOf([['invokeChaincode', 'nosuch', ['x']]])).toBe(
      'chaincode response 500, INVOKE_CHAINCODE failed: transaction ID: TX: execute failed: invalid invocation: [channel custody-bank-a-broker-x] failed to get chaincode container info for nosuch: chaincode nosuch not found',
    );
  });

  it('of the same package is refused, because both would be one transaction of one process', async () => {
    expect(await refusalOf([['invokeChaincode', 'either', ['echo', 'x']]])).toBe(
      'chaincode response 500, INVOKE_CHAINCODE failed: transaction ID: TX: execute failed: error sending: txid: TX(custody-bank-a-broker-x) exists',
    );
  });

  it('that belongs to the system is refused, but the lifecycle answers', async () => {
    const [qscc, cscc, lifecycle] = await evaluate(bank(), [
      ['invokeChaincode', 'qscc', ['GetChainInfo', 'custody-bank-a-broker-x']],
      ['invokeChaincode', 'cscc', ['GetChannels']],
      ['invokeChaincode', '_lifecycle', ['QueryChaincodeDefinition', '']],
    ]);
    expect([qscc, cscc, lifecycle]).toEqual([
      {
        status: 500,
        message: `Rejecting invoke of QSCC from another chaincode because of potential for deadlocks, original invocation for 'steps'`,
        payload: '',
      },
      {
        status: 500,
        message: `Rejecting invoke of CSCC from another chaincode, original invocation for 'steps'`,
        payload: '',
      },
      { status: 404, message: 'namespace  is not defined', payload: '' },
    ]);
  });

  it('leaves the event of the caller, and drops that of the called', async () => {
    const name = unique('event');
    const { txId } = await submitForReceipt(bank(), [
      ['runIn', 'two-of-three', [['setEvent', `${name}-called`, 'x']]],
      ['setEvent', name, 'x'],
    ]);
    const only = await submitForReceipt(bank(), [
      ['runIn', 'two-of-three', [['setEvent', `${name}-called`, 'x']]],
    ]);
    expect(await eventNameOf(txId)).toBe(name);
    expect(await eventNameOf(only.txId)).toBe('');
  });
});

describe('calling a chaincode of another channel', () => {
  it('reads there, and its writes are not committed', async () => {
    const key = unique('cross');
    const there = contractOf('bank-a', 'steps', BANK_BROKER_Y);
    await submit(there, [['putState', key, 'over there']]);
    const both = { endorsingOrganizations: ['BankAMSP'] };
    const call: Step[] = [
      ['runIn', 'steps', [['getState', key], ['putState', key, 'changed'], ['channelId']], BANK_BROKER_Y],
      ['channelId'],
    ];
    const transaction = await endorse(contractOf('bank-a', 'either'), call, both);
    expect(JSON.parse(Buffer.from(transaction.getResult()).toString())).toEqual([
      ['over there', null, BANK_BROKER_Y],
      'custody-bank-a-broker-x',
    ]);
    expect(await order(transaction)).toBe('VALID');
    expect(
      (await committed(transaction.getTransactionId())).sets.map(({ namespace }) => namespace),
    ).not.toContain('steps');
    expect(await evaluate(there, [['getState', key]])).toEqual(['over there']);
  });

  it('that the peer has not joined is refused', async () => {
    const proposal = contractOf('broker-x').newProposal('run', {
      ...proposalOptions([['runIn', 'steps', [['txId']], BANK_BROKER_Y]]),
      endorsingOrganizations: ['BrokerXMSP'],
    });
    const { details } = await failureOf(proposal.evaluate());
    expect(details[0]?.message.replaceAll(proposal.getTransactionId(), 'TX')).toBe(
      'chaincode response 500, INVOKE_CHAINCODE failed: transaction ID: TX: Failed to get policy manager for channel [custody-bank-a-broker-y]',
    );
  });

  it('of which the creator is no member is refused', async () => {
    const proposal = contractOf('broker-x').newProposal('run', {
      ...proposalOptions([['runIn', 'steps', [['txId']], BANK_BROKER_Y]]),
      endorsingOrganizations: ['BankAMSP'],
    });
    const { details } = await failureOf(proposal.evaluate());
    expect(details[0]?.message.replaceAll(proposal.getTransactionId(), 'TX')).toBe(
      'chaincode response 500, INVOKE_CHAINCODE failed: transaction ID: TX: failed evaluating policy on signed data during check policy [/Channel/Application/Readers]: [signature set did not satisfy policy]',
    );
  });
});

async function eventNameOf(txId: string): Promise<string> {
  const { action } = await committed(txId);
  const events = action?.getEvents_asU8() ?? new Uint8Array();
  return events.length === 0 ? '' : peer.ChaincodeEvent.deserializeBinary(events).getEventName();
}
