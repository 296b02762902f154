import { createHash, randomBytes } from 'node:crypto';
import { common } from '@hyperledger/fabric-protos';
import { beforeAll, describe, expect, it } from 'vitest';
import { pack, type TransactionParts, transactionParts } from '../../test/endorsed-envelope.js';
import { base64, endorsedBy, OldChannel, RECORD, refusalOf } from '../../test/old-channel.js';
import { LONGEST_PROOF_CHARACTERS, verifyEndorsedResult } from './endorsed-result.js';

let old: OldChannel;

beforeAll(async () => {
  old = await OldChannel.open();
});

describe('a result that both members endorsed', () => {
  it('is known by channel, chaincode, transaction, function, payload and endorsers', async () => {
    const parts = transactionParts(old.request);
    const envelope = pack(parts, await endorsedBy(parts, old.brokerPeer, old.bankPeer));
    expect(old.verify(envelope)).toEqual({
      channel: 'custody-bank-a-broker-x',
      chaincode: 'custody',
      transactionId: parts.channelHeader.getTxId(),
      functionName: 'HandOverAccount',
      responsePayload: RECORD,
      endorsers: ['BankAMSP', 'BrokerXMSP'],
    });
  });
});

describe('a proof is refused', () => {
  it('when the payload was changed, by whoever keeps the rest', async () => {
    const envelope = await old.forged((parts) => parts.result.getResponse()?.setPayload(Buffer.from('{}')));
    expect(old.refusal(envelope)).toMatch(/signature of BankAMSP is not a good one/);
  });

  it('when the chaincode was changed', async () => {
    const envelope = await old.forged((parts) => parts.result.getChaincodeId()?.setName('other'));
    expect(old.refusal(envelope)).toMatch(/signature of BankAMSP is not a good one/);
  });

  it('when the channel was changed, whether or not the hash follows it', async () => {
    const change = ({ channelHeader }: TransactionParts) =>
      channelHeader.setChannelId('custody-bank-a-broker-y');
    const kept = await old.changedAfter(change);
    expect(old.refusal(kept)).toMatch(/answers another proposal/);
    const followed = await old.forged(change);
    expect(old.refusal(followed)).toMatch(/signature of BankAMSP is not a good one/);
  });

  it('when the called function was changed', async () => {
    const envelope = await old.changedAfter(({ invocation }) =>
      invocation
        .getChaincodeSpec()
        ?.getInput()
        ?.setArgsList([Buffer.from('Echo')]),
    );
    expect(old.refusal(envelope)).toMatch(/answers another proposal/);
  });

  it('when the transaction ID was changed, even if both had signed it so', async () => {
    const other = createHash('sha256').update('other').digest('hex');
    const change = ({ channelHeader }: TransactionParts) => channelHeader.setTxId(other);
    for (const envelope of [await old.changedAfter(change), await old.signedAfter(change)]) {
      expect(old.refusal(envelope)).toMatch(/transaction ID of the proof is not the one/);
    }
  });

  it('when the action has another creator than the transaction', async () => {
    const parts = transactionParts(old.request);
    const actionHeader = new common.SignatureHeader();
    actionHeader.setCreator(old.request.creator);
    actionHeader.setNonce(randomBytes(24));
    const twofold = { ...parts, actionHeader };
    const envelope = pack(twofold, await endorsedBy(twofold, old.bankPeer, old.brokerPeer));
    expect(old.refusal(envelope)).toMatch(/name different creators/);
  });

  it('when the transaction has two actions', async () => {
    const envelope = common.Envelope.deserializeBinary(await old.envelopeBy());
    const payload = common.Payload.deserializeBinary(envelope.getPayload_asU8());
    const action = payload.getData_asU8();
    payload.setData(Buffer.concat([action, action]));
    envelope.setPayload(payload.serializeBinary());
    expect(old.refusal(envelope.serializeBinary())).toMatch(/does not have exactly one action/);
  });

  it('when it is of a transaction of another type', async () => {
    const envelope = await old.signedAfter(({ channelHeader }) =>
      channelHeader.setType(common.HeaderType.CONFIG_UPDATE),
    );
    expect(old.refusal(envelope)).toMatch(/not the envelope of a chaincode transaction/);
  });

  it('when the transaction did not succeed', async () => {
    const envelope = await old.envelopeBy(undefined, { status: 400 });
    expect(old.refusal(envelope)).toMatch(/did not succeed/);
  });

  it('when the payload is not text', async () => {
    const envelope = await old.envelopeBy(undefined, { responsePayload: Buffer.of(0xff, 0xfe) });
    expect(old.refusal(envelope)).toMatch(/response is not UTF-8/);
  });

  it('when it does not say when it was proposed', async () => {
    const envelope = await old.signedAfter(({ channelHeader }) => channelHeader.clearTimestamp());
    expect(old.refusal(envelope)).toMatch(/does not say when/);
  });
});

describe('the text of a proof is refused', () => {
  it('when it is longer than the limit', async () => {
    const long = await old.envelopeBy(undefined, { responsePayload: 'x'.repeat(LONGEST_PROOF_CHARACTERS) });
    expect(old.refusal(long)).toBe('The proof is longer than 200000 characters, which no hand-over takes.');
  });

  it('when it is not base64, or not in the one standard form of it', async () => {
    const good = base64(await old.envelopeBy());
    const other = ['', ' ', '####', '{"proof":1}', `${good}\n`, ` ${good}`, `${good}AA`, good.slice(0, -1)];
    for (const proof of other) {
      expect(
        refusalOf(() => verifyEndorsedResult({ proof, roots: old.roots })),
        proof.slice(-20),
      ).toMatch(/not base64 in its standard form/);
    }
  });

  it('when something follows the envelope, even a field that protobuf would skip or merge', async () => {
    const good = await old.envelopeBy();
    const unknownField = Buffer.of(0xfa, 0x01, 0x01, 0x00);
    const signatureAgain = Buffer.of(0x12, 0x01, 0x00);
    for (const rest of [Buffer.of(0), Buffer.of(0xff), unknownField, signatureAgain]) {
      const envelope = Buffer.concat([good, rest]);
      expect(old.refusal(envelope), rest.toString('hex')).toMatch(/^The proof's envelope /);
    }
  });
});
