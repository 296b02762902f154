import { status } from '@grpc/grpc-js';
import { common, gateway } from '@hyperledger/fabric-protos';
import { describe, expect, it } from 'vitest';
import { CHANNEL, failureOf, fakeContext } from '../testing/fake-context.js';
import { fakePeer } from '../testing/fake-peer.js';
import { submit } from './submit.js';

const a = fakePeer({ mspId: 'A' });

function request(options: { channelId?: string; signature?: string } = {}) {
  const envelope = new common.Envelope();
  envelope.setSignature(Buffer.from(options.signature ?? 'signed'));
  const message = new gateway.SubmitRequest();
  message.setChannelId(options.channelId ?? CHANNEL);
  message.setPreparedTransaction(envelope);
  return message;
}

describe('submitting through a gateway', () => {
  it('is done when the orderer has taken the transaction', async () => {
    const response = await submit(fakeContext({ self: a, members: [a] }), request());
    expect(response).toBeInstanceOf(gateway.SubmitResponse);
  });

  it('passes on why the orderer refuses', async () => {
    const orderer = {
      broadcast: () => Promise.resolve({ status: common.Status.FORBIDDEN, info: 'not a writer' }),
    };
    expect(await failureOf(submit(fakeContext({ self: a, members: [a], orderer }), request()))).toEqual({
      code: status.ABORTED,
      message: 'received unsuccessful response from orderer: status=FORBIDDEN, info=not a writer',
      details: [],
    });
  });

  it('is unavailable while the orderer is down', async () => {
    const orderer = { running: false };
    expect(await failureOf(submit(fakeContext({ self: a, members: [a], orderer }), request()))).toEqual({
      code: status.UNAVAILABLE,
      message: 'no orderers could successfully process transaction',
      details: [
        'OrdererMSP orderer0:7050: rpc error: code = Unavailable desc = connection error: desc = "transport: Error while dialing: dial tcp 127.0.0.1:7050: connect: connection refused"',
      ],
    });
  });

  it.each([
    ['without a transaction', new gateway.SubmitRequest(), 'a prepared transaction is required'],
    ['without a signature', request({ signature: '' }), 'prepared transaction must be signed'],
  ])('%s is refused', async (_name, message, text) => {
    expect(await failureOf(submit(fakeContext({ self: a, members: [a] }), message))).toEqual({
      code: status.INVALID_ARGUMENT,
      message: text,
      details: [],
    });
  });
});
