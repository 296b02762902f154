import { createHash } from 'node:crypto';
import { common } from '@hyperledger/fabric-protos';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { TestGenesisOptions } from '../identity/testing/test-genesis.js';
import { makeTestOrg } from '../identity/testing/test-org.js';
import { blockHeaderBytes, blockHeaderHash } from '../ledger/blocks/block-hash.js';
import type { CommittedBlock } from '../ledger/channel-ledger.js';
import { makeTestNetwork, TestChannel, type TestNetwork } from '../ledger/testing/test-channel.js';
import { testTransaction } from '../ledger/testing/test-transactions.js';
import { build } from '../ledger/wire/build.js';
import { Orderer } from './orderer.js';

const { BAD_REQUEST, FORBIDDEN, SERVICE_UNAVAILABLE, SUCCESS } = common.Status;
const NEVER_MS = 3_600_000;
const opened: { readonly channel: TestChannel; readonly orderer: Orderer }[] = [];

afterEach(async () => {
  for (const { channel, orderer } of opened.splice(0)) {
    await orderer.stop();
    await channel.destroy();
  }
});

async function ordered(batch: TestGenesisOptions['batch'] = {}) {
  const network = await makeTestNetwork({ batch });
  const channel = await TestChannel.open(network);
  const orderer = new Orderer({ signer: network.orderer, ledgers: [channel.ledger] });
  opened.push({ channel, orderer });
  const blocks: CommittedBlock[] = [];
  channel.ledger.onBlock((block) => blocks.push(block));
  return { network, channel, orderer, blocks };
}

/** A transaction of a chaincode that is not defined: the orderer does not mind. */
function message(network: TestNetwork, bytes = 10): common.Envelope {
  return testTransaction({
    channelId: 'testchannel',
    creator: network.client,
    endorsers: [],
    chaincode: 'cc',
    rwset: Buffer.alloc(bytes),
  });
}

const sizes = (blocks: readonly CommittedBlock[]) => blocks.map(({ transactions }) => transactions.length);

describe('the orderer cuts a block', () => {
  it('when it has as many messages as allowed', async () => {
    const { network, orderer, blocks } = await ordered({ maxMessages: 2, timeoutMs: NEVER_MS });
    for (let i = 0; i < 4; i++) {
      expect(await orderer.broadcast(message(network))).toEqual({ status: SUCCESS, info: '' });
    }
    await vi.waitUntil(() => blocks.length === 2);
    expect(sizes(blocks)).toEqual([2, 2]);
  });

  it('when its time is up', async () => {
    const { network, orderer, blocks } = await ordered({ maxMessages: 100, timeoutMs: 20 });
    await orderer.broadcast(message(network));
    await vi.waitUntil(() => blocks.length === 1);
    expect(sizes(blocks)).toEqual([1]);
  });

  it('before a message that would make it larger than preferred', async () => {
    // Two messages of somewhat more than 4,000 bytes fit, a third does not.
    const { network, orderer, blocks } = await ordered({
      maxMessages: 100,
      timeoutMs: NEVER_MS,
      preferredMaxBytes: 14_000,
    });
    for (let i = 0; i < 3; i++) {
      await orderer.broadcast(message(network, 4000));
    }
    await vi.waitUntil(() => blocks.length === 1);
    expect(sizes(blocks)).toEqual([2]);
  });

  it('of its own for a message larger than preferred', async () => {
    const { network, orderer, blocks } = await ordered({
      maxMessages: 100,
      timeoutMs: NEVER_MS,
      preferredMaxBytes: 6000,
    });
    await orderer.broadcast(message(network));
    await orderer.broadcast(message(network, 8000));
    await vi.waitUntil(() => blocks.length === 2);
    expect(sizes(blocks)).toEqual([1, 1]);
  });

  it('of what waits when it is stopped', async () => {
    const { network, orderer, blocks } = await ordered({ timeoutMs: NEVER_MS });
    await orderer.broadcast(message(network));
    await orderer.stop();
    expect(sizes(blocks)).toEqual([1]);
    expect(await orderer.broadcast(message(network))).toEqual({
      status: SERVICE_UNAVAILABLE,
      info: 'chain is stopped',
    });
  });
});

describe('the orderer’s blocks', () => {
  it('are chained by hash, signed, and name the last configuration', async () => {
    const { network, channel, orderer, blocks } = await ordered({ maxMessages: 1 });
    await orderer.broadcast(message(network));
    await orderer.broadcast(message(network));
    await vi.waitUntil(() => blocks.length === 2);
    for (const number of [1, 2]) {
      const block = channel.ledger.block(number) ?? new common.Block();
      const header = block.getHeader() ?? new common.BlockHeader();
      const previous = channel.ledger.block(number - 1)?.getHeader() ?? new common.BlockHeader();
      expect(Buffer.from(header.getPreviousHash_asU8())).toEqual(Buffer.from(blockHeaderHash(previous)));
      const data = Buffer.concat(block.getData()?.getDataList_asU8() ?? []);
      expect(Buffer.from(header.getDataHash_asU8())).toEqual(createHash('sha256').update(data).digest());
      const entry = block.getMetadata()?.getMetadataList_asU8()[common.BlockMetadataIndex.SIGNATURES];
      const metadata = common.Metadata.deserializeBinary(entry ?? new Uint8Array());
      const [signature] = metadata.getSignaturesList();
      const signatureHeader = signature?.getSignatureHeader_asU8() ?? new Uint8Array();
      const signer = channel.ledger.config.msps.deserialize(
        common.SignatureHeader.deserializeBinary(signatureHeader).getCreator_asU8(),
      );
      const signed = Buffer.concat([metadata.getValue_asU8(), signatureHeader, blockHeaderBytes(header)]);
      expect(signer.mspId).toBe('OrdererMSP');
      expect(signer.verify(signed, signature?.getSignature_asU8() ?? new Uint8Array())).toBe(true);
      const value = common.OrdererBlockMetadata.deserializeBinary(metadata.getValue_asU8());
      expect(value.getLastConfig()?.getIndex()).toBe(0);
    }
  });

  it('go on from the last one after a restart', async () => {
    const { network, channel, orderer, blocks } = await ordered({ maxMessages: 1 });
    await orderer.broadcast(message(network));
    await vi.waitUntil(() => blocks.length === 1);
    await orderer.stop();
    const next = new Orderer({ signer: network.orderer, ledgers: [channel.ledger] });
    await next.broadcast(message(network));
    await vi.waitUntil(() => blocks.length === 2);
    await next.stop();
    expect(channel.ledger.height).toBe(3);
  });
});

describe('the orderer refuses', () => {
  it('what is no message for a channel', async () => {
    const { orderer } = await ordered();
    expect(await orderer.broadcast(new common.Envelope())).toEqual({
      status: BAD_REQUEST,
      info: 'could not determine channel ID: header not set',
    });
    const damaged = build(new common.Envelope(), (envelope) =>
      envelope.setPayload(Uint8Array.of(0x0a, 0x7f)),
    );
    expect((await orderer.broadcast(damaged)).status).toBe(BAD_REQUEST);
  });

  it('a channel that it does not serve', async () => {
    const { network, orderer } = await ordered();
    const elsewhere = testTransaction({
      channelId: 'elsewhere',
      creator: network.client,
      endorsers: [],
      chaincode: 'cc',
      rwset: new Uint8Array(),
    });
    expect(await orderer.broadcast(elsewhere)).toEqual({
      status: BAD_REQUEST,
      info: 'channel does not exist',
    });
  });

  it('a message larger than the absolute limit', async () => {
    const { network, orderer } = await ordered({ absoluteMaxBytes: 5000, preferredMaxBytes: 5000 });
    const { status, info } = await orderer.broadcast(message(network, 6000));
    expect(status).toBe(BAD_REQUEST);
    expect(info).toMatch(/^message payload is \d+ bytes and exceeds maximum allowed 5000 bytes$/);
  });

  it('a message with a wrong signature, or of a stranger', async () => {
    const { network, orderer } = await ordered();
    const wrong = message(network);
    wrong.setSignature(message(network).getSignature_asU8());
    const stranger = { ...network, client: await (await makeTestOrg('XMSP')).identity('client') };
    for (const each of [wrong, message(stranger)]) {
      expect(await orderer.broadcast(each)).toEqual({
        status: FORBIDDEN,
        info: "implicit policy evaluation failed - 0 sub-policies were satisfied, but this policy requires 1 of the 'Writers' sub-policies to be satisfied: permission denied",
      });
    }
  });

  it('a message of an expired identity, known or not', async () => {
    const { network, orderer } = await ordered();
    const expired = await (await makeTestOrg('AMSP')).identity('client', {
      notBefore: new Date('2021-01-01T00:00:00Z'),
      notAfter: new Date('2021-02-01T00:00:00Z'),
    });
    expect(await orderer.broadcast(message({ ...network, client: expired }))).toEqual({
      status: BAD_REQUEST,
      info: 'broadcast client identity expired',
    });
  });

  it('a configuration that did not come as an update', async () => {
    const { network, orderer } = await ordered();
    const config = testTransaction({
      channelId: 'testchannel',
      creator: network.client,
      endorsers: [],
      chaincode: 'cc',
      rwset: new Uint8Array(),
      channelHeader: (header) => header.setType(common.HeaderType.CONFIG),
    });
    expect(await orderer.broadcast(config)).toEqual({
      status: BAD_REQUEST,
      info: 'message is of type that cannot be processed directly',
    });
  });
});
