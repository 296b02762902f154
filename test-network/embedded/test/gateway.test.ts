import { status } from '@grpc/grpc-js';
import {
  type ChaincodeEvent,
  CommitError,
  type Contract,
  EndorseError,
  type GatewayError,
} from '@hyperledger/fabric-gateway';
import { peer } from '@hyperledger/fabric-protos';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EmbeddedFabric, startEmbedded } from '../src/index.js';
import { parsePolicy } from '../src/policy/policy-dsl.js';
import { type Application, application } from './support/application.js';
import { collection, deploy } from './support/deploy.js';
import { at, CHANNEL, makeTestNetwork, type TestNetwork } from './support/test-network.js';

const { VALID, MVCC_READ_CONFLICT, ENDORSEMENT_POLICY_FAILURE } = peer.TxValidationCode;

let network: TestNetwork;
let fabric: EmbeddedFabric;
let applications: Application[];

beforeAll(async () => {
  network = await makeTestNetwork(['BankMSP', 'BrokerMSP', 'RegulatorMSP'], {
    lifecycleEndorsement: "AND('BankMSP.peer', 'BrokerMSP.peer')",
  });
  fabric = await startEmbedded(network.config);
  const [bank, broker] = network.members;
  const both = bank !== undefined && broker !== undefined ? [bank, broker] : [];
  await deploy({
    name: 'assets',
    policy: "AND('BankMSP.peer', 'BrokerMSP.peer')",
    collections: [
      collection('shared', "OR('BankMSP.member', 'BrokerMSP.member')", { memberOnlyRead: true }),
      collection('brokerOnly', "OR('BrokerMSP.member')", {
        memberOnlyRead: true,
        endorsement: "OR('BrokerMSP.peer')",
      }),
      collection('brokerData', "OR('BrokerMSP.member')"),
    ],
    runBy: both,
    approvedBy: both,
  });
  applications = await Promise.all(
    network.members.map(async (member) => application(member, await member.org.identity('client'))),
  );
}, 60_000);

afterAll(async () => {
  for (const each of applications ?? []) {
    each.close();
  }
  await fabric?.stop();
  network?.remove();
});

const bank = () => at(applications, 0);
const broker = () => at(applications, 1);
const assets = (app: Application): Contract => app.gateway.getNetwork(CHANNEL).getContract('assets');

describe('an application of a bank', () => {
  it('submits a transaction that both endorse, and reads it back at the broker', async () => {
    await assets(bank()).submitTransaction('create', 'a1', 'one');
    const read = await assets(broker()).evaluateTransaction('read', 'a1');
    expect(Buffer.from(read).toString()).toBe('one');
  });

  it("is told the chaincode's own words, by each peer that said them", async () => {
    const failed = assets(bank()).submitTransaction('append', 'ghost', 'x');
    await expect(failed).rejects.toBeInstanceOf(EndorseError);
    await expect(failed).rejects.toMatchObject({
      code: status.ABORTED,
      details: [{ mspId: 'BankMSP', message: 'chaincode response 500, asset ghost does not exist' }],
    });
    await expect(assets(bank()).evaluateTransaction('read', 'ghost')).rejects.toMatchObject({
      code: status.UNKNOWN,
      details: [{ message: 'chaincode response 500, asset ghost does not exist' }],
    });
  });

  it('loses a race with itself for one key as Fabric has it', async () => {
    await assets(bank()).submitTransaction('create', 'raced', '0');
    const race = await Promise.all(
      ['x', 'y', 'z'].map(async (text) => {
        const commit = await assets(bank()).submitAsync('append', { arguments: ['raced', text] });
        return commit.getStatus();
      }),
    );
    expect(race.filter(({ code }) => code === VALID)).toHaveLength(1);
    expect(race.filter(({ code }) => code === MVCC_READ_CONFLICT)).toHaveLength(2);
  });

  it('cannot commit what it alone has endorsed', async () => {
    const failed = assets(bank()).submit('create', {
      arguments: ['alone', 'x'],
      endorsingOrganizations: ['BankMSP'],
    });
    await expect(failed).rejects.toBeInstanceOf(CommitError);
    await expect(failed).rejects.toMatchObject({ code: ENDORSEMENT_POLICY_FAILURE });
  });

  it('disagrees with a peer that gets another result', async () => {
    await expect(assets(bank()).submitTransaction('whoEndorses', 'who')).rejects.toMatchObject({
      code: status.ABORTED,
      details: [{ mspId: 'BrokerMSP', message: 'ProposalResponsePayloads do not match' }],
    });
  });

  it('finds no peers for a chaincode or a channel that is not there', async () => {
    const ghost = bank().gateway.getNetwork(CHANNEL).getContract('ghost');
    await expect(ghost.submitTransaction('create')).rejects.toMatchObject({
      code: status.FAILED_PRECONDITION,
    });
    await expect(ghost.evaluateTransaction('create')).rejects.toMatchObject({
      code: status.FAILED_PRECONDITION,
    });
    const nowhere = bank().gateway.getNetwork('nowhere').getContract('assets');
    await expect(nowhere.submitTransaction('create')).rejects.toMatchObject({
      code: status.FAILED_PRECONDITION,
    });
  });

  it('gives a key to the broker, who then changes it without the bank', async () => {
    const policy = parsePolicy("OR('BrokerMSP.peer')").serializeBinary();
    await assets(bank()).submitTransaction('own', 'owned', Buffer.from(policy).toString('base64'));
    await assets(broker()).submit('append', {
      arguments: ['owned', '!'],
      endorsingOrganizations: ['BrokerMSP'],
    });
    const read = await assets(bank()).evaluateTransaction('read', 'owned');
    expect(Buffer.from(read).toString()).toBe('owned!');
  });
});

describe('private data', () => {
  it('is read by members and only hashed for others', async () => {
    await assets(broker()).submit('putSecret', {
      arguments: ['brokerOnly', 's1'],
      transientData: { secret: 'hidden' },
    });
    const secret = await assets(broker()).evaluateTransaction('readSecret', 'brokerOnly', 's1');
    expect(Buffer.from(secret).toString()).toBe('hidden');
    const hash = await assets(bank()).evaluate('secretHash', {
      arguments: ['brokerOnly', 's1'],
      endorsingOrganizations: ['BankMSP'],
    });
    expect(Buffer.from(hash).toString()).toMatch(/^[0-9a-f]{64}$/);
    await expect(
      assets(bank()).evaluate('readSecret', {
        arguments: ['brokerOnly', 's1'],
        endorsingOrganizations: ['BankMSP'],
      }),
    ).rejects.toMatchObject({ code: expect.any(Number) });
  });

  it('is kept from peers that may not hold it, even where the policy asks for them', async () => {
    const failed = assets(bank()).submit('putSecret', {
      arguments: ['brokerData', 's2'],
      transientData: { secret: 'hidden' },
    });
    await expect(failed).rejects.toMatchObject({
      code: status.FAILED_PRECONDITION,
      cause: {
        details:
          'requires endorsement from organisation(s) that are not in the distribution policy of the private data collection(s): [brokerData]; retry specifying trusted endorsing organizations to protect transient data',
      },
    });
  });
});

describe('chaincode events', () => {
  it('arrive in order, from a block on, and after a transaction', async () => {
    const channel = bank().gateway.getNetwork(CHANNEL);
    const first = await assets(bank()).submitAsync('create', { arguments: ['e1', 'x'] });
    const { blockNumber } = await first.getStatus();
    await assets(bank()).submitTransaction('create', 'e2', 'x');
    const events = await channel.getChaincodeEvents('assets', { startBlock: blockNumber });
    const [e1, e2] = await take(events, 2);
    events.close();
    expect([e1, e2].map((each) => Buffer.from(each?.payload ?? '').toString())).toEqual(['e1', 'e2']);
    const after = await channel.getChaincodeEvents('assets', {
      startBlock: blockNumber,
      checkpoint: {
        getBlockNumber: () => blockNumber,
        getTransactionId: () => first.getTransactionId(),
      },
    });
    const [next] = await take(after, 1);
    after.close();
    expect(Buffer.from(next?.payload ?? '').toString()).toBe('e2');
  });
});

describe('nodes that go down', () => {
  it('are missed by those who need them, and back when they are started again', async () => {
    const brokerPeer = at(network.members, 1).peerName;
    await fabric.stopNode(brokerPeer);
    await expect(assets(bank()).submitTransaction('create', 'd1', 'x')).rejects.toMatchObject({
      code: status.ABORTED,
      details: [{ mspId: 'BrokerMSP', message: expect.stringContaining('connect: connection refused') }],
    });
    await fabric.startNode(brokerPeer);
    await assets(bank()).submitTransaction('create', 'd1', 'x');

    await fabric.stopNode('orderer');
    const failed = assets(bank()).submitTransaction('create', 'd2', 'x');
    await expect(failed).rejects.toMatchObject({
      code: status.UNAVAILABLE,
      cause: { details: 'no orderers could successfully process transaction' },
    });
    await fabric.startNode('orderer');
    await assets(bank()).submitTransaction('create', 'd2', 'x');
  });

  it('lose nothing when the whole network stops and starts', async () => {
    await assets(bank()).submitTransaction('create', 'kept', 'x');
    const before = fabric.stats().nodes.map(({ channels }) => channels);
    await fabric.stop();
    fabric = await startEmbedded(network.config);
    expect(fabric.stats().nodes.map(({ channels }) => channels)).toEqual(before);
    expect(Buffer.from(await assets(bank()).evaluateTransaction('read', 'kept')).toString()).toBe('x');
    await assets(bank()).submitTransaction('append', 'kept', 'y');
  });
});

describe('strangers', () => {
  it('get no status and no events of a channel', async () => {
    const member = at(network.members, 0);
    const stranger = await (await import('../src/identity/testing/test-org.js')).makeTestOrg('StrangerMSP');
    const app = application(member, await stranger.identity('client'));
    try {
      await expect(assets(app).evaluateTransaction('read', 'a1')).rejects.toMatchObject({
        code: status.FAILED_PRECONDITION,
      });
      const events = await app.gateway.getNetwork(CHANNEL).getChaincodeEvents('assets');
      await expect(take(events, 1)).rejects.toMatchObject({
        code: status.PERMISSION_DENIED,
      } satisfies Partial<GatewayError>);
    } finally {
      app.close();
    }
  });
});

async function take(events: AsyncIterable<ChaincodeEvent>, count: number): Promise<ChaincodeEvent[]> {
  const taken: ChaincodeEvent[] = [];
  for await (const event of events) {
    taken.push(event);
    if (taken.length === count) {
      break;
    }
  }
  return taken;
}
