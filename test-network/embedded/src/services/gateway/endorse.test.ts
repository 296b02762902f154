import { status } from '@grpc/grpc-js';
import { common, gateway, peer } from '@hyperledger/fabric-protos';
import { describe, expect, it } from 'vitest';
import { CHANNEL, failureOf, fakeContext, proposal } from '../testing/fake-context.js';
import { answered, endorsed, fakePeer } from '../testing/fake-peer.js';
import { endorse } from './endorse.js';

function request(
  options: { orgs?: string[]; transient?: string; chaincode?: string; channelId?: string } = {},
) {
  const message = new gateway.EndorseRequest();
  message.setChannelId(CHANNEL);
  message.setProposedTransaction(proposal(options));
  message.setEndorsingOrganizationsList(options.orgs ?? []);
  return message;
}

const both = (a: ReturnType<typeof fakePeer>, b: ReturnType<typeof fakePeer>) => ({
  layouts: [
    new Map([
      ['G0', 1],
      ['G1', 1],
    ]),
  ],
  endorsersByGroup: new Map([
    ['G0', [a]],
    ['G1', [b]],
  ]),
});

function endorsersOf(response: gateway.EndorseResponse): string[] {
  const payload = common.Payload.deserializeBinary(
    response.getPreparedTransaction()?.getPayload_asU8() ?? new Uint8Array(),
  );
  const [action] = peer.Transaction.deserializeBinary(payload.getData_asU8()).getActionsList();
  return (
    peer.ChaincodeActionPayload.deserializeBinary(action?.getPayload_asU8() ?? new Uint8Array())
      .getAction()
      ?.getEndorsementsList()
      .map((each) => Buffer.from(each.getEndorser_asU8()).toString()) ?? []
  );
}

describe('endorsing through a gateway', () => {
  it('asks its own peer first, then those that the policy wants besides', async () => {
    const a = fakePeer({ mspId: 'A' });
    const b = fakePeer({ mspId: 'B' });
    const context = fakeContext({ self: b, members: [a, b], descriptor: both(a, b) });
    expect(endorsersOf(await endorse(context, request()))).toEqual(['peer0.B', 'peer0.A']);
    expect([a.asked, b.asked]).toEqual([1, 1]);
  });

  it('asks just the organisations that the client names', async () => {
    const a = fakePeer({ mspId: 'A' });
    const b = fakePeer({ mspId: 'B' });
    const c = fakePeer({ mspId: 'C' });
    const context = fakeContext({ self: a, members: [a, b, c] });
    expect(endorsersOf(await endorse(context, request({ orgs: ['B', 'C'] })))).toEqual([
      'peer0.B',
      'peer0.C',
    ]);
    expect(a.asked).toBe(0);
  });

  it('says which organisation has no peer for the chaincode', async () => {
    const a = fakePeer({ mspId: 'A' });
    const context = fakeContext({ self: a, members: [a] });
    expect(await failureOf(endorse(context, request({ orgs: ['A', 'X', 'Y'] })))).toEqual({
      code: status.UNAVAILABLE,
      message: 'failed to find any endorsing peers for org(s): X, Y',
      details: [],
    });
  });

  it('passes on what the chaincode said when it refuses', async () => {
    const a = fakePeer({ mspId: 'A', answer: () => answered(500, 'no such asset', 'payload') });
    const context = fakeContext({ self: a, members: [a] });
    expect(await failureOf(endorse(context, request()))).toEqual({
      code: status.ABORTED,
      message: 'failed to endorse transaction, see attached details for more info',
      details: ['A peer0.A:7051: chaincode response 500, no such asset'],
    });
  });

  it('reports a peer that is down as unreachable, after trying the layouts without it', async () => {
    const a = fakePeer({ mspId: 'A' });
    const b = fakePeer({ mspId: 'B', running: false });
    const context = fakeContext({ self: a, members: [a, b], descriptor: both(a, b) });
    expect(await failureOf(endorse(context, request()))).toEqual({
      code: status.ABORTED,
      message: 'failed to collect enough transaction endorsements, see attached details for more info',
      details: [
        'B peer0.B:7051: rpc error: code = Unavailable desc = connection error: desc = "transport: Error while dialing: dial tcp 127.0.0.1:7051: connect: connection refused"',
      ],
    });
  });

  it('reports peers that disagree', async () => {
    const a = fakePeer({ mspId: 'A' });
    const b = fakePeer({ mspId: 'B', answer: () => endorsed('b', 'another result') });
    const context = fakeContext({ self: a, members: [a, b], descriptor: both(a, b) });
    expect(await failureOf(endorse(context, request()))).toMatchObject({
      code: status.ABORTED,
      details: ['B peer0.B:7051: ProposalResponsePayloads do not match'],
    });
  });

  it('says when no combination of peers can satisfy the policy', async () => {
    const a = fakePeer({ mspId: 'A' });
    const context = fakeContext({
      self: a,
      members: [a],
      descriptor: new Error('no peer combination can satisfy the endorsement policy'),
    });
    expect(await failureOf(endorse(context, request()))).toEqual({
      code: status.FAILED_PRECONDITION,
      message:
        'no combination of peers can be derived which satisfy the endorsement policy: no peer combination can satisfy the endorsement policy',
      details: [],
    });
  });

  it('keeps transient data from other organisations when its own has no peer for the chaincode', async () => {
    const a = fakePeer({ mspId: 'A', chaincodes: [] });
    const b = fakePeer({ mspId: 'B' });
    const context = fakeContext({ self: a, members: [a, b] });
    expect(await failureOf(endorse(context, request({ transient: 'secret' })))).toMatchObject({
      code: status.FAILED_PRECONDITION,
      message:
        "no endorsers found in the gateway's organization; retry specifying endorsing organization(s) to protect transient data",
    });
    expect(b.asked).toBe(0);
  });

  it('wants a signed proposal', async () => {
    const a = fakePeer({ mspId: 'A' });
    expect(
      await failureOf(endorse(fakeContext({ self: a, members: [a] }), new gateway.EndorseRequest())),
    ).toEqual({
      code: status.INVALID_ARGUMENT,
      message: 'the proposed transaction must contain a signed proposal',
      details: [],
    });
  });
});
