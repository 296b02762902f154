import { createVerify, verify, X509Certificate } from 'node:crypto';
import { common, msp } from '@hyperledger/fabric-protos';
import { beforeAll, describe, expect, it } from 'vitest';
import { channelOf, contractOf } from '../src/clients/gateways.js';
import { chainInfo } from '../src/clients/ledger.js';
import { submit } from '../src/clients/steps.js';
import { take } from '../src/clients/take.js';
import { BANK_BROKER_X, type MemberId, network } from '../src/network/consortium.js';
import { folderCredentials } from '../src/network/credentials.js';
import { unique } from '../src/network/unique.js';
import { dataHash, headerBytes, headerHash } from '../src/raw/block-hash.js';

interface FullBlock {
  readonly header: common.BlockHeader;
  readonly data: common.BlockData;
  readonly metadata: readonly Uint8Array[];
}

async function chainAt(id: MemberId): Promise<readonly FullBlock[]> {
  const height = (await chainInfo(id)).getHeight();
  const blocks = await take(await channelOf(id).getBlockEvents({ startBlock: 0n }), height);
  return blocks.map((block) => ({
    header: block.getHeader() ?? new common.BlockHeader(),
    data: block.getData() ?? new common.BlockData(),
    metadata: block.getMetadata()?.getMetadataList_asU8() ?? [],
  }));
}

const hex = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString('hex');

describe('the chain of blocks', () => {
  let blocks: readonly FullBlock[] = [];

  beforeAll(async () => {
    await submit(contractOf('bank-a'), [['putState', unique('chain'), 'x']]);
    blocks = await chainAt('bank-a');
  });

  it('is numbered from 0 without a gap', () => {
    expect(blocks.length).toBeGreaterThan(5);
    expect(blocks.map(({ header }) => header.getNumber())).toEqual(blocks.map((_, index) => index));
  });

  it('names in each block the hash of the one before, from nothing on', () => {
    const expected = ['', ...blocks.slice(0, -1).map(({ header }) => hex(headerHash(header)))];
    expect(blocks.map(({ header }) => hex(header.getPreviousHash_asU8()))).toEqual(expected);
  });

  it('names in each block the hash of its transactions', () => {
    expect(blocks.map(({ header }) => hex(header.getDataHash_asU8()))).toEqual(
      blocks.map(({ data }) => hex(dataHash(data))),
    );
  });

  it('ends with the hash that the peer reports', async () => {
    const info = await chainInfo();
    const [last] = (await chainAt('bank-a')).slice(-1);
    expect(info.getHeight()).toBe((last?.header.getNumber() ?? 0) + 1);
    expect(hex(info.getCurrentblockhash_asU8())).toBe(hex(last && headerHash(last.header)));
    expect(hex(info.getPreviousblockhash_asU8())).toBe(hex(last?.header.getPreviousHash_asU8()));
  });

  it('has one validation code for each transaction', () => {
    expect(
      blocks.map(({ metadata }) => metadata[common.BlockMetadataIndex.TRANSACTIONS_FILTER]?.length),
    ).toEqual(blocks.map(({ data }) => data.getDataList_asU8().length));
  });

  it('has in each block but the first a commit hash, the same at every member', async () => {
    const commitHashes = (chain: readonly FullBlock[]) =>
      chain.slice(1, blocks.length).map(({ metadata }) => {
        const bytes = metadata[common.BlockMetadataIndex.COMMIT_HASH] ?? new Uint8Array();
        return hex(common.Metadata.deserializeBinary(bytes).getValue_asU8());
      });
    const expected = commitHashes(blocks);
    expect(expected.every((hash) => hash.length === 64)).toBe(true);
    expect(new Set(expected).size).toBe(expected.length);
    expect(commitHashes(await chainAt('broker-x'))).toEqual(expected);
    expect(commitHashes(await chainAt('regulator'))).toEqual(expected);
  });
});

describe('the orderer’s signature', () => {
  const signatureOf = ({ metadata }: FullBlock) => {
    const parsed = common.Metadata.deserializeBinary(
      metadata[common.BlockMetadataIndex.SIGNATURES] ?? new Uint8Array(),
    );
    const [signature] = parsed.getSignaturesList();
    return { value: parsed.getValue_asU8(), signature, count: parsed.getSignaturesList().length };
  };

  /** The message that the orderer signs: what it says of the block, who it is, and the header. */
  const signedBytes = (block: FullBlock) => {
    const { value, signature } = signatureOf(block);
    return Buffer.concat([
      value,
      signature?.getSignatureHeader_asU8() ?? Buffer.alloc(0),
      headerBytes(block.header),
    ]);
  };

  const signerOf = (block: FullBlock) => {
    const header = common.SignatureHeader.deserializeBinary(
      signatureOf(block).signature?.getSignatureHeader_asU8() ?? new Uint8Array(),
    );
    return msp.SerializedIdentity.deserializeBinary(header.getCreator_asU8());
  };

  let blocks: readonly FullBlock[] = [];

  beforeAll(async () => {
    blocks = (await chainAt('regulator')).slice(1);
  });

  it('is on every block but the first, by the ordering node', () => {
    const { ordering } = network();
    const [node] = ordering.nodes;
    const { certificate } = folderCredentials(ordering.mspId, node?.mspDir ?? '');
    expect(blocks.map((block) => signatureOf(block).count)).toEqual(blocks.map(() => 1));
    for (const block of blocks) {
      const signer = signerOf(block);
      expect(signer.getMspid()).toBe('OrdererMSP');
      expect(Buffer.from(signer.getIdBytes_asU8()).toString().trim()).toBe(certificate.trim());
    }
  });

  it('is true for what the orderer said and for the header', () => {
    for (const block of blocks) {
      const { publicKey } = new X509Certificate(Buffer.from(signerOf(block).getIdBytes_asU8()));
      const signature = signatureOf(block).signature?.getSignature_asU8() ?? new Uint8Array();
      expect(verify('sha256', signedBytes(block), publicKey, signature)).toBe(true);
    }
  });

  it('is not true for another header', () => {
    const [block, other] = blocks.slice(-2) as [FullBlock, FullBlock];
    const { publicKey } = new X509Certificate(Buffer.from(signerOf(block).getIdBytes_asU8()));
    const forged = { ...block, header: other.header };
    const signature = signatureOf(block).signature?.getSignature_asU8() ?? new Uint8Array();
    expect(createVerify('sha256').update(signedBytes(forged)).verify(publicKey, signature)).toBe(false);
  });

  it('says which block holds the configuration that was in force', () => {
    const lastConfig = ({ metadata, ...block }: FullBlock) =>
      common.OrdererBlockMetadata.deserializeBinary(signatureOf({ metadata, ...block }).value)
        .getLastConfig()
        ?.getIndex();
    let configuration = 0;
    for (const block of blocks) {
      const [first] = block.data.getDataList_asU8();
      if (typeOf(first) === common.HeaderType.CONFIG) {
        configuration = block.header.getNumber();
      }
      expect(lastConfig(block)).toBe(configuration);
    }
  });
});

function typeOf(envelope: Uint8Array | undefined): number {
  const payload = common.Payload.deserializeBinary(
    common.Envelope.deserializeBinary(envelope ?? new Uint8Array()).getPayload_asU8(),
  );
  const header = payload.getHeader()?.getChannelHeader_asU8() ?? new Uint8Array();
  return common.ChannelHeader.deserializeBinary(header).getType();
}

describe('the first block', () => {
  it('is the one that the channel was made from', async () => {
    const { readFileSync } = await import('node:fs');
    const channel = network().channels.find(({ name }) => name === BANK_BROKER_X);
    const genesis = common.Block.deserializeBinary(readFileSync(channel?.genesisBlock ?? ''));
    const [first] = await take(await channelOf('bank-a').getBlockEvents({ startBlock: 0n }), 1);
    expect(first?.getHeader()?.toObject()).toEqual(genesis.getHeader()?.toObject());
    expect(first?.getData()?.toObject()).toEqual(genesis.getData()?.toObject());
  });
});
