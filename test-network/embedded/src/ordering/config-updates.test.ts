import { common, orderer as protos } from '@hyperledger/fabric-protos';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { SigningIdentity } from '../identity/signing-identity.js';
import { makeTestUpdate } from '../identity/testing/test-config-update.js';
import type { CommittedBlock } from '../ledger/channel-ledger.js';
import { makeTestNetwork, TestChannel, type TestNetwork } from '../ledger/testing/test-channel.js';
import { testTransaction } from '../ledger/testing/test-transactions.js';
import { Orderer } from './orderer.js';

const { BAD_REQUEST, FORBIDDEN, SUCCESS } = common.Status;
let network: TestNetwork;
let channel: TestChannel;
let orderer: Orderer;
let blocks: CommittedBlock[];

beforeEach(async () => {
  network = await makeTestNetwork({ batch: { maxMessages: 100, timeoutMs: 3_600_000 } });
  channel = await TestChannel.open(network);
  orderer = new Orderer({ signer: network.orderer, ledgers: [channel.ledger] });
  blocks = [];
  channel.ledger.onBlock((block) => blocks.push(block));
});
afterEach(async () => {
  await orderer.stop();
  await channel.destroy();
});

function update(
  maxMessages: number,
  signers: readonly SigningIdentity[] = [network.ordererAdmin],
): common.Envelope {
  return makeTestUpdate({
    channelId: channel.ledger.channelId,
    config: channel.ledger.config.config,
    signers,
    change: (group) => {
      const value = group.getGroupsMap().get('Orderer')?.getValuesMap().get('BatchSize');
      const size = protos.BatchSize.deserializeBinary(value?.getValue_asU8() ?? new Uint8Array());
      size.setMaxMessageCount(maxMessages);
      value?.setValue(size.serializeBinary());
    },
  });
}

function message(): common.Envelope {
  return testTransaction({
    channelId: channel.ledger.channelId,
    creator: network.client,
    endorsers: [],
    chaincode: 'cc',
    rwset: new Uint8Array(),
  });
}

describe('a config update', () => {
  it('becomes a block of its own, after what waited, and holds from then on', async () => {
    await orderer.broadcast(message());
    expect(await orderer.broadcast(update(2))).toEqual({ status: SUCCESS, info: '' });
    expect(blocks.map(({ config, transactions }) => [config, transactions.length])).toEqual([
      [false, 1],
      [true, 1],
    ]);
    expect(channel.ledger.config.sequence).toBe(1);
    await orderer.broadcast(message());
    await orderer.broadcast(message());
    await vi.waitUntil(() => blocks.length === 3);
    expect(blocks[2]?.transactions.length).toBe(2);
  });

  it('is named by the blocks that follow as the last configuration', async () => {
    await orderer.broadcast(update(1));
    await orderer.broadcast(message());
    await vi.waitUntil(() => blocks.length === 2);
    const indexes = blocks.map(({ block }) => {
      const entry = block.getMetadata()?.getMetadataList_asU8()[common.BlockMetadataIndex.LAST_CONFIG];
      const metadata = common.Metadata.deserializeBinary(entry ?? new Uint8Array());
      return common.LastConfig.deserializeBinary(metadata.getValue_asU8()).getIndex();
    });
    expect(indexes).toEqual([1, 1]);
  });

  it('outlives a restart', async () => {
    await orderer.broadcast(update(7));
    await orderer.stop();
    await channel.close();
    channel = await TestChannel.open(network);
    expect(channel.ledger.config.batch.maxMessages).toBe(7);
    expect(channel.ledger.config.sequence).toBe(1);
    orderer = new Orderer({ signer: network.orderer, ledgers: [channel.ledger] });
    expect((await orderer.broadcast(update(8))).status).toBe(SUCCESS);
    expect(channel.ledger.config.batch.maxMessages).toBe(8);
  });

  it('is refused without the signatures that it needs', async () => {
    const { status, info } = await orderer.broadcast(update(2, [network.client]));
    expect(status).toBe(BAD_REQUEST);
    expect(info).toMatch(
      /^error applying config update to existing channel 'testchannel': error authorizing update: /,
    );
    expect(channel.ledger.height).toBe(1);
  });

  it('is refused the second time, when the configuration it started from is gone', async () => {
    const same = update(2);
    const results = await Promise.all([orderer.broadcast(same), orderer.broadcast(same)]);
    expect(results.map(({ status }) => status)).toEqual([SUCCESS, BAD_REQUEST]);
    expect(channel.ledger.height).toBe(2);
  });

  it('is refused from one who may not write to the channel', async () => {
    const wrong = update(2);
    wrong.setSignature(message().getSignature_asU8());
    const { status, info } = await orderer.broadcast(wrong);
    expect(status).toBe(FORBIDDEN);
    expect(info).toMatch(
      /^config update for existing channel did not pass initial checks: .*: permission denied$/,
    );
  });
});
