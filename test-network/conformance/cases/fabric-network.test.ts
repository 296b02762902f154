import {
  DefaultEventHandlerStrategies,
  DefaultQueryHandlerStrategies,
  type Gateway,
  type Network,
  Wallets,
} from 'fabric-network';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rejectionOf } from '../src/assertions/failures.js';
import { contractOf } from '../src/clients/gateways.js';
import { committed } from '../src/clients/ledger.js';
import { legacyGateway } from '../src/clients/legacy.js';
import { evaluate, parse, type Step } from '../src/clients/steps.js';
import { BANK_BROKER_X, BANK_BROKER_Y, member } from '../src/network/consortium.js';
import { wording } from '../src/network/generation.js';
import { unique } from '../src/network/unique.js';

const text = (steps: readonly Step[]) => JSON.stringify(steps);

describe('fabric-network 2.2', () => {
  let gateway: Gateway;
  let network: Network;

  beforeAll(async () => {
    gateway = await legacyGateway('bank-a');
    network = await gateway.getNetwork(BANK_BROKER_X);
  });

  afterAll(() => gateway.disconnect());

  const steps = () => network.getContract('steps');

  it('evaluates', async () => {
    expect(parse(await steps().evaluateTransaction('run', text([['channelId']])))).toEqual([BANK_BROKER_X]);
  });

  it('submits with the endorsements that discovery finds, and waits for the commit', async () => {
    const key = unique('legacy');
    const transaction = steps().createTransaction('run');
    await transaction.submit(text([['putState', key, 'x']]));
    expect(await evaluate(contractOf('bank-a'), [['getState', key]])).toEqual(['x']);
    expect((await committed(transaction.getTransactionId())).endorsers).toEqual(['BankAMSP', 'BrokerXMSP']);
  });

  it('submits to a chaincode for which one endorsement is enough', async () => {
    const transaction = network.getContract('either').createTransaction('run');
    await transaction.submit(text([['putState', unique('legacy'), 'x']]));
    expect((await committed(transaction.getTransactionId())).endorsers.length).toBeGreaterThan(0);
  });

  it('answers what the chaincode returned', async () => {
    const transaction = steps().createTransaction('run');
    expect(parse(await transaction.submit(text([['txId']])))).toEqual([transaction.getTransactionId()]);
  });

  it('passes transient data', async () => {
    const transaction = steps()
      .createTransaction('run')
      .setTransient({ note: Buffer.from('n') });
    expect(parse(await transaction.evaluate(text([['transient']])))).toEqual([{ note: 'n' }]);
  });

  it('writes private data with the interest of its collection', async () => {
    const key = unique('legacy');
    const contract = (await legacyBroker()).getContract('steps');
    contract.addDiscoveryInterest({ name: 'steps', collectionNames: ['broker-books'] });
    const transaction = contract.createTransaction('run').setEndorsingOrganizations('BrokerXMSP');
    await transaction.submit(text([['putPrivateData', 'broker-books', key, 'x']]));
    expect((await committed(transaction.getTransactionId(), { from: 'broker-x' })).endorsers).toEqual([
      'BrokerXMSP',
    ]);
  });

  it('sends to organisations that the client names, and fails where they are too few', async () => {
    const transaction = steps().createTransaction('run').setEndorsingOrganizations('BankAMSP');
    const error = await rejectionOf(transaction.submit(text([['putState', unique('legacy'), 'x']])));
    expect(error).toMatchObject({
      name: 'TransactionError',
      transactionCode: 'ENDORSEMENT_POLICY_FAILURE',
      transactionId: transaction.getTransactionId(),
    });
  });

  it('sends to peers that the client names', async () => {
    const peers = network
      .getChannel()
      .getEndorsers()
      .filter(({ mspid }) => mspid === 'BankAMSP' || mspid === 'BrokerXMSP');
    const transaction = steps().createTransaction('run').setEndorsingPeers(peers);
    await transaction.submit(text([['putState', unique('legacy'), 'x']]));
    expect((await committed(transaction.getTransactionId())).endorsers).toEqual(['BankAMSP', 'BrokerXMSP']);
  });

  it('says MVCC_READ_CONFLICT of two that meet', async () => {
    const key = unique('legacy');
    const increment = () =>
      steps().submitTransaction(
        'run',
        text([
          ['getState', key],
          ['putState', key, 'x'],
          ['sleepFor', 200],
        ]),
      );
    const outcomes = await Promise.allSettled([increment(), increment()]);
    const rejected = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(rejected.map(({ reason }) => reason.transactionCode)).toEqual(['MVCC_READ_CONFLICT']);
  });

  it('gives the text of a chaincode that says no: evaluate', async () => {
    const error = await rejectionOf(steps().evaluateTransaction('run', text([['fail', 'no']])));
    expect(error.message).toBe('no');
  });

  it('gives the text of a chaincode that says no: submit', async () => {
    const error = await rejectionOf(steps().submitTransaction('run', text([['fail', 'no']])));
    const [heading, ...answers] = error.message.split('\n');
    expect(heading).toBe('No valid responses from any peers. Errors:');
    expect(answers.sort()).toEqual([
      `    peer=${peerName('bank-a')}, status=500, message=no`,
      `    peer=${peerName('broker-x')}, status=500, message=no`,
    ]);
  });

  it('does not compare endorsements: the peers find that they disagree', async () => {
    const error = await rejectionOf(steps().submitTransaction('run', text([['disagree']])));
    expect(error).toMatchObject({ name: 'TransactionError', transactionCode: 'ENDORSEMENT_POLICY_FAILURE' });
  });

  it('does not find a chaincode that is not there', async () => {
    const error = await rejectionOf(network.getContract('nosuch').submitTransaction('run', '[]'));
    expect(error.message).toMatch(/^DiscoveryService: nosuch error: /);
    expect(error.message).toMatch(wording().noDescriptor('nosuch'));
  });

  it('does not get a channel that the client is no member of', async () => {
    const broker = await legacyGateway('broker-x');
    const error = await rejectionOf(broker.getNetwork(BANK_BROKER_Y));
    broker.disconnect();
    expect(error.message).toBe(`DiscoveryService: ${BANK_BROKER_Y} error: access denied`);
  });

  it('works without discovery on what the profile says', async () => {
    const plain = await legacyGateway('bank-a', { discovery: { enabled: false, asLocalhost: false } });
    const contract = (await plain.getNetwork(BANK_BROKER_X)).getContract('steps');
    const transaction = contract.createTransaction('run');
    await transaction.submit(text([['putState', unique('legacy'), 'x']]));
    plain.disconnect();
    expect((await committed(transaction.getTransactionId())).endorsers).toEqual(['BankAMSP', 'BrokerXMSP']);
  });

  it.each([
    ['any peer of the organisation', DefaultEventHandlerStrategies.MSPID_SCOPE_ANYFORTX],
    ['all peers of the channel', DefaultEventHandlerStrategies.NETWORK_SCOPE_ALLFORTX],
    ['no peer', DefaultEventHandlerStrategies.NONE],
  ])('waits for the commit at %s', async (_case, strategy) => {
    const waiting = await legacyGateway('bank-a', { eventHandlerOptions: { strategy } });
    const contract = (await waiting.getNetwork(BANK_BROKER_X)).getContract('steps');
    expect(
      parse(await contract.submitTransaction('run', text([['putState', unique('legacy'), 'x']]))),
    ).toEqual([null]);
    waiting.disconnect();
  });

  it('queries in turn with another strategy', async () => {
    const turning = await legacyGateway('bank-a', {
      queryHandlerOptions: { strategy: DefaultQueryHandlerStrategies.MSPID_SCOPE_ROUND_ROBIN },
    });
    const contract = (await turning.getNetwork(BANK_BROKER_X)).getContract('steps');
    expect(parse(await contract.evaluateTransaction('run', text([['channelId']])))).toEqual([BANK_BROKER_X]);
    turning.disconnect();
  });

  it('queries the ledger through qscc', async () => {
    const answer = await network.getContract('qscc').evaluateTransaction('GetChainInfo', BANK_BROKER_X);
    expect(answer.length).toBeGreaterThan(32);
  });

  let broker: Gateway | undefined;
  const legacyBroker = async () => {
    broker ??= await legacyGateway('broker-x');
    return broker.getNetwork(BANK_BROKER_X);
  };
  afterAll(() => broker?.disconnect());
});

describe('wallets of fabric-network 2.2', () => {
  it('hold the users of the member', async () => {
    const wallet = await Wallets.newFileSystemWallet(member('bank-a').walletDir);
    expect(await wallet.list()).toEqual(expect.arrayContaining(['Admin', 'User1']));
    expect(await wallet.get('User1')).toMatchObject({ type: 'X.509', mspId: 'BankAMSP' });
  });
});

function peerName(id: 'bank-a' | 'broker-x'): string {
  return member(id).peer.name;
}
