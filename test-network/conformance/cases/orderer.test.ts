import { common } from '@hyperledger/fabric-protos';
import { describe, expect, it } from 'vitest';
import { ordererEndpoint } from '../src/clients/connections.js';
import { blockByNumber } from '../src/clients/ledger.js';
import { BANK_BROKER_X, member } from '../src/network/consortium.js';
import { type Credentials, userCredentials } from '../src/network/credentials.js';
import { wording } from '../src/network/generation.js';
import { forgedFor, issuedBy } from '../src/network/issue.js';
import { unique } from '../src/network/unique.js';
import { broadcast } from '../src/raw/calls.js';
import { codesOf } from '../src/raw/commit.js';
import { forgedTransaction } from '../src/raw/forgery.js';
import type { ProposalOptions } from '../src/raw/proposal.js';
import { deliverBlocks } from '../src/raw/seek.js';
import { signHighS } from '../src/raw/signing.js';
import { endorseBy, rawProposal } from '../src/raw/submit.js';
import { type TransactionParts, transactionOf } from '../src/raw/transaction.js';

const HOUR_MS = 3_600_000;

/** An endorsed transaction, and what the orderer answers when it is signed as the case says. */
async function answerTo(replaced: Partial<TransactionParts> = {}, credentials?: Credentials) {
  const proposal = rawProposal({
    args: ['run', JSON.stringify([['putState', unique('orderer'), 'x']])],
    ...(credentials ? { credentials } : {}),
  });
  return broadcast(transactionOf(proposal, await endorseBy(['bank-a', 'broker-x'], proposal), replaced));
}

describe('the orderer takes', () => {
  it('a transaction of a member’s client', async () => {
    expect(await answerTo()).toEqual({ status: common.Status.SUCCESS, info: '' });
  });

  it('a transaction that one side alone has endorsed, and the peers refuse it', async () => {
    const proposal = rawProposal({ args: ['run', JSON.stringify([['putState', unique('one-side'), 'x']])] });
    const envelope = transactionOf(proposal, await endorseBy(['broker-x'], proposal));
    expect(await codesOf(envelope)).toEqual(['ENDORSEMENT_POLICY_FAILURE']);
  });

  it('a transaction endorsed for one client and sent by nobody else', async () => {
    expect(await answerTo({}, userCredentials(member('broker-x'), 'User1'))).toMatchObject({ status: 200 });
  });
});

describe('the orderer refuses', () => {
  const FORBIDDEN = {
    status: common.Status.FORBIDDEN,
    info: "implicit policy evaluation failed - 0 sub-policies were satisfied, but this policy requires 1 of the 'Writers' sub-policies to be satisfied: permission denied",
  };

  it('the observer, who may not write', async () => {
    expect(await answerTo({}, userCredentials(member('regulator'), 'User1'))).toEqual(FORBIDDEN);
  });

  it('the signature of another key', async () => {
    expect(await answerTo({ signWith: userCredentials(member('broker-x'), 'User1') })).toEqual(FORBIDDEN);
  });

  it('a signature with the high S of ECDSA', async () => {
    expect(await answerTo({ sign: signHighS })).toEqual(FORBIDDEN);
  });

  it('an envelope without a signature', async () => {
    expect(await answerTo({ sign: () => Buffer.alloc(0) })).toEqual(FORBIDDEN);
  });

  it('a member of another channel', async () => {
    expect(await broadcast(signedBy(userCredentials(member('broker-y'), 'User1')))).toEqual(FORBIDDEN);
  });

  it('an authority that only has the name of the member’s', async () => {
    expect(
      await broadcast(signedBy(await forgedFor('bank-a', { commonName: 'User1', ou: 'client' }))),
    ).toEqual(FORBIDDEN);
  });

  it('a certificate that has expired', async () => {
    const expired = await issuedBy('bank-a', {
      commonName: 'expired',
      ou: 'client',
      notBefore: new Date(Date.now() - 2 * HOUR_MS),
      notAfter: new Date(Date.now() - HOUR_MS),
    });
    expect(await broadcast(signedBy(expired))).toEqual({
      status: common.Status.BAD_REQUEST,
      info: 'broadcast client identity expired',
    });
  });

  it('a channel that it does not serve', async () => {
    expect(
      await broadcast(signedBy(userCredentials(member('bank-a'), 'User1'), { channel: 'nochannel' })),
    ).toEqual({ status: common.Status.BAD_REQUEST, info: wording().unservedChannel });
  });

  it('an envelope without a payload', async () => {
    expect(await broadcast(new common.Envelope())).toEqual({
      status: common.Status.BAD_REQUEST,
      info: 'could not determine channel ID: header not set',
    });
  });

  it('an envelope that is no transaction', async () => {
    const envelope = new common.Envelope();
    envelope.setPayload(Buffer.from([0xff, 0xff]));
    const answer = await broadcast(envelope);
    expect(answer.status).toBe(common.Status.BAD_REQUEST);
    expect(answer.info).toMatch(/^could not determine channel ID: error unmarshalling Payload: proto:/);
  });

  it('a finished configuration, which only it makes', async () => {
    const user = userCredentials(member('bank-a'), 'User1');
    expect(await broadcast(signedBy(user, { headerType: common.HeaderType.CONFIG }))).toEqual({
      status: common.Status.BAD_REQUEST,
      info: 'message is of type that cannot be processed directly',
    });
  });

  it('an envelope larger than the channel allows', async () => {
    const user = userCredentials(member('bank-a'), 'User1');
    const args = ['echo', 'x'.repeat(11 * 1024 * 1024)];
    const envelope = signedBy(user, { args });
    const bytes = envelope.getPayload_asU8().length + envelope.getSignature_asU8().length;
    expect(await broadcast(envelope)).toEqual({
      status: common.Status.BAD_REQUEST,
      info: `message payload is ${bytes} bytes and exceeds maximum allowed 10485760 bytes`,
    });
  });
});

/** An envelope that looks like a transaction of a client, and that no peer has endorsed. */
function signedBy(credentials: Credentials, options: Partial<ProposalOptions> = {}): common.Envelope {
  return forgedTransaction({
    proposal: rawProposal({ args: ['run', '[]'], credentials, ...options }),
    endorsers: [],
  });
}

describe('blocks from the orderer', () => {
  const seek = (
    from: number,
    to: number,
    credentials = userCredentials(member('bank-a'), 'User1'),
    channel = BANK_BROKER_X,
  ) =>
    deliverBlocks({
      endpoint: ordererEndpoint(),
      method: '/orderer.AtomicBroadcast/Deliver',
      channel,
      from,
      to,
      credentials,
    });

  it('are those of the peers, without the peers’ codes', async () => {
    const { blocks, status } = await seek(0, 2);
    expect(status).toBe(common.Status.SUCCESS);
    expect(blocks.map((block) => block.getHeader()?.getNumber())).toEqual([0, 1, 2]);
    const fromPeer = await blockByNumber(2);
    expect(blocks[2]?.getHeader()?.toObject()).toEqual(fromPeer.getHeader()?.toObject());
    expect(blocks[2]?.getData()?.toObject()).toEqual(fromPeer.getData()?.toObject());
  });

  it('go to nobody who is no member', async () => {
    expect(await seek(0, 0, userCredentials(member('broker-y'), 'User1'))).toEqual({
      blocks: [],
      status: common.Status.FORBIDDEN,
    });
  });

  it('of a channel that it does not serve are not found', async () => {
    const user = userCredentials(member('bank-a'), 'User1');
    expect(await seek(0, 0, user, 'nochannel')).toEqual({ blocks: [], status: common.Status.NOT_FOUND });
  });

  it('from the end before the start are a bad request', async () => {
    expect(await seek(2, 1)).toEqual({ blocks: [], status: common.Status.BAD_REQUEST });
  });
});
