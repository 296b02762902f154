import { peer } from '@hyperledger/fabric-protos';
import { beforeEach, describe, expect, it } from 'vitest';
import { ChannelConfig } from '../channel/channel-config.js';
import { makeTestGenesis } from '../identity/testing/test-genesis.js';
import { makeTestOrg } from '../identity/testing/test-org.js';
import { type ExecutionResult, ShimHandler } from './handler.js';
import { MessageType } from './messages.js';
import { MemorySimulator } from './testing/memory-simulator.js';
import { MemoryTransport } from './testing/memory-transport.js';
import { TransactionContext } from './transaction-context.js';

const config = ChannelConfig.fromConfigBlock(
  makeTestGenesis({
    channelId: 'ch',
    applicationOrgs: [await makeTestOrg('BankAMSP')],
    ordererOrg: await makeTestOrg('OrdererMSP'),
  }),
);

let transport: MemoryTransport;
let simulator: MemorySimulator;
let handler: ShimHandler;
let reasons: string[];

beforeEach(() => {
  transport = new MemoryTransport();
  simulator = new MemorySimulator();
  reasons = [];
  handler = new ShimHandler(transport, {
    register: () => {},
    ready: () => {},
    closed: (_handler, reason) => reasons.push(reason),
    timedOut: () => {},
  });
});

function register(name = 'cc:1'): void {
  const id = new peer.ChaincodeID();
  id.setName(name);
  transport.say(MessageType.REGISTER, id);
}

function execute(txId = 'tx', timeoutMs = 10_000, isInit = false): Promise<ExecutionResult> {
  const signed = new peer.SignedProposal();
  const nothing = new Uint8Array();
  const context = new TransactionContext({
    transaction: {
      channelId: 'ch',
      txId,
      signedProposal: signed,
      signedData: { message: nothing, identity: nothing, signature: nothing },
      ledger: { simulator, config },
    },
    namespace: 'cc',
    isInit,
    invokeChaincode: () => Promise.reject(new Error('execute failed: no other chaincode here')),
  });
  return handler.execute({ context, input: nothing, timeoutMs });
}

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');

describe('the stream of a chaincode', () => {
  it('is ready once the chaincode has registered, and says what the peer can do', () => {
    register();
    expect(transport.heard.map((each) => each.getType())).toEqual([
      MessageType.REGISTERED,
      MessageType.READY,
    ]);
    const abilities = peer.ChaincodeAdditionalParams.deserializeBinary(
      transport.heard[1]?.getPayload_asU8() ?? new Uint8Array(),
    );
    expect(abilities.toObject()).toEqual({
      useWriteBatch: true,
      maxSizeWriteBatch: 1000,
      useGetMultipleKeys: true,
      maxSizeGetMultipleKeys: 1000,
    });
    expect(handler).toMatchObject({ ready: true, chaincodeId: 'cc:1' });
  });

  it.each<[string, () => void, string]>([
    ['no name', () => register(''), 'error in handling register chaincode, chaincodeID name is empty'],
    [
      'a request before it is registered',
      () => transport.say(MessageType.GET_STATE, new peer.GetState()),
      '[tx] Fabric side handler cannot handle message (GET_STATE) while in created state',
    ],
    [
      'a second registration',
      () => {
        register();
        register();
      },
      '[tx] Fabric side handler cannot handle message (REGISTER) while in ready state',
    ],
  ])('ends at %s', (_what, act, reason) => {
    act();
    expect(reasons).toEqual([reason]);
    expect(transport.closed).toBe(true);
  });

  it('ends at bytes that are no message', () => {
    register();
    transport.sayBytes(Buffer.from([0x0a, 0xff]));
    expect(transport.closed).toBe(true);
    expect(handler.ready).toBe(false);
  });

  it('is kept alive by messages that say nothing', () => {
    register();
    transport.say(MessageType.KEEPALIVE);
    expect(handler.ready).toBe(true);
  });

  it('that has ended fails what runs on it, and what is to run', async () => {
    register();
    const running = execute();
    transport.end();
    await expect(running).rejects.toThrow('chaincode stream terminated');
    await expect(execute('later')).rejects.toThrow('chaincode stream terminated');
  });

  it('that is retired ends with its last transaction', async () => {
    register();
    const running = execute();
    handler.retire();
    expect(transport.closed).toBe(false);
    transport.say(MessageType.COMPLETED, new peer.Response());
    await running;
    expect(transport.closed).toBe(true);
  });
});

describe('a transaction on the stream', () => {
  beforeEach(() => register());

  it('is given once at a time', async () => {
    const first = execute();
    await expect(execute()).rejects.toThrow('txid: tx(ch) exists');
    transport.say(MessageType.COMPLETED, new peer.Response());
    await first;
  });

  it('ends with the error of a shim that cannot run it', async () => {
    const running = execute();
    transport.sayBytes(transport.message(MessageType.ERROR, Buffer.from('no stub')));
    const result = await running;
    expect(result.type).toBe(MessageType.ERROR);
    expect(text(result.payload)).toBe('no stub');
  });

  it('that has timed out is not answered any more', async () => {
    await expect(execute('tx', 1)).rejects.toThrow('timeout expired while executing transaction');
    const request = new peer.GetState();
    request.setKey('k');
    const answer = await transport.ask(MessageType.GET_STATE, request);
    expect(answer.getType()).toBe(MessageType.ERROR);
    expect(text(answer.getPayload_asU8())).toBe('GET_STATE failed: transaction ID: tx: no ledger context');
  });

  it('of which nothing is known may not call other chaincode', async () => {
    const answer = await transport.ask(MessageType.INVOKE_CHAINCODE, new peer.ChaincodeSpec());
    expect(text(answer.getPayload_asU8())).toBe(
      'INVOKE_CHAINCODE failed: transaction ID: tx: could not get valid transaction',
    );
  });

  it('writes several keys with one message', async () => {
    void execute();
    simulator.putState('cc', 'old', Buffer.from('x'));
    const { Type } = peer.WriteRecord;
    const put = record(Type.PUT_STATE, 'new');
    put.setValue(Buffer.from('v'));
    const policy = record(Type.PUT_STATE_METADATA, 'new');
    const metadata = new peer.StateMetadata();
    metadata.setMetakey('VALIDATION_PARAMETER');
    metadata.setValue(Buffer.from('p'));
    policy.setMetadata(metadata);
    const batch = new peer.WriteBatchState();
    batch.setRecList([put, record(Type.DEL_STATE, 'old'), policy]);
    const answer = await transport.ask(MessageType.WRITE_BATCH_STATE, batch);
    expect(answer.getType()).toBe(MessageType.RESPONSE);
    expect(simulator.getState('cc', 'old')).toBeUndefined();
    expect(text(simulator.getState('cc', 'new') ?? new Uint8Array())).toBe('v');
    expect(simulator.getStateMetadata('cc', 'new').has('VALIDATION_PARAMETER')).toBe(true);
  });

  it('purges only private data', async () => {
    void execute();
    const batch = new peer.WriteBatchState();
    batch.setRecList([record(peer.WriteRecord.Type.PURGE_PRIVATE_DATA, 'k')]);
    const answer = await transport.ask(MessageType.WRITE_BATCH_STATE, batch);
    expect(text(answer.getPayload_asU8())).toBe(
      'WRITE_BATCH_STATE failed: transaction ID: tx: only applicable for private data',
    );
  });

  it('reads several keys with one message', async () => {
    void execute();
    simulator.putState('cc', 'a', Buffer.from('1'));
    const request = new peer.GetStateMultiple();
    request.setKeysList(['a', 'b']);
    const answer = await transport.ask(MessageType.GET_STATE_MULTIPLE, request);
    const values = peer.GetStateMultipleResult.deserializeBinary(
      answer.getPayload_asU8(),
    ).getValuesList_asU8();
    expect(values.map(text)).toEqual(['1', '']);
  });

  it('has no private data in Init', async () => {
    void execute('tx', 10_000, true);
    expect(transport.heard.at(-1)?.getType()).toBe(MessageType.INIT);
    const request = new peer.GetState();
    request.setCollection('c');
    for (const type of [MessageType.GET_STATE, MessageType.GET_PRIVATE_DATA_HASH]) {
      const answer = await transport.ask(type, request);
      expect(text(answer.getPayload_asU8())).toMatch(
        /: private data APIs are not allowed in chaincode Init\(\)$/,
      );
    }
  });

  it('is told of an iterator that is not there', async () => {
    void execute();
    const request = new peer.QueryStateNext();
    request.setId('none');
    const answer = await transport.ask(MessageType.QUERY_STATE_NEXT, request);
    expect(text(answer.getPayload_asU8())).toBe(
      'QUERY_STATE_NEXT failed: transaction ID: tx: query iterator not found',
    );
  });

  it('asks one thing at a time: what it asks meanwhile is dropped', async () => {
    void execute();
    const slow = transport.ask(MessageType.GET_STATE_BY_RANGE, new peer.GetStateByRange());
    transport.say(MessageType.GET_STATE, new peer.GetState());
    expect((await slow).getType()).toBe(MessageType.RESPONSE);
    const request = new peer.GetState();
    request.setKey('k');
    expect((await transport.ask(MessageType.GET_STATE, request)).getType()).toBe(MessageType.RESPONSE);
    expect(transport.heard.filter((each) => each.getType() === MessageType.RESPONSE)).toHaveLength(2);
  });
});

function record(
  type: peer.WriteRecord.TypeMap[keyof peer.WriteRecord.TypeMap],
  key: string,
): peer.WriteRecord {
  const made = new peer.WriteRecord();
  made.setType(type);
  made.setKey(key);
  return made;
}
