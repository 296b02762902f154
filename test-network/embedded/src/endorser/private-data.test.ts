import type { peer } from '@hyperledger/fabric-protos';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fixturePackage } from '../chaincode/testing/chaincode-package.js';
import { parsePolicy } from '../policy/policy-dsl.js';
import { answerOf } from './testing/answers.js';
import { collection, collections } from './testing/collections.js';
import { TestNetwork } from './testing/test-network.js';

const A = 'BankAMSP';
const X = 'BrokerXMSP';
const R = 'RegulatorMSP';

let network: TestNetwork;

beforeAll(async () => {
  network = await TestNetwork.start([A, X, R]);
  await network.openChannel('ch');
  await network.deploy(await fixturePackage('calls_1'), {
    name: 'calls',
    policy: parsePolicy(`OR('${A}.peer','${X}.peer','${R}.peer')`),
    collections: collections(
      collection('brokers', [X, R], { memberOnlyRead: true, memberOnlyWrite: true }),
      collection('open', [X, R]),
      collection('strict', [X, A], { requiredPeerCount: 1, maxPeerCount: 2 }),
    ),
  });
}, 120_000);

afterAll(() => network.stop());

function call(...args: readonly string[]) {
  return { chaincode: 'calls', args, transient: { value: 'secret' } };
}

describe('private data', () => {
  it('reaches the members of its collection, and no one else has more than its hash', async () => {
    const { client } = network.peer(X);
    await network.submit([X], { ...call('privatePut', 'brokers', 'k'), client });
    const read = call('privateGet', 'brokers', 'k');
    expect((await answerOf(network.evaluate(X, { ...read, client }))).payload).toBe('secret');
    expect((await answerOf(network.evaluate(R, { ...read, client }))).payload).toBe('secret');
    const elsewhere = await answerOf(network.evaluate(A, { ...read, client }));
    expect(elsewhere.message).toMatch(
      /^GET_STATE failed: transaction ID: [0-9a-f]{64}: private data matching public hash version is not available/,
    );
    const hash = await answerOf(network.evaluate(A, call('privateHash', 'brokers', 'k')));
    expect(hash.payload).toBe('2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b');
  });

  it('may be written by the peer of a non-member, which does not keep it', async () => {
    await network.submit([A], call('privatePut', 'open', 'from-outside'));
    const read = call('privateGet', 'open', 'from-outside');
    expect((await answerOf(network.evaluate(X, read))).payload).toBe('secret');
    expect((await answerOf(network.evaluate(A, read))).status).toBe(500);
  });

  it('can be purged', async () => {
    await network.submit([A], call('privatePut', 'open', 'purged'));
    await network.submit([X], call('privatePurge', 'open', 'purged'));
    expect((await answerOf(network.evaluate(X, call('privateGet', 'open', 'purged')))).payload).toBe('');
  });

  it('of an organisation needs no definition', async () => {
    const own = `_implicit_org_${X}`;
    const { client } = network.peer(X);
    await network.submit([X], { ...call('privatePut', own, 'k'), client });
    expect((await answerOf(network.evaluate(X, { ...call('privateGet', own, 'k'), client }))).payload).toBe(
      'secret',
    );
  });

  it('is not endorsed when fewer peers than required can be told', async () => {
    expect(await answerOf(network.evaluate(X, call('privatePut', 'strict', 'k')))).toMatchObject({
      status: 200,
    });
    network.unreachable = [A];
    const { status, message } = await answerOf(network.evaluate(X, call('privatePut', 'strict', 'k')));
    network.unreachable = [];
    expect(status).toBe(500);
    expect(message).toMatch(
      /^error in simulation: failed to distribute private collection, txID [0-9a-f]{64}, channel ch: .*required to disseminate to at least 1 peers, but know of only 0 eligible peers$/,
    );
  });
});

describe('a collection for members only', () => {
  it.each([
    ['read', 'GET_STATE', 'privateGet'],
    ['write', 'PUT_STATE', 'privatePut'],
  ])("refuses a non-member's client to %s it", async (access, message, name) => {
    const { client } = network.peer(A);
    const answer = await answerOf(network.evaluate(X, { ...call(name, 'brokers', 'k'), client }));
    expect(answer).toMatchObject({ status: 500, endorsed: false });
    expect(answer.message).toMatch(new RegExp(`^${message} failed: transaction ID: [0-9a-f]{64}: `));
    expect(answer.message).toContain(
      `tx creator does not have ${access} access permission on privatedata in chaincodeName:calls collectionName: brokers`,
    );
  });
});

describe('the interest of a transaction', () => {
  it('names the collections whose policies it needs, and whether they were read', async () => {
    const { client } = network.peer(X);
    const written = await network.evaluate(X, { ...call('privatePut', 'brokers', 'i'), client });
    expect(callsOf(written)).toEqual([{ name: 'calls', collections: ['brokers'], noPrivateReads: true }]);
    const read = await network.evaluate(X, { ...call('privateGet', 'brokers', 'k'), client });
    expect(callsOf(read)).toEqual([
      { name: 'calls', collections: [], noPrivateReads: false },
      { name: 'calls', collections: ['brokers'], noPrivateReads: false },
    ]);
  });
});

function callsOf(response: peer.ProposalResponse) {
  return response
    .getInterest()
    ?.getChaincodesList()
    .map((each) => ({
      name: each.getName(),
      collections: each.getCollectionNamesList(),
      noPrivateReads: each.getNoPrivateReads(),
    }));
}
