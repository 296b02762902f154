import { randomBytes } from 'node:crypto';
import { common, peer } from '@hyperledger/fabric-protos';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeTestOrg } from '../identity/testing/test-org.js';
import { makeTestNetwork, TestChannel } from '../ledger/testing/test-channel.js';
import { type TestTransaction, testTransaction } from '../ledger/testing/test-transactions.js';
import { build } from '../ledger/wire/build.js';

const Code = peer.TxValidationCode;
const TEXT = (text: string) => Buffer.from(text);
let channel: TestChannel;
let rwset: Uint8Array;

beforeAll(async () => {
  channel = await TestChannel.open(await makeTestNetwork());
  await channel.define({ name: 'cc', policy: "OR('AMSP.peer')" });
  rwset = (await channel.simulate((sim) => sim.putState('cc', 'k', TEXT('v')))).publicRwset;
});
afterAll(() => channel.destroy());

function transaction(changes: Partial<TestTransaction> = {}): common.Envelope {
  return testTransaction({
    channelId: channel.ledger.channelId,
    creator: channel.network.client,
    endorsers: [channel.peer('AMSP')],
    chaincode: 'cc',
    rwset,
    ...changes,
  });
}

/** A transaction with its payload changed after assembly and signed again. */
function resigned(change: (payload: common.Payload) => void): common.Envelope {
  const envelope = transaction();
  const payload = common.Payload.deserializeBinary(envelope.getPayload_asU8());
  change(payload);
  const bytes = payload.serializeBinary();
  return build(new common.Envelope(), (message) => {
    message.setPayload(bytes);
    message.setSignature(channel.network.client.sign(bytes));
  });
}

function withActionPayload(change: (action: peer.ChaincodeActionPayload) => void): common.Envelope {
  return resigned((payload) => {
    const message = peer.Transaction.deserializeBinary(payload.getData_asU8());
    const [action] = message.getActionsList();
    const actionPayload = peer.ChaincodeActionPayload.deserializeBinary(
      action?.getPayload_asU8() ?? new Uint8Array(),
    );
    change(actionPayload);
    action?.setPayload(actionPayload.serializeBinary());
    payload.setData(message.serializeBinary());
  });
}

async function code(envelope: common.Envelope): Promise<string | undefined> {
  const [found] = await channel.commit(envelope);
  return Object.entries(Code).find(([, value]) => value === found)?.[0];
}

describe('a transaction', () => {
  it('in order is VALID', async () => {
    expect(await code(transaction())).toBe('VALID');
  });

  it('whose payload is no payload is BAD_PAYLOAD', async () => {
    const envelope = build(new common.Envelope(), (message) => {
      message.setPayload(Uint8Array.of(0x0a, 0xff));
      message.setSignature(TEXT('s'));
    });
    expect(await code(envelope)).toBe('BAD_PAYLOAD');
  });

  it.each<[string, (payload: common.Payload) => void]>([
    ['without header', (payload) => payload.setHeader(undefined)],
    [
      'with a damaged channel header',
      (payload) => payload.getHeader()?.setChannelHeader(Uint8Array.of(0x0a, 9)),
    ],
    [
      'without creator',
      (payload) => payload.getHeader()?.setSignatureHeader(new common.SignatureHeader().serializeBinary()),
    ],
  ])('%s is BAD_COMMON_HEADER', async (_, change) => {
    expect(await code(resigned(change))).toBe('BAD_COMMON_HEADER');
  });

  it('of an unknown type or with an epoch is BAD_COMMON_HEADER', async () => {
    expect(
      await code(transaction({ channelHeader: (header) => header.setType(common.HeaderType.MESSAGE) })),
    ).toBe('BAD_COMMON_HEADER');
    expect(await code(transaction({ channelHeader: (header) => header.setEpoch(1) }))).toBe(
      'BAD_COMMON_HEADER',
    );
  });

  it('that is a config update is UNSUPPORTED_TX_PAYLOAD', async () => {
    const update = transaction({
      channelHeader: (header) => header.setType(common.HeaderType.CONFIG_UPDATE),
    });
    expect(await code(update)).toBe('UNSUPPORTED_TX_PAYLOAD');
  });

  it('signed wrongly, not at all, or by a stranger is BAD_CREATOR_SIGNATURE', async () => {
    const wrong = transaction();
    wrong.setSignature(transaction().getSignature_asU8());
    expect(await code(wrong)).toBe('BAD_CREATOR_SIGNATURE');
    const unsigned = transaction();
    unsigned.setSignature(new Uint8Array());
    expect(await code(unsigned)).toBe('BAD_CREATOR_SIGNATURE');
    const stranger = await (await makeTestOrg('XMSP')).identity('client');
    expect(await code(transaction({ creator: stranger }))).toBe('BAD_CREATOR_SIGNATURE');
    const impostor = await (await makeTestOrg('AMSP')).identity('client');
    expect(await code(transaction({ creator: impostor }))).toBe('BAD_CREATOR_SIGNATURE');
  });

  it('with an id of its own making is BAD_PROPOSAL_TXID', async () => {
    expect(await code(transaction({ channelHeader: (header) => header.setTxId('mine') }))).toBe(
      'BAD_PROPOSAL_TXID',
    );
  });

  it('without exactly one action is INVALID_ENDORSER_TRANSACTION', async () => {
    const none = resigned((payload) => payload.setData(new peer.Transaction().serializeBinary()));
    expect(await code(none)).toBe('INVALID_ENDORSER_TRANSACTION');
    const twice = resigned((payload) => {
      const message = peer.Transaction.deserializeBinary(payload.getData_asU8());
      message.setActionsList([...message.getActionsList(), ...message.getActionsList()]);
      payload.setData(message.serializeBinary());
    });
    expect(await code(twice)).toBe('INVALID_ENDORSER_TRANSACTION');
  });

  it('that carries another proposal than was endorsed is INVALID_ENDORSER_TRANSACTION', async () => {
    const other = withActionPayload((action) => action.setChaincodeProposalPayload(TEXT('other arguments')));
    expect(await code(other)).toBe('INVALID_ENDORSER_TRANSACTION');
  });

  it('that comes twice is DUPLICATE_TXID, in a later block and in the same one', async () => {
    const nonce = randomBytes(24);
    expect(await code(transaction({ nonce }))).toBe('VALID');
    expect(await code(transaction({ nonce }))).toBe('DUPLICATE_TXID');
    const twin = randomBytes(24);
    expect(await channel.commit(transaction({ nonce: twin }), transaction({ nonce: twin }))).toEqual([
      Code.VALID,
      Code.DUPLICATE_TXID,
    ]);
  });

  it('whose first coming was invalid cannot come again', async () => {
    const nonce = randomBytes(24);
    expect(await code(transaction({ nonce, endorsers: [channel.peer('BMSP')] }))).toBe(
      'ENDORSEMENT_POLICY_FAILURE',
    );
    expect(await code(transaction({ nonce }))).toBe('DUPLICATE_TXID');
  });

  it('of a chaincode that is not defined, or of no version, is INVALID_CHAINCODE', async () => {
    expect(await code(transaction({ chaincode: 'unknown' }))).toBe('INVALID_CHAINCODE');
    expect(await code(transaction({ version: '' }))).toBe('INVALID_CHAINCODE');
  });

  it('that ran another chaincode than was invoked is INVALID_CHAINCODE', async () => {
    const other = transaction({
      channelHeader: (header) => {
        const id = build(new peer.ChaincodeID(), (message) => message.setName('other'));
        header.setExtension$(
          build(new peer.ChaincodeHeaderExtension(), (message) =>
            message.setChaincodeId(id),
          ).serializeBinary(),
        );
      },
    });
    expect(await code(other)).toBe('INVALID_CHAINCODE');
  });

  it('without a chaincode in its header is INVALID_OTHER_REASON', async () => {
    expect(
      await code(transaction({ channelHeader: (header) => header.setExtension$(new Uint8Array()) })),
    ).toBe('INVALID_OTHER_REASON');
  });

  it('with a damaged header extension is BAD_HEADER_EXTENSION', async () => {
    const damaged = transaction({
      channelHeader: (header) => header.setExtension$(Uint8Array.of(0x12, 0x7f)),
    });
    expect(await code(damaged)).toBe('BAD_HEADER_EXTENSION');
  });

  it('with a damaged set is BAD_RWSET', async () => {
    expect(await code(transaction({ rwset: Uint8Array.of(0x12, 0x7f) }))).toBe('BAD_RWSET');
  });

  it('with an event of another chaincode is INVALID_OTHER_REASON', async () => {
    const event = build(new peer.ChaincodeEvent(), (message) => message.setChaincodeId('other'));
    expect(await code(transaction({ event }))).toBe('INVALID_OTHER_REASON');
  });

  it('that names a namespace twice is ILLEGAL_WRITESET', async () => {
    expect(await code(transaction({ rwset: Buffer.concat([rwset, rwset]) }))).toBe('ILLEGAL_WRITESET');
  });

  it('that writes to a system chaincode or to one that is not defined is INVALID_CHAINCODE', async () => {
    for (const namespace of ['lscc', 'unknown', '']) {
      const { publicRwset } = await channel.simulate((sim) => {
        sim.putState('cc', 'k', TEXT('v'));
        sim.putState(namespace, 'k', TEXT('v'));
      });
      expect(await code(transaction({ rwset: publicRwset }))).toBe('INVALID_CHAINCODE');
    }
  });

  it('that is no envelope at all is INVALID_OTHER_REASON', async () => {
    const block = channel.nextBlock([transaction()]);
    const { blockDataHash } = await import('../ledger/blocks/block-hash.js');
    const garbage = Uint8Array.of(0x0a, 0x7f, 1);
    block.getData()?.setDataList([garbage]);
    block.getHeader()?.setDataHash(blockDataHash([garbage]));
    await channel.ledger.append(block);
    const filter = channel.ledger
      .block(channel.ledger.height - 1)
      ?.getMetadata()
      ?.getMetadataList_asU8()[2];
    expect(filter).toEqual(Uint8Array.of(Code.INVALID_OTHER_REASON));
  });
});
