import { readFileSync } from 'node:fs';
import { common, peer } from '@hyperledger/fabric-protos';
import { describe, expect, it } from 'vitest';
import { rejectionOf } from '../src/assertions/failures.js';
import { contractOf } from '../src/clients/gateways.js';
import { blockByNumber, chainInfo } from '../src/clients/ledger.js';
import { submitForReceipt } from '../src/clients/steps.js';
import { askSystem, type SystemCall } from '../src/clients/system.js';
import { BANK_BROKER_X, BANK_BROKER_Y, network } from '../src/network/consortium.js';
import { unique } from '../src/network/unique.js';
import { headerHash } from '../src/raw/block-hash.js';
import { parseBlock } from '../src/raw/parsed.js';

const qscc = (args: readonly (string | Uint8Array)[], call: Partial<SystemCall> = {}) =>
  askSystem({ chaincode: 'qscc', channel: BANK_BROKER_X, args, ...call });
const cscc = (args: readonly (string | Uint8Array)[], call: Partial<SystemCall> = {}) =>
  askSystem({ chaincode: 'cscc', channel: BANK_BROKER_X, args, ...call });

describe('the query system chaincode', () => {
  it('finds one block by number, by hash and by a transaction in it', async () => {
    const { txId, blockNumber } = await submitForReceipt(contractOf('bank-a'), [
      ['putState', unique('q'), 'x'],
    ]);
    const block = await blockByNumber(blockNumber);
    const hash = headerHash(block.getHeader() ?? new common.BlockHeader());
    const byHash = await qscc(['GetBlockByHash', BANK_BROKER_X, hash]);
    const byTxId = await qscc(['GetBlockByTxID', BANK_BROKER_X, txId]);
    expect(parseBlock(block).map((transaction) => transaction.txId)).toContain(txId);
    expect(common.Block.deserializeBinary(byHash.payload).toObject()).toEqual(block.toObject());
    expect(common.Block.deserializeBinary(byTxId.payload).toObject()).toEqual(block.toObject());
  });

  it('gives the last block for the highest number there is', async () => {
    const height = (await chainInfo()).getHeight();
    const { payload } = await qscc(['GetBlockByNumber', BANK_BROKER_X, '18446744073709551615']);
    expect(common.Block.deserializeBinary(payload).getHeader()?.getNumber()).toBe(height - 1);
  });

  it('answers the observer', async () => {
    expect(await qscc(['GetChainInfo', BANK_BROKER_X], { as: 'regulator' })).toMatchObject({ status: 200 });
  });

  it('answers about a channel through another one', async () => {
    expect(await qscc(['GetChainInfo', BANK_BROKER_Y])).toMatchObject({ status: 200 });
  });

  it.each([
    [[], 'Incorrect number of arguments, 0'],
    [['GetChainInfo'], 'Incorrect number of arguments, 1'],
    [['GetBlockByNumber', BANK_BROKER_X], 'missing 3rd argument for GetBlockByNumber'],
    [['GetChainInfo', 'nochannel'], 'Invalid chain ID, nochannel'],
    [
      ['Nosuch', BANK_BROKER_X, 'x'],
      `access denied for [Nosuch][${BANK_BROKER_X}]: [Unmapped policy for qscc/Nosuch]`,
    ],
    [
      ['GetTransactionByID', BANK_BROKER_X, 'abc'],
      'Failed to get transaction with id abc, error no such transaction ID [abc] in index',
    ],
    [
      ['GetBlockByTxID', BANK_BROKER_X, 'abc'],
      'Failed to get block for txID abc, error no such transaction ID [abc] in index',
    ],
    [
      ['GetBlockByNumber', BANK_BROKER_X, '999999'],
      'Failed to get block number 999999, error no such block number [999999] in index',
    ],
    [
      ['GetBlockByNumber', BANK_BROKER_X, 'a'],
      'Failed to parse block number with error strconv.ParseUint: parsing "a": invalid syntax',
    ],
    [
      ['GetBlockByHash', BANK_BROKER_X, 'a'],
      'Failed to get block hash a, error no such block hash [61] in index',
    ],
  ])('says what is wrong with %j', async (args, message) => {
    expect(await qscc(args)).toMatchObject({ status: 500, message });
  });

  it('keeps a channel from those who are no members of it', async () => {
    expect(await qscc(['GetChainInfo', BANK_BROKER_Y], { as: 'broker-x' })).toMatchObject({
      status: 500,
      message: `access denied for [GetChainInfo][${BANK_BROKER_Y}]: [Failed evaluating policy on signed data during check policy on channel [${BANK_BROKER_Y}] with policy [/Channel/Application/Readers]: [signature set did not satisfy policy]]`,
    });
  });
});

describe('the configuration system chaincode', () => {
  const channelsOf = async (call: Partial<SystemCall>) => {
    const { payload } = await cscc(['GetChannels'], { channel: '', ...call });
    return peer.ChannelQueryResponse.deserializeBinary(payload)
      .getChannelsList()
      .map((channel) => channel.getChannelId())
      .sort();
  };

  it('names the channels that a peer has joined', async () => {
    expect(await channelsOf({ at: 'bank-a' })).toEqual([BANK_BROKER_X, BANK_BROKER_Y]);
    expect(await channelsOf({ at: 'broker-y' })).toEqual([BANK_BROKER_Y]);
    expect(await channelsOf({ at: 'regulator' })).toEqual(
      network()
        .channels.map(({ name }) => name)
        .sort(),
    );
  });

  it('has the block with the configuration in force', async () => {
    const { payload } = await cscc(['GetConfigBlock', BANK_BROKER_X]);
    const [transaction] = parseBlock(common.Block.deserializeBinary(payload));
    expect(transaction).toMatchObject({ type: 'CONFIG', channel: BANK_BROKER_X });
  });

  it('has the configuration itself, with the members’ groups', async () => {
    const { payload } = await cscc(['GetChannelConfig', BANK_BROKER_X]);
    const application = common.Config.deserializeBinary(payload)
      .getChannelGroup()
      ?.getGroupsMap()
      .get('Application');
    expect(application?.getGroupsMap().getLength()).toBe(3);
    expect(application?.getPoliciesMap().has('LifecycleEndorsement')).toBe(true);
  });

  it('does not join a channel twice', async () => {
    const channel = network().channels.find(({ name }) => name === BANK_BROKER_X);
    const genesis = readFileSync(channel?.genesisBlock ?? '');
    expect(await cscc(['JoinChain', genesis], { channel: '', user: 'Admin' })).toMatchObject({
      status: 500,
      message: `cannot create ledger from genesis block: ledger [${BANK_BROKER_X}] already exists with state [ACTIVE]`,
    });
  });

  it('lets administrators alone join channels', async () => {
    const channel = network().channels.find(({ name }) => name === BANK_BROKER_X);
    const genesis = readFileSync(channel?.genesisBlock ?? '');
    const { status, message } = await cscc(['JoinChain', genesis], { channel: '' });
    expect(status).toBe(500);
    expect(message).toBe(
      `access denied for [JoinChain][${BANK_BROKER_X}]: [Failed verifying that proposal's creator satisfies local MSP principal during channelless check policy with policy [Admins]: [The identity is not an admin under this MSP [BankAMSP]: The identity does not contain OU [ADMIN], MSP: [BankAMSP]]]`,
    );
  });

  it.each([
    [[], 'Incorrect number of arguments, 0'],
    [['Nosuch', BANK_BROKER_X], 'Requested function Nosuch not found.'],
    [
      ['GetConfigBlock', 'nochannel'],
      'access denied for [GetConfigBlock][nochannel]: Failed to get policy manager for channel [nochannel]',
    ],
  ])('says what is wrong with %j', async (args, message) => {
    expect(await cscc(args)).toMatchObject({ status: 500, message });
  });

  it('says nothing to clients that the channel does not know', async () => {
    const call = cscc(['GetConfigBlock', BANK_BROKER_Y], { as: 'broker-x', channel: BANK_BROKER_Y });
    expect((await rejectionOf(call)).message).toBe(
      `2 UNKNOWN: error validating proposal: access denied: channel [${BANK_BROKER_Y}] creator org unknown, creator is malformed`,
    );
  });
});
