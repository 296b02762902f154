import { common, ledger, peer } from '@hyperledger/fabric-protos';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fixturePackage } from '../chaincode/testing/chaincode-package.js';
import { makeTestOrg } from '../identity/testing/test-org.js';
import { parsePolicy } from '../policy/policy-dsl.js';
import { answerOf } from './testing/answers.js';
import { TestNetwork } from './testing/test-network.js';
import { makeProposal } from './testing/test-proposal.js';

const A = 'BankAMSP';
const X = 'BrokerXMSP';
const BOTH = [A, X];
const HEX = /^[0-9a-f]{64}$/;

let network: TestNetwork;
let packageId = '';

beforeAll(async () => {
  network = await TestNetwork.start(BOTH, 2000);
  await network.openChannel('ch');
  packageId = await network.deploy(await fixturePackage('calls_1'), {
    name: 'calls',
    policy: parsePolicy(`AND('${A}.peer','${X}.peer')`),
  });
}, 120_000);

afterAll(() => network.stop());

function call(...args: readonly string[]): { chaincode: string; args: readonly string[] } {
  return { chaincode: 'calls', args };
}

describe('an endorsed transaction', () => {
  it('shows its writes once it is committed, to every member, and not before', async () => {
    const first = await network.submit(BOTH, call('put', 'a', '1'));
    expect(Buffer.from(first.getResponse()?.getPayload_asU8() ?? []).toString()).toBe('');
    for (const mspId of BOTH) {
      expect((await answerOf(network.evaluate(mspId, call('get', 'a')))).payload).toBe('1');
    }
  });

  it('is endorsed over the same bytes by every member', async () => {
    const { signed } = network.propose(call('put', 'same', '1'));
    const [bank, broker] = await Promise.all(
      BOTH.map((mspId) => network.peer(mspId).endorser.processProposal(signed)),
    );
    expect(bank?.getPayload_asU8()).toEqual(broker?.getPayload_asU8());
    expect(bank?.getEndorsement()?.getEndorser_asU8()).not.toEqual(
      broker?.getEndorsement()?.getEndorser_asU8(),
    );
  });

  it('says what was endorsed: hash, results, response, event, version', async () => {
    const response = await network.evaluate(A, call('event', 'first', 'second'));
    const payload = peer.ProposalResponsePayload.deserializeBinary(response.getPayload_asU8());
    const action = peer.ChaincodeAction.deserializeBinary(payload.getExtension_asU8());
    expect(payload.getProposalHash_asU8()).toHaveLength(32);
    expect(action.getChaincodeId()?.toObject()).toMatchObject({ name: 'calls', version: '1.0' });
    expect(action.getResponse()?.getStatus()).toBe(200);
    const event = peer.ChaincodeEvent.deserializeBinary(action.getEvents_asU8());
    expect(event.getChaincodeId()).toBe('calls');
    expect(event.getTxId()).toMatch(HEX);
    expect(event.getEventName()).toBe('second');
    expect(response.getVersion()).toBe(1);
  });

  it('depends on the sequence of the definition that it ran under', async () => {
    const response = await network.evaluate(A, call('get', 'a'));
    const payload = peer.ProposalResponsePayload.deserializeBinary(response.getPayload_asU8());
    const action = peer.ChaincodeAction.deserializeBinary(payload.getExtension_asU8());
    const rwset = ledger.rwset.TxReadWriteSet.deserializeBinary(action.getResults_asU8());
    const reads = rwset.getNsRwsetList().map((namespace) => [
      namespace.getNamespace(),
      ledger.rwset.kvrwset.KVRWSet.deserializeBinary(namespace.getRwset_asU8())
        .getReadsList()
        .map((read) => read.getKey()),
    ]);
    expect(reads).toEqual([
      ['_lifecycle', ['namespaces/fields/calls/Sequence']],
      ['calls', ['a']],
    ]);
  });

  it('never has its transient data in the block', async () => {
    const invocation = { ...call('put', 'transient', '1'), transient: { value: 'not for the block' } };
    await network.submit(BOTH, invocation);
    const channel = network.ledger();
    const block = channel.block(channel.height - 1)?.serializeBinary() ?? new Uint8Array();
    expect(Buffer.from(block).includes('not for the block')).toBe(false);
    expect(Buffer.from(block).includes('transient')).toBe(true);
  });
});

describe('a chaincode that refuses', () => {
  it('is answered with its own status and text, without endorsement', async () => {
    expect(await answerOf(network.evaluate(A, call('refuse', 'not enough')))).toEqual({
      status: 500,
      message: 'not enough',
      payload: '',
      endorsed: false,
    });
  });

  it('fails with a time-out, a crash and an endless loop in the words of a peer', async () => {
    const failed = /^error in simulation: failed to execute transaction [0-9a-f]{64}: error sending: /;
    const slow = await answerOf(network.evaluate(A, call('slow', '5000')));
    expect(slow).toMatchObject({ status: 500, endorsed: false });
    expect(slow.message).toMatch(failed);
    expect(slow.message).toMatch(/timeout expired while executing transaction$/);
    const exit = await answerOf(network.evaluate(A, call('exit', '1')));
    expect(exit.message).toMatch(failed);
    expect(exit.message).toMatch(/chaincode stream terminated$/);
    expect(await answerOf(network.evaluate(A, call('get', 'a')))).toMatchObject({ status: 200 });
  });

  it('that was stopped fails with the reason that it cannot be launched', async () => {
    await network.peer(X).runtime.stop('calls_1');
    const { message } = await answerOf(network.evaluate(X, call('get', 'a')));
    expect(message).toMatch(/^error in simulation: failed to execute transaction [0-9a-f]{64}: /);
    expect(message).toContain(`could not launch chaincode ${packageId}: connection to ${packageId} failed: `);
    await network.peer(X).runtime.start('calls_1');
    expect(await answerOf(network.evaluate(X, call('get', 'a')))).toMatchObject({ status: 200 });
  });
});

describe('a proposal', () => {
  it('for a chaincode that is not defined, or a channel that is not joined, is answered with status 500', async () => {
    expect(await answerOf(network.evaluate(A, { chaincode: 'nothing', args: ['x'] }))).toMatchObject({
      status: 500,
      message:
        'make sure the chaincode nothing has been successfully defined on channel ch and try again: chaincode nothing not found',
    });
    expect(
      await answerOf(network.evaluate(A, { ...call('get', 'a'), channelId: 'elsewhere' })),
    ).toMatchObject({
      status: 500,
      message: "channel 'elsewhere' not found",
    });
  });

  it('from a stranger is refused without a reason', async () => {
    const stranger = await (await makeTestOrg('StrangerMSP')).identity('client');
    await expect(network.evaluate(A, { ...call('get', 'a'), client: stranger })).rejects.toThrow(
      'error validating proposal: access denied: channel [ch] creator org unknown, creator is malformed',
    );
  });

  it('with a certificate of another CA under a known name is refused', async () => {
    const impostor = await (await makeTestOrg(A)).identity('client');
    await expect(network.evaluate(A, { ...call('get', 'a'), client: impostor })).rejects.toThrow(
      /error validating proposal: access denied: channel \[ch\] creator org/,
    );
  });

  it('signed by somebody else than it says is refused', async () => {
    const { signed } = network.propose(call('get', 'a'));
    signed.setSignature(network.peer(X).client.sign(signed.getProposalBytes_asU8()));
    await expect(network.peer(A).endorser.processProposal(signed)).rejects.toThrow(
      `error validating proposal: access denied: channel [ch] creator org [${A}]`,
    );
  });

  it('of an expired identity is refused', async () => {
    const expired = await network
      .peer(A)
      .org.identity('client', { notAfter: new Date('2021-01-01T00:00:00Z') });
    await expect(network.evaluate(A, { ...call('get', 'a'), client: expired })).rejects.toThrow(
      'proposal client identity expired',
    );
  });

  it('that was committed already is refused', async () => {
    const proposal = network.propose(call('put', 'twice', '1'));
    const { endorser } = network.peer(A);
    await endorser.processProposal(proposal.signed);
    await network.submitProposal(BOTH, proposal);
    const creator = Buffer.from(network.peer(A).client.serialized).toString('hex');
    await expect(endorser.processProposal(proposal.signed)).rejects.toThrow(
      `duplicate transaction found [${proposal.txId}]. Creator [${creator}]`,
    );
  });

  it.each<[string, (header: common.ChannelHeader) => void, string]>([
    [
      'with a transaction id of its own making',
      (header) => header.setTxId('1234'),
      "error validating proposal: incorrectly computed txid '1234' -- expected '",
    ],
    ['of another epoch', (header) => header.setEpoch(1), 'error validating proposal: epoch is non-zero'],
    [
      'of another header type',
      (header) => header.setType(common.HeaderType.CONFIG_UPDATE),
      'error validating proposal: invalid header type CONFIG_UPDATE',
    ],
    [
      'that names no chaincode',
      (header) => header.setExtension$(new peer.ChaincodeHeaderExtension().serializeBinary()),
      'ChaincodeHeaderExtension.ChaincodeId is nil',
    ],
  ])('%s is refused', async (_what, tamper, expected) => {
    const client = network.peer(A).client;
    const { signed } = makeProposal({ client, channelId: 'ch', ...call('get', 'a'), tamper });
    await expect(network.peer(A).endorser.processProposal(signed)).rejects.toThrow(expected);
  });

  it('that is no proposal at all is refused', async () => {
    const signed = new peer.SignedProposal();
    signed.setProposalBytes(Buffer.from('nonsense'));
    await expect(network.peer(A).endorser.processProposal(signed)).rejects.toThrow(
      'failed parsing proposal: error unmarshalling Proposal: proto: cannot parse invalid wire-format data',
    );
  });
});

describe('what a peer can run', () => {
  it('is told as soon as the definition is committed, and runs then', () => {
    for (const mspId of BOTH) {
      const { endorser, runtime } = network.peer(mspId);
      expect(endorser.chaincodes('ch')).toEqual([{ name: 'calls', version: '1', packageId }]);
      expect(endorser.chaincodes('ch')).toBe(endorser.chaincodes('ch'));
      expect(runtime.readyHandler(packageId)).toBeDefined();
    }
  });
});
