import { common, peer } from '@hyperledger/fabric-protos';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fixturePackage } from '../chaincode/testing/chaincode-package.js';
import { answerOf } from '../endorser/testing/answers.js';
import { TestNetwork } from '../endorser/testing/test-network.js';
import { parsePolicy } from '../policy/policy-dsl.js';

const A = 'BankAMSP';

let network: TestNetwork;
let txId = '';

beforeAll(async () => {
  network = await TestNetwork.start([A]);
  await network.openChannel('ch');
  await network.deploy(await fixturePackage('calls_1'), {
    name: 'calls',
    policy: parsePolicy(`OR('${A}.peer')`),
  });
  const proposal = network.propose({ chaincode: 'calls', args: ['put', 'k', 'v'] });
  txId = proposal.txId;
  await network.submitProposal([A], proposal);
}, 120_000);

afterAll(() => network.stop());

function ask(chaincode: string, ...args: readonly (string | Uint8Array)[]) {
  return network.evaluate(A, { chaincode, args });
}

async function payloadOf(response: Promise<peer.ProposalResponse>): Promise<Uint8Array> {
  const answer = (await response).getResponse();
  expect(answer?.getMessage()).toBe('');
  return answer?.getPayload_asU8() ?? new Uint8Array();
}

describe('qscc', () => {
  it('answers the height and the last hash of a channel', async () => {
    const info = common.BlockchainInfo.deserializeBinary(await payloadOf(ask('qscc', 'GetChainInfo', 'ch')));
    expect(info.getHeight()).toBe(network.ledger().height);
    expect(info.getCurrentblockhash_asU8()).toHaveLength(32);
  });

  it('answers a block by number, by hash and by a transaction in it', async () => {
    const last = network.ledger().height - 1;
    const info = common.BlockchainInfo.deserializeBinary(await payloadOf(ask('qscc', 'GetChainInfo', 'ch')));
    const found = await Promise.all([
      payloadOf(ask('qscc', 'GetBlockByNumber', 'ch', String(last))),
      payloadOf(ask('qscc', 'GetBlockByHash', 'ch', info.getCurrentblockhash_asU8())),
      payloadOf(ask('qscc', 'GetBlockByTxID', 'ch', txId)),
    ]);
    for (const bytes of found) {
      expect(common.Block.deserializeBinary(bytes).getHeader()?.getNumber()).toBe(last);
    }
  });

  it('answers a transaction with its validation code', async () => {
    const bytes = await payloadOf(ask('qscc', 'GetTransactionByID', 'ch', txId));
    const transaction = peer.ProcessedTransaction.deserializeBinary(bytes);
    expect(transaction.getValidationcode()).toBe(peer.TxValidationCode.VALID);
    expect(transaction.getTransactionenvelope()?.getSignature_asU8().length).toBeGreaterThan(0);
  });

  it('is endorsed as any chaincode is', async () => {
    expect((await answerOf(ask('qscc', 'GetChainInfo', 'ch'))).endorsed).toBe(true);
  });

  it.each<[string, readonly string[], string]>([
    [
      'a block that is not there',
      ['GetBlockByNumber', 'ch', '999'],
      'Failed to get block number 999, error no such block number [999] in index',
    ],
    [
      'a number that is none',
      ['GetBlockByNumber', 'ch', 'one'],
      'Failed to parse block number with error strconv.ParseUint: parsing "one": invalid syntax',
    ],
    [
      'a hash that is not there',
      ['GetBlockByHash', 'ch', 'hash'],
      'Failed to get block hash hash, error no such block hash [68617368] in index',
    ],
    [
      'a transaction that is not there',
      ['GetTransactionByID', 'ch', 'none'],
      'Failed to get transaction with id none, error no such transaction ID [none] in index',
    ],
    [
      'the block of a transaction that is not there',
      ['GetBlockByTxID', 'ch', 'none'],
      'Failed to get block for txID none, error no such transaction ID [none] in index',
    ],
    ['a channel that is not there', ['GetChainInfo', 'nowhere'], 'Invalid chain ID, nowhere'],
    ['nothing in particular', ['GetBlockByNumber', 'ch'], 'missing 3rd argument for GetBlockByNumber'],
    ['no channel', ['GetChainInfo'], 'Incorrect number of arguments, 1'],
    [
      'a function that is not there',
      ['GetAll', 'ch', ''],
      'access denied for [GetAll][ch]: [Unmapped policy for qscc/GetAll]',
    ],
  ])('asked for %s says so', async (_what, args, message) => {
    expect(await answerOf(ask('qscc', ...args))).toMatchObject({ status: 500, message, endorsed: false });
  });
});

describe('cscc', () => {
  it('answers the configuration block and the configuration of a channel', async () => {
    const block = common.Block.deserializeBinary(await payloadOf(ask('cscc', 'GetConfigBlock', 'ch')));
    expect(block.getHeader()?.getNumber()).toBe(0);
    const config = common.Config.deserializeBinary(await payloadOf(ask('cscc', 'GetChannelConfig', 'ch')));
    expect(config.getChannelGroup()?.getGroupsMap().has('Application')).toBe(true);
  });

  it('lists the channels that the peer has joined', async () => {
    const bytes = await payloadOf(
      network.evaluate(A, { chaincode: 'cscc', channelId: '', args: ['GetChannels'] }),
    );
    const channels = peer.ChannelQueryResponse.deserializeBinary(bytes).getChannelsList();
    expect(channels.map((each) => each.getChannelId())).toEqual(['ch']);
  });

  it('joins a channel for an administrator, once', async () => {
    const block = network.genesis('new').serializeBinary();
    const join = { chaincode: 'cscc', channelId: '', args: ['JoinChain', block] };
    expect((await answerOf(network.evaluate(A, join))).message).toMatch(
      /^access denied for \[JoinChain\]\[new\]: \[Failed verifying that proposal's creator satisfies local MSP principal/,
    );
    const { admin } = network.peer(A);
    expect(await answerOf(network.evaluate(A, { ...join, client: admin }))).toMatchObject({ status: 200 });
    expect(network.joined).toHaveLength(1);
    const again = { ...join, client: admin, args: ['JoinChain', network.genesis('ch').serializeBinary()] };
    expect((await answerOf(network.evaluate(A, again))).message).toBe(
      'cannot create ledger from genesis block: ledger [ch] already exists with state [ACTIVE]',
    );
  });

  it.each<[string, readonly string[], RegExp]>([
    [
      'a channel that is not there',
      ['GetConfigBlock', 'nowhere'],
      /^access denied for \[GetConfigBlock\]\[nowhere\]: /,
    ],
    ['a block that is none', ['JoinChain', 'nonsense'], /^Failed to reconstruct the genesis block, /],
    ['no block', ['JoinChain'], /^Incorrect number of arguments, 1$/],
    ['a function that is not there', ['Leave', 'ch'], /^Requested function Leave not found\.$/],
  ])('asked for %s says so', async (_what, args, message) => {
    const answer = await answerOf(ask('cscc', ...args));
    expect(answer.status).toBe(500);
    expect(answer.message).toMatch(message);
  });
});
