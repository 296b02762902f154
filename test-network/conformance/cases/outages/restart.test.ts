import { type ChaincodeEvent, checkpointers } from '@hyperledger/fabric-gateway';
import { beforeAll, describe, expect, it } from 'vitest';
import { failureOf } from '../../src/assertions/failures.js';
import { channelOf, contractOf } from '../../src/clients/gateways.js';
import { blockByNumber, chainInfo, committed } from '../../src/clients/ledger.js';
import { allWorkAgain } from '../../src/clients/recovery.js';
import { evaluate, type Receipt, submit, submitForReceipt } from '../../src/clients/steps.js';
import { take } from '../../src/clients/take.js';
import { control } from '../../src/network/control.js';
import { unique } from '../../src/network/unique.js';

const NODES = ['orderer', 'bank-a', 'bank-b', 'broker-x', 'broker-y', 'regulator'];

describe('after all nodes were killed and started again', () => {
  const key = unique('kept');
  let before: Receipt;
  let block: Uint8Array;
  let height = 0;

  beforeAll(async () => {
    before = await submitForReceipt(contractOf('bank-a'), [
      ['putState', key, 'public'],
      ['setStateValidationParameter', key, ['BankAMSP', 'BrokerXMSP']],
      ['putPrivateData', 'shared', key, 'private'],
      ['setEvent', key, 'kept'],
    ]);
    height = (await chainInfo()).getHeight();
    block = (await blockByNumber(before.blockNumber)).serializeBinary();
    const running = await control();
    await Promise.all(NODES.map((name) => running.killNode(name)));
    await running.startNode('orderer');
    await Promise.all(NODES.slice(1).map((name) => running.startNode(name)));
    await allWorkAgain();
  }, 90_000);

  it.each(['bank-a', 'broker-x'] as const)(
    'state, history, private data and policies are there: %s',
    async (id) => {
      const [value, history, privateValue, organisations] = await evaluate(contractOf(id), [
        ['getState', key],
        ['getHistoryForKey', key],
        ['getPrivateData', 'shared', key],
        ['getStateValidationParameter', key],
      ]);
      expect({ value, privateValue, organisations }).toEqual({
        value: 'public',
        privateValue: 'private',
        organisations: ['BankAMSP', 'BrokerXMSP'],
      });
      expect(history).toMatchObject([{ txId: before.txId, value: 'public' }]);
    },
  );

  it('blocks are byte for byte what they were, and the chain goes on', async () => {
    expect((await blockByNumber(before.blockNumber)).serializeBinary()).toEqual(block);
    expect((await chainInfo()).getHeight()).toBeGreaterThanOrEqual(height);
    const next = await submitForReceipt(contractOf('bank-a'), [['putState', unique('next'), 'x']]);
    expect(next.blockNumber).toBeGreaterThanOrEqual(height);
  });

  it('transactions are found, and are not taken twice', async () => {
    expect((await committed(before.txId)).code).toBe('VALID');
    expect((await committed(before.txId, { from: 'regulator' })).code).toBe('VALID');
  });

  it('events of before can be read', async () => {
    const events = await channelOf('bank-a').getChaincodeEvents('steps', {
      startBlock: BigInt(before.blockNumber),
    });
    const [event] = await take(events, 1);
    expect(event).toMatchObject({ eventName: key, transactionId: before.txId });
  });

  it('endorsement policies hold as before', async () => {
    const call = submit(contractOf('bank-a'), [['putState', key, 'x']], {
      endorsingOrganizations: ['BankAMSP'],
    });
    expect(await failureOf(call)).toMatchObject({ code: 'ENDORSEMENT_POLICY_FAILURE' });
  });
});

describe('a client that reads events', () => {
  it('is cut off when its peer stops, and goes on from its checkpoint when it is back', async () => {
    const names = ['1', '2'].map((number) => `${unique('event')}-${number}`) as [string, string];
    const checkpoint = checkpointers.inMemory();
    const { blockNumber } = await submitForReceipt(contractOf('bank-a', 'either'), [
      ['setEvent', names[0], 'x'],
    ]);
    const startBlock = BigInt(blockNumber);
    const open = () => channelOf('bank-a').getChaincodeEvents('either', { startBlock, checkpoint });

    const events = await open();
    const iterator = events[Symbol.asyncIterator]();
    const first = (await iterator.next()).value as ChaincodeEvent;
    expect(first.eventName).toBe(names[0]);
    await checkpoint.checkpointChaincodeEvent(first);

    const running = await control();
    await running.stopNode('bank-a');
    expect(await failureOf(iterator.next())).toMatchObject({ error: 'GatewayError', code: 'UNAVAILABLE' });
    await submit(contractOf('broker-x', 'either'), [['setEvent', names[1], 'x']]);

    await running.startNode('bank-a');
    await allWorkAgain();
    const [second] = await take(await open(), 1);
    expect(second?.eventName).toBe(names[1]);
  });
});

describe('a chaincode that is stopped and started', () => {
  it('serves again, with the state of before', async () => {
    const key = unique('chaincode-restart');
    await submit(contractOf('bank-a'), [['putState', key, 'x']]);
    const running = await control();
    await running.stopChaincode('steps', 'BrokerXMSP');
    await running.startChaincode('steps', 'BrokerXMSP');
    await allWorkAgain();
    expect(await evaluate(contractOf('broker-x'), [['getState', key]])).toEqual(['x']);
  });
});
