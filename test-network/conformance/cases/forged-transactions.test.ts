import { common, peer } from '@hyperledger/fabric-protos';
import { describe, expect, it } from 'vitest';
import { contractOf } from '../src/clients/gateways.js';
import { evaluate } from '../src/clients/steps.js';
import { member } from '../src/network/consortium.js';
import { userCredentials } from '../src/network/credentials.js';
import { unique } from '../src/network/unique.js';
import { codesOf } from '../src/raw/commit.js';
import {
  chaincodeId,
  type Forgery,
  forgedTransaction,
  peerCredentials,
  writeSet,
} from '../src/raw/forgery.js';
import { signHighS } from '../src/raw/signing.js';
import { endorseBy, rawProposal } from '../src/raw/submit.js';
import { newEnvelope, transactionOf } from '../src/raw/transaction.js';

const proposal = (options: Partial<Parameters<typeof rawProposal>[0]> = {}) =>
  rawProposal({ args: ['run', '[]'], ...options });

const both = () => [peerCredentials('bank-a'), peerCredentials('broker-x')];

/** The code of a transaction whose endorsements are made with the keys of both peers. */
async function codeOfForgery(forgery: Partial<Forgery>): Promise<string> {
  const [code] = await codesOf(forgedTransaction({ proposal: proposal(), endorsers: both(), ...forgery }));
  return code ?? '';
}

/** Takes an honestly endorsed transaction apart, lets the case change its payload, and signs it again. */
async function codeWithPayload(change: (payload: common.Payload) => void): Promise<string> {
  const made = proposal();
  const responses = await endorseBy(['bank-a', 'broker-x'], made);
  const payload = common.Payload.deserializeBinary(transactionOf(made, responses).getPayload_asU8());
  change(payload);
  const [code] = await codesOf(newEnvelope(payload.serializeBinary(), made.credentials));
  return code ?? '';
}

function changeChannelHeader(payload: common.Payload, change: (header: common.ChannelHeader) => void): void {
  const header = payload.getHeader() ?? new common.Header();
  const channelHeader = common.ChannelHeader.deserializeBinary(header.getChannelHeader_asU8());
  change(channelHeader);
  header.setChannelHeader(channelHeader.serializeBinary());
}

function changeTransaction(payload: common.Payload, change: (transaction: peer.Transaction) => void): void {
  const transaction = peer.Transaction.deserializeBinary(payload.getData_asU8());
  change(transaction);
  payload.setData(transaction.serializeBinary());
}

describe('a made-up result', () => {
  it('is VALID with the signatures of all whom the policy names: the keys are what counts', async () => {
    const key = unique('forged');
    expect(await codeOfForgery({ results: writeSet({ steps: { [key]: 'never ran' } }) })).toBe('VALID');
    expect(await evaluate(contractOf('bank-a'), [['getState', key]])).toEqual(['never ran']);
  });

  it.each([
    ['nobody', () => []],
    ['one side', () => [peerCredentials('broker-x')]],
    ['one side twice', () => [peerCredentials('broker-x'), peerCredentials('broker-x')]],
    [
      'clients in place of peers',
      () => [userCredentials(member('bank-a'), 'User1'), userCredentials(member('broker-x'), 'User1')],
    ],
    ['an observer in place of one side', () => [peerCredentials('bank-a'), peerCredentials('regulator')]],
    [
      'the peer of a stranger in place of one side',
      () => [peerCredentials('bank-a'), peerCredentials('broker-y')],
    ],
  ])('signed by %s is ENDORSEMENT_POLICY_FAILURE', async (_who, endorsers) => {
    expect(await codeOfForgery({ endorsers: endorsers() })).toBe('ENDORSEMENT_POLICY_FAILURE');
  });

  it('signed by more than the policy names is VALID', async () => {
    const endorsers = [peerCredentials('regulator'), ...both(), peerCredentials('broker-y')];
    expect(await codeOfForgery({ endorsers })).toBe('VALID');
  });

  it('signed with the high S of ECDSA is ENDORSEMENT_POLICY_FAILURE', async () => {
    expect(await codeOfForgery({ signEndorsement: signHighS })).toBe('ENDORSEMENT_POLICY_FAILURE');
  });

  it('changed after it was endorsed is ENDORSEMENT_POLICY_FAILURE', async () => {
    const made = proposal();
    const responses = await endorseBy(['bank-a', 'broker-x'], made);
    const forged = forgedTransaction({ proposal: made, endorsers: [] });
    const changed = transactionOf(made, responses, { responsePayload: responsePayloadOf(forged) });
    expect(await codesOf(changed)).toEqual(['ENDORSEMENT_POLICY_FAILURE']);
  });
});

describe('what the result says of the chaincode', () => {
  it.each([
    ['no chaincode', undefined, 'INVALID_OTHER_REASON'],
    ['another chaincode than was asked', chaincodeId('either', '1.0'), 'INVALID_CHAINCODE'],
    ['no version', chaincodeId('steps', ''), 'INVALID_CHAINCODE'],
    ['a version that was never agreed', chaincodeId('steps', '99'), 'VALID'],
  ])('%s is %s', async (_case, id, code) => {
    expect(await codeOfForgery({ chaincodeId: id })).toBe(code);
  });

  it('a chaincode that is not defined is INVALID_CHAINCODE', async () => {
    const asked = proposal({ chaincode: 'nosuch' });
    expect(await codeOfForgery({ proposal: asked, chaincodeId: chaincodeId('nosuch', '1.0') })).toBe(
      'INVALID_CHAINCODE',
    );
  });

  it('an event in the name of another chaincode is INVALID_OTHER_REASON', async () => {
    const event = new peer.ChaincodeEvent();
    event.setChaincodeId('either');
    event.setEventName('forged');
    expect(await codeOfForgery({ event })).toBe('INVALID_OTHER_REASON');
  });
});

describe('the read-write set', () => {
  it('that cannot be parsed is BAD_RWSET', async () => {
    expect(await codeOfForgery({ results: Buffer.from([0xff, 0xff, 0xff]) })).toBe('BAD_RWSET');
  });

  it('with one namespace twice is ILLEGAL_WRITESET', async () => {
    const results = writeSet({ steps: { a: '1' } }, { steps: { b: '2' } });
    expect(await codeOfForgery({ results })).toBe('ILLEGAL_WRITESET');
  });

  it('that writes to a chaincode that is not defined is INVALID_CHAINCODE', async () => {
    expect(await codeOfForgery({ results: writeSet({ nosuch: { a: '1' } }) })).toBe('INVALID_CHAINCODE');
  });

  it('that writes to a stricter chaincode needs that one’s endorsements', async () => {
    const write = (namespace: string) =>
      codeOfForgery({
        proposal: proposal({ chaincode: 'either' }),
        chaincodeId: chaincodeId('either', '1'),
        endorsers: [peerCredentials('bank-a')],
        results: writeSet({ [namespace]: { [unique('k')]: '1' } }),
      });
    expect(await write('either')).toBe('VALID');
    expect(await write('steps')).toBe('ENDORSEMENT_POLICY_FAILURE');
  });

  it('that is empty is VALID', async () => {
    expect(await codeOfForgery({ results: new Uint8Array() })).toBe('VALID');
  });
});

describe('the envelope', () => {
  it('of which the proposal is not the one that was endorsed is INVALID_ENDORSER_TRANSACTION', async () => {
    expect(await codeOfForgery({ proposalHash: Buffer.alloc(32, 1) })).toBe('INVALID_ENDORSER_TRANSACTION');
  });

  it.each([
    ['without an action', 0],
    ['with two actions', 2],
  ])('%s is INVALID_ENDORSER_TRANSACTION', async (_case, count) => {
    const code = await codeWithPayload((payload) =>
      changeTransaction(payload, (transaction) => {
        const [action] = transaction.getActionsList();
        transaction.setActionsList(Array.from({ length: count }, () => action as peer.TransactionAction));
      }),
    );
    expect(code).toBe('INVALID_ENDORSER_TRANSACTION');
  });

  it('whose transaction cannot be parsed is INVALID_ENDORSER_TRANSACTION', async () => {
    expect(await codeWithPayload((payload) => payload.setData(Buffer.from([0xff, 0xff])))).toBe(
      'INVALID_ENDORSER_TRANSACTION',
    );
  });

  it('with an epoch is BAD_COMMON_HEADER', async () => {
    const code = await codeWithPayload((payload) =>
      changeChannelHeader(payload, (header) => header.setEpoch(1)),
    );
    expect(code).toBe('BAD_COMMON_HEADER');
  });

  it('of a type that no ledger knows is BAD_COMMON_HEADER', async () => {
    const code = await codeWithPayload((payload) =>
      changeChannelHeader(payload, (header) => header.setType(common.HeaderType.MESSAGE)),
    );
    expect(code).toBe('BAD_COMMON_HEADER');
  });

  it('whose transaction ID is not that of its nonce and creator is BAD_PROPOSAL_TXID', async () => {
    const code = await codeWithPayload((payload) =>
      changeChannelHeader(payload, (header) => header.setTxId('ab'.repeat(32))),
    );
    expect(code).toBe('BAD_PROPOSAL_TXID');
  });

  it('sent twice is VALID once and DUPLICATE_TXID after', async () => {
    const made = proposal({ args: ['run', JSON.stringify([['putState', unique('twice'), 'x']])] });
    const envelope = transactionOf(made, await endorseBy(['bank-a', 'broker-x'], made));
    expect(await codesOf(envelope, envelope)).toEqual(['VALID', 'DUPLICATE_TXID']);
    expect(await codesOf(envelope)).toEqual(['DUPLICATE_TXID']);
  });
});

function responsePayloadOf(envelope: common.Envelope): Uint8Array {
  const payload = common.Payload.deserializeBinary(envelope.getPayload_asU8());
  const [action] = peer.Transaction.deserializeBinary(payload.getData_asU8()).getActionsList();
  const actionPayload = peer.ChaincodeActionPayload.deserializeBinary(
    action?.getPayload_asU8() ?? new Uint8Array(),
  );
  return actionPayload.getAction()?.getProposalResponsePayload_asU8() ?? new Uint8Array();
}
