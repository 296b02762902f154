import { status } from '@grpc/grpc-js';
import { gateway } from '@hyperledger/fabric-protos';
import { describe, expect, it } from 'vitest';
import { ProposalError } from '../../endorser/proposal-error.js';
import { failureOf, fakeContext, proposal } from '../testing/fake-context.js';
import { answered, fakePeer } from '../testing/fake-peer.js';
import { evaluate } from './evaluate.js';

function request(options: Parameters<typeof proposal>[0] & { orgs?: string[] } = {}) {
  const message = new gateway.EvaluateRequest();
  message.setProposedTransaction(proposal(options));
  message.setTargetOrganizationsList(options.orgs ?? []);
  return message;
}

describe('evaluating through a gateway', () => {
  it('asks one peer, its own if it can', async () => {
    const a = fakePeer({ mspId: 'A' });
    const b = fakePeer({ mspId: 'B', answer: () => answered(200, 'here') });
    const response = await evaluate(fakeContext({ self: b, members: [a, b] }), request());
    expect(response.getResult()?.getMessage()).toBe('here');
    expect([a.asked, b.asked]).toEqual([0, 1]);
  });

  it('goes to another peer when one is down or its chaincode broke off', async () => {
    const a = fakePeer({ mspId: 'A', answer: () => answered(500, 'error in simulation: broken') });
    const b = fakePeer({ mspId: 'B', running: false });
    const c = fakePeer({ mspId: 'C', answer: () => answered(200, 'here') });
    const response = await evaluate(fakeContext({ self: a, members: [a, b, c] }), request());
    expect(response.getResult()?.getMessage()).toBe('here');
  });

  it('does not ask again when the chaincode itself refuses', async () => {
    const a = fakePeer({ mspId: 'A', answer: () => answered(500, 'no such asset', 'payload') });
    const b = fakePeer({ mspId: 'B' });
    expect(await failureOf(evaluate(fakeContext({ self: a, members: [a, b] }), request()))).toEqual({
      code: status.UNKNOWN,
      message: 'evaluate call to endorser returned error: chaincode response 500, no such asset',
      details: ['A peer0.A:7051: chaincode response 500, no such asset'],
    });
    expect(b.asked).toBe(0);
  });

  it('tells all that failed when nobody can answer', async () => {
    const a = fakePeer({ mspId: 'A', answer: () => answered(500, 'broken') });
    expect(await failureOf(evaluate(fakeContext({ self: a, members: [a] }), request()))).toEqual({
      code: status.ABORTED,
      message: 'failed to evaluate transaction, see attached details for more info',
      details: ['A peer0.A:7051: broken'],
    });
  });

  it('tells a client that its proposal is refused, without asking others', async () => {
    const a = fakePeer({
      mspId: 'A',
      answer: () => {
        throw new ProposalError('error validating proposal: access denied');
      },
    });
    expect(await failureOf(evaluate(fakeContext({ self: a, members: [a] }), request()))).toMatchObject({
      code: status.FAILED_PRECONDITION,
      message: 'evaluate call to endorser returned error: error validating proposal: access denied',
    });
  });

  it.each([
    [
      'a chaincode that no peer has',
      { chaincode: 'ghost' },
      status.FAILED_PRECONDITION,
      'no peers available to evaluate chaincode ghost in channel mychannel',
    ],
    [
      'an organisation without a peer for it',
      { orgs: ['X'] },
      status.FAILED_PRECONDITION,
      'no peers available to evaluate chaincode basic in channel mychannel',
    ],
    [
      'a channel that does not exist',
      { channelId: 'ghost' },
      status.UNAVAILABLE,
      'failed to get config for channel [ghost]: could not get last config for channel ghost',
    ],
    [
      'no channel',
      { channelId: '' },
      status.INVALID_ARGUMENT,
      'failed to unpack transaction proposal: no channel id provided',
    ],
    [
      'no chaincode',
      { chaincode: '' },
      status.INVALID_ARGUMENT,
      'failed to unpack transaction proposal: no chaincode name is provided, channel id [mychannel]',
    ],
  ])('refuses %s', async (_name, options, code, message) => {
    const a = fakePeer({ mspId: 'A' });
    const context = fakeContext({ self: a, members: [a] });
    expect(await failureOf(evaluate(context, request(options)))).toEqual({ code, message, details: [] });
  });
});
