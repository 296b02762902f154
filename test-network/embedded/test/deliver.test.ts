import { createHash } from 'node:crypto';
import type { ClientDuplexStream } from '@grpc/grpc-js';
import { common, orderer, peer } from '@hyperledger/fabric-protos';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SigningIdentity } from '../src/identity/signing-identity.js';
import { makeTestOrg } from '../src/identity/testing/test-org.js';
import { type EmbeddedFabric, startEmbedded } from '../src/index.js';
import { application, tlsOf } from './support/application.js';
import { collection, deploy } from './support/deploy.js';
import { type Seek, seekEnvelope } from './support/seek.js';
import { at, CHANNEL, makeTestNetwork, type TestNetwork } from './support/test-network.js';

const { SUCCESS, NOT_FOUND, FORBIDDEN, BAD_REQUEST } = common.Status;
const { TRANSACTIONS_FILTER, COMMIT_HASH, SIGNATURES } = common.BlockMetadataIndex;

let network: TestNetwork;
let fabric: EmbeddedFabric;
let user: SigningIdentity;
let client: peer.DeliverClient;
let ordererClient: orderer.AtomicBroadcastClient;
let created: { blockNumber: number; txId: string };

beforeAll(async () => {
  network = await makeTestNetwork(['BankMSP', 'BrokerMSP'], {
    lifecycleEndorsement: "AND('BankMSP.peer', 'BrokerMSP.peer')",
  });
  fabric = await startEmbedded(network.config);
  const bank = at(network.members, 0);
  await deploy({
    name: 'assets',
    policy: "OR('BankMSP.peer')",
    collections: [
      collection('shared', "OR('BankMSP.member', 'BrokerMSP.member')"),
      collection('guarded', "OR('BankMSP.member')", { memberOnlyRead: true }),
    ],
    runBy: [bank],
    approvedBy: network.members,
  });
  user = await bank.org.identity('client');
  client = new peer.DeliverClient(bank.endpoint, tlsOf(bank));
  ordererClient = new orderer.AtomicBroadcastClient(network.orderer.endpoint, tlsOf(network.orderer));
  const app = application(bank, user);
  const contract = app.gateway.getNetwork(CHANNEL).getContract('assets');
  const commit = await contract.submitAsync('create', { arguments: ['a1', 'one'] });
  created = { blockNumber: Number((await commit.getStatus()).blockNumber), txId: commit.getTransactionId() };
  for (const name of ['shared', 'guarded']) {
    await contract.submit('putSecret', { arguments: [name, 's1'], transientData: { secret: name } });
  }
  app.close();
}, 120_000);

afterAll(async () => {
  client?.close();
  ordererClient?.close();
  await fabric?.stop();
  network?.remove();
});

describe('blocks of a channel', () => {
  it('come from the first to the last, each with the hash of the one before', async () => {
    const { responses, status } = await ask(client.deliver(), {});
    const blocks = responses.map((response) => response.getBlock());
    expect(status).toBe(SUCCESS);
    expect(blocks.map((block) => block?.getHeader()?.getNumber())).toEqual(blocks.map((_, index) => index));
    for (const [index, block] of blocks.entries()) {
      const previous = blocks[index - 1];
      if (previous !== undefined) {
        expect(block?.getHeader()?.getPreviousHash_asB64()).toBe(headerHash(previous));
      }
    }
    const codes = blocks[created.blockNumber]?.getMetadata()?.getMetadataList_asU8()[TRANSACTIONS_FILTER];
    expect([...(codes ?? [])]).toEqual([peer.TxValidationCode.VALID]);
  });

  it('come from the orderer without what peers add, signed by it', async () => {
    const fromOrderer = await ask(ordererClient.deliver(), {
      start: created.blockNumber,
      stop: created.blockNumber,
    });
    const fromPeer = await ask(client.deliver(), { start: created.blockNumber, stop: created.blockNumber });
    const ordered = fromOrderer.responses[0]?.getBlock();
    const committed = fromPeer.responses[0]?.getBlock();
    const metadata = ordered?.getMetadata()?.getMetadataList_asU8() ?? [];
    expect(metadata[TRANSACTIONS_FILTER]).toHaveLength(0);
    expect(metadata[COMMIT_HASH]).toHaveLength(0);
    expect(metadata[SIGNATURES]?.length).toBeGreaterThan(0);
    expect(ordered?.getData()?.serializeBinary()).toEqual(committed?.getData()?.serializeBinary());
  });

  it('come as headers alone if that is all that is wanted', async () => {
    const { responses } = await ask(client.deliver(), {
      start: created.blockNumber,
      stop: created.blockNumber,
      headersOnly: true,
    });
    const block = responses[0]?.getBlock();
    expect(block?.getHeader()?.getNumber()).toBe(created.blockNumber);
    expect(block?.hasData()).toBe(false);
  });

  it('come filtered: ids, codes and events without their payload', async () => {
    const { responses } = await ask(client.deliverFiltered(), {
      start: created.blockNumber,
      stop: created.blockNumber,
    });
    expect(responses[0]?.getFilteredBlock()?.toObject()).toMatchObject({
      channelId: CHANNEL,
      number: created.blockNumber,
      filteredTransactionsList: [
        {
          txid: created.txId,
          type: common.HeaderType.ENDORSER_TRANSACTION,
          txValidationCode: peer.TxValidationCode.VALID,
          transactionActions: {
            chaincodeActionsList: [
              {
                chaincodeEvent: {
                  eventName: 'Created',
                  chaincodeId: 'assets',
                  txId: created.txId,
                  payload: '',
                },
              },
            ],
          },
        },
      ],
    });
  });

  it('come with the private data that the client may read', async () => {
    const stranger = await at(network.members, 1).org.identity('client');
    expect(await secretsFor(user)).toEqual(['guarded', 'shared']);
    expect(await secretsFor(stranger)).toEqual(['shared']);
  });

  it('come as they are made, for a client that waits', async () => {
    const height = at(fabric.stats().nodes, 0).channels[0]?.height ?? 0;
    const waiting = ask(client.deliver(), { start: height, stop: height });
    const app = application(at(network.members, 0), user);
    await app.gateway.getNetwork(CHANNEL).getContract('assets').submitTransaction('create', 'a2', 'two');
    app.close();
    expect((await waiting).responses[0]?.getBlock()?.getHeader()?.getNumber()).toBe(height);
  });
});

describe('a request for blocks is refused', () => {
  it.each<[string, Seek, number]>([
    ['for a channel that is not there', { channelId: 'nowhere' }, NOT_FOUND],
    ['beyond the last block', { start: 1_000 }, NOT_FOUND],
    ['when it would have to wait but must not', { stop: 1_000, failIfNotReady: true }, NOT_FOUND],
    ['when it stops before it starts', { start: 2, stop: 1 }, BAD_REQUEST],
    ['when its time is not ours', { sentAt: new Date(Date.now() - 20 * 60_000) }, BAD_REQUEST],
  ])('%s', async (_name, seek, status) => {
    expect((await ask(client.deliver(), seek)).status).toBe(status);
  });

  it('to strangers, and to members whose certificate has expired', async () => {
    const stranger = await (await makeTestOrg('StrangerMSP')).identity('client');
    expect((await ask(client.deliver(), {}, stranger)).status).toBe(FORBIDDEN);
    expect((await ask(ordererClient.deliver(), {}, stranger)).status).toBe(FORBIDDEN);
    const former = await at(network.members, 0).org.identity('client', {
      notAfter: new Date(Date.now() - 1_000),
    });
    expect((await ask(client.deliver(), {}, former)).status).toBe(FORBIDDEN);
  });
});

interface Response {
  getStatus(): number;
  getTypeCase(): number;
}

/** Sends one request and takes what comes until a status does. */
function ask<Message extends Response>(
  stream: ClientDuplexStream<common.Envelope, Message>,
  seek: Seek,
  signer = user,
): Promise<{ responses: Message[]; status: number }> {
  return new Promise((resolve, reject) => {
    const responses: Message[] = [];
    stream.on('error', reject);
    stream.on('data', (message: Message) => {
      if (message.getTypeCase() === peer.DeliverResponse.TypeCase.STATUS) {
        resolve({ responses, status: message.getStatus() });
        stream.end();
      } else {
        responses.push(message);
      }
    });
    stream.write(seekEnvelope(signer, seek));
  });
}

async function secretsFor(signer: SigningIdentity): Promise<string[]> {
  const { responses } = await ask(client.deliverWithPrivateData(), {}, signer);
  const secrets = responses.flatMap((response) => {
    const collections: string[] = [];
    response
      .getBlockAndPrivateData()
      ?.getPrivateDataMapMap()
      .forEach((writes) => {
        for (const namespace of writes.getNsPvtRwsetList()) {
          if (namespace.getNamespace() === 'assets') {
            collections.push(
              ...namespace.getCollectionPvtRwsetList().map((each) => each.getCollectionName()),
            );
          }
        }
      });
    return collections;
  });
  return secrets.sort();
}

/** SHA-256 over the header's ASN.1 form: number, previous hash, data hash. */
function headerHash(block: common.Block): string {
  const header = block.getHeader() ?? new common.BlockHeader();
  const integer = Buffer.from([0x02, 0x01, header.getNumber()]);
  const octets = (bytes: Uint8Array) => Buffer.concat([Buffer.from([0x04, bytes.length]), bytes]);
  const content = Buffer.concat([
    integer,
    octets(header.getPreviousHash_asU8()),
    octets(header.getDataHash_asU8()),
  ]);
  return createHash('sha256')
    .update(Buffer.concat([Buffer.from([0x30, content.length]), content]))
    .digest('base64');
}
