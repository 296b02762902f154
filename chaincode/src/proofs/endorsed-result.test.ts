import { createHash, randomBytes } from 'node:crypto';
import { common, type peer } from '@hyperledger/fabric-protos';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  endorse,
  endorsedBytes,
  type Member,
  newMember,
  newMemberUnderPeerCertificate,
  newSigner,
  pack,
  type Signer,
  type TransactionParts,
  type TransactionRequest,
  transactionParts,
  withHighS,
} from '../../test/endorsed-envelope.js';
import { LONGEST_PROOF_CHARACTERS, verifyEndorsedResult } from './endorsed-result.js';
import { InvalidProof } from './invalid-proof.js';

const RECORD = '{"accountNumber":"600001","closed":"移交"}';
const YEAR_MS = 365 * 24 * 3_600_000;

let bank: Member;
let broker: Member;
let bankPeer: Signer;
let brokerPeer: Signer;
let client: Signer;
let request: TransactionRequest;

beforeAll(async () => {
  bank = await newMember('BankAMSP');
  broker = await newMember('BrokerXMSP');
  bankPeer = await newSigner(bank);
  brokerPeer = await newSigner(broker);
  client = await newSigner(bank, { commonName: 'operator', ou: 'client' });
  request = {
    channel: 'custody-bank-a-broker-x',
    chaincode: 'custody',
    functionName: 'HandOverAccount',
    responsePayload: RECORD,
    status: 200,
    proposedAt: new Date(),
    creator: client.identity,
  };
});

afterEach(() => vi.useRealTimers());

const rootOf = ({ mspId, authority }: Member) => ({
  mspId,
  rootCertificates: [authority.certificatePem],
});
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');

/** What the contract of the other channel makes of an envelope. */
const verify = (envelope: Uint8Array, roots = [rootOf(bank), rootOf(broker)]) =>
  verifyEndorsedResult({ proof: base64(envelope), roots });

/** The sentence with which it is refused; fails where it is taken, or ends in another error. */
function refusal(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof InvalidProof) return error.message;
    throw error;
  }
  throw new Error('The proof was taken.');
}

const endorsedBy = (parts: TransactionParts, ...signers: readonly Signer[]): Promise<peer.Endorsement[]> =>
  Promise.all(signers.map((signer) => endorse(endorsedBytes(parts), signer)));

async function envelopeBy(
  signers: readonly Signer[] = [bankPeer, brokerPeer],
  changes: Partial<TransactionRequest> = {},
): Promise<Uint8Array> {
  const parts = transactionParts({ ...request, ...changes });
  return pack(parts, await endorsedBy(parts, ...signers));
}

/** An envelope whose parts were changed before anybody signed. */
async function signedAfter(change: (parts: TransactionParts) => void): Promise<Uint8Array> {
  const parts = transactionParts(request);
  change(parts);
  return pack(parts, await endorsedBy(parts, bankPeer, brokerPeer));
}

/** An envelope whose parts were changed when both had signed; what they signed is left as it is. */
async function changedAfter(change: (parts: TransactionParts) => void): Promise<Uint8Array> {
  const parts = transactionParts(request);
  const signed = endorsedBytes(parts);
  const endorsements = await endorsedBy(parts, bankPeer, brokerPeer);
  change(parts);
  return pack(parts, endorsements, signed);
}

describe('a result that both members endorsed', () => {
  it('is known by channel, chaincode, transaction, function, payload and endorsers', async () => {
    const parts = transactionParts(request);
    const envelope = pack(parts, await endorsedBy(parts, brokerPeer, bankPeer));
    expect(verify(envelope)).toEqual({
      channel: 'custody-bank-a-broker-x',
      chaincode: 'custody',
      transactionId: parts.channelHeader.getTxId(),
      functionName: 'HandOverAccount',
      responsePayload: RECORD,
      endorsers: ['BankAMSP', 'BrokerXMSP'],
    });
  });

  it('stays one when a peer more of a member endorsed it, or somebody who is not asked for', async () => {
    const second = await newSigner(bank, { commonName: 'peer1' });
    const stranger = await newSigner(await newMember('RegulatorMSP'));
    const envelope = await envelopeBy([stranger, bankPeer, second, brokerPeer]);
    expect(verify(envelope).endorsers).toEqual(['BankAMSP', 'BrokerXMSP']);
  });

  it('may be under any of the root certificates of a member', async () => {
    const renewed = await newMember('BankAMSP');
    const roots = [
      {
        mspId: 'BankAMSP',
        rootCertificates: [renewed.authority.certificatePem, bank.authority.certificatePem],
      },
      rootOf(broker),
    ];
    expect(verify(await envelopeBy(), roots).responsePayload).toBe(RECORD);
  });

  it('is judged by its own time: a certificate that ran out since still counts', async () => {
    const envelope = await envelopeBy();
    vi.useFakeTimers({ now: Date.now() + 50 * YEAR_MS, toFake: ['Date'] });
    expect(verify(envelope).responsePayload).toBe(RECORD);
  });
});

describe('a proof is refused', () => {
  it('when one member alone endorsed', async () => {
    const envelope = await envelopeBy([bankPeer]);
    expect(refusal(() => verify(envelope))).toMatch(/^No peer of BrokerXMSP endorsed/);
  });

  it('when one member endorsed twice', async () => {
    const second = await newSigner(bank, { commonName: 'peer1' });
    const envelope = await envelopeBy([bankPeer, second]);
    expect(refusal(() => verify(envelope))).toMatch(/^No peer of BrokerXMSP endorsed/);
  });

  it('when nobody endorsed', async () => {
    const envelope = await envelopeBy([]);
    expect(refusal(() => verify(envelope))).toMatch(/^No peer of BankAMSP endorsed/);
  });

  it('when a member signed under the name of the other', async () => {
    const impostor = await newSigner({ ...bank, mspId: 'BrokerXMSP' });
    const envelope = await envelopeBy([bankPeer, impostor]);
    expect(refusal(() => verify(envelope))).toMatch(/BrokerXMSP has no certificate of that member's/);
  });

  it('when the endorser is of an authority that only bears the name of the right one', async () => {
    const impostor = await newSigner(await newMember('BrokerXMSP'));
    const envelope = await envelopeBy([bankPeer, impostor]);
    expect(refusal(() => verify(envelope))).toMatch(/BrokerXMSP has no certificate of that member's/);
  });

  it('when the certificate was issued under one that is no authority, though it is listed as one', async () => {
    const misused = await newMemberUnderPeerCertificate(broker);
    const envelope = await envelopeBy([bankPeer, await newSigner(misused)]);
    const roots = [rootOf(bank), rootOf(misused)];
    expect(refusal(() => verify(envelope, roots))).toMatch(/BrokerXMSP has no certificate of that member's/);
  });

  it.each(['client', 'admin', 'orderer', 'department', undefined])(
    'when the endorser is no peer but has the unit %s',
    async (ou) => {
      const other = await newSigner(broker, { ou });
      const envelope = await envelopeBy([bankPeer, other]);
      expect(refusal(() => verify(envelope))).toMatch(/BrokerXMSP is not one of its peers/);
    },
  );

  it('when the endorser only has a name that reads like the unit of peers', async () => {
    const other = await newSigner(broker, { ou: 'client', commonName: 'x\nOU=peer + OU=peer' });
    const envelope = await envelopeBy([bankPeer, other]);
    expect(refusal(() => verify(envelope))).toMatch(/BrokerXMSP is not one of its peers/);
  });

  it('when a peer that did not endorse stands beside one that did', async () => {
    const parts = transactionParts(request);
    const second = await newSigner(bank, { commonName: 'peer1' });
    const good = await endorsedBy(parts, bankPeer, brokerPeer);
    const other = await endorse(Buffer.from('another answer'), second);
    expect(refusal(() => verify(pack(parts, [...good, other])))).toMatch(/signature of BankAMSP/);
  });

  it('when a certificate had run out at the time of the proposal', async () => {
    const expired = await newSigner(broker, {
      notBefore: new Date(Date.now() - 2 * YEAR_MS),
      notAfter: new Date(Date.now() - YEAR_MS),
    });
    const envelope = await envelopeBy([bankPeer, expired]);
    expect(refusal(() => verify(envelope))).toMatch(/BrokerXMSP was not valid when/);
  });

  it('when a certificate is younger than the proposal', async () => {
    const envelope = await envelopeBy(undefined, { proposedAt: new Date(Date.now() - YEAR_MS) });
    expect(refusal(() => verify(envelope))).toMatch(/BankAMSP was not valid when/);
  });

  it('when the authority had run out, though the certificate had not', async () => {
    const longLived = { notAfter: new Date(Date.now() + 20 * YEAR_MS) };
    const signers = [await newSigner(bank, longLived), await newSigner(broker, longLived)];
    const proposedAt = new Date(Date.now() + 15 * YEAR_MS);
    const envelope = await envelopeBy(signers, { proposedAt });
    expect(refusal(() => verify(envelope))).toMatch(/BankAMSP was not valid when/);
  });

  it('when it does not say when it was proposed', async () => {
    const envelope = await signedAfter(({ channelHeader }) => channelHeader.clearTimestamp());
    expect(refusal(() => verify(envelope))).toMatch(/does not say when/);
  });

  it('when the signature has the higher of the two values of S', async () => {
    const envelope = await envelopeBy([bankPeer, withHighS(brokerPeer)]);
    expect(refusal(() => verify(envelope))).toMatch(/signature of BrokerXMSP is not a good one/);
  });

  it('when the payload was changed, by whoever keeps the rest', async () => {
    const envelope = await forged((parts) => parts.result.getResponse()?.setPayload(Buffer.from('{}')));
    expect(refusal(() => verify(envelope))).toMatch(/signature of BankAMSP is not a good one/);
  });

  it('when the chaincode was changed', async () => {
    const envelope = await forged((parts) => parts.result.getChaincodeId()?.setName('other'));
    expect(refusal(() => verify(envelope))).toMatch(/signature of BankAMSP is not a good one/);
  });

  it('when the channel was changed, whether or not the hash follows it', async () => {
    const change = ({ channelHeader }: TransactionParts) =>
      channelHeader.setChannelId('custody-bank-a-broker-y');
    const kept = await changedAfter(change);
    expect(refusal(() => verify(kept))).toMatch(/answers another proposal/);
    const followed = await forged(change);
    expect(refusal(() => verify(followed))).toMatch(/signature of BankAMSP is not a good one/);
  });

  it('when the called function was changed', async () => {
    const envelope = await changedAfter(({ invocation }) =>
      invocation
        .getChaincodeSpec()
        ?.getInput()
        ?.setArgsList([Buffer.from('Echo')]),
    );
    expect(refusal(() => verify(envelope))).toMatch(/answers another proposal/);
  });

  it('when the transaction ID was changed, even if both had signed it so', async () => {
    const other = createHash('sha256').update('other').digest('hex');
    const change = ({ channelHeader }: TransactionParts) => channelHeader.setTxId(other);
    for (const envelope of [await changedAfter(change), await signedAfter(change)]) {
      expect(refusal(() => verify(envelope))).toMatch(/transaction ID of the proof is not the one/);
    }
  });

  it('when the action has another creator than the transaction', async () => {
    const parts = transactionParts(request);
    const actionHeader = new common.SignatureHeader();
    actionHeader.setCreator(client.identity);
    actionHeader.setNonce(randomBytes(24));
    const twofold = { ...parts, actionHeader };
    const envelope = pack(twofold, await endorsedBy(twofold, bankPeer, brokerPeer));
    expect(refusal(() => verify(envelope))).toMatch(/name different creators/);
  });

  it('when it is of a transaction of another type', async () => {
    const envelope = await signedAfter(({ channelHeader }) =>
      channelHeader.setType(common.HeaderType.CONFIG_UPDATE),
    );
    expect(refusal(() => verify(envelope))).toMatch(/not the envelope of a chaincode transaction/);
  });

  it('when the transaction did not succeed', async () => {
    const envelope = await envelopeBy(undefined, { status: 400 });
    expect(refusal(() => verify(envelope))).toMatch(/did not succeed/);
  });

  it('when the payload is not text', async () => {
    const envelope = await envelopeBy(undefined, { responsePayload: Buffer.of(0xff, 0xfe) });
    expect(refusal(() => verify(envelope))).toMatch(/response is not UTF-8/);
  });
});

/** What a client can make alone: other parts, the hash that fits them, and the signatures that the peers gave before. */
async function forged(change: (parts: TransactionParts) => void): Promise<Uint8Array> {
  const parts = transactionParts(request);
  const endorsements = await endorsedBy(parts, bankPeer, brokerPeer);
  change(parts);
  return pack(parts, endorsements);
}

describe('the text of a proof is refused', () => {
  const read = (proof: string) => verifyEndorsedResult({ proof, roots: [rootOf(bank), rootOf(broker)] });

  it('when it is longer than the limit', async () => {
    const long = await envelopeBy(undefined, { responsePayload: 'x'.repeat(LONGEST_PROOF_CHARACTERS) });
    expect(refusal(() => verify(long))).toBe(
      'The proof is longer than 200000 characters, which no hand-over takes.',
    );
  });

  it('when it is not base64, or not in the one standard form of it', async () => {
    const good = base64(await envelopeBy());
    const other = ['', ' ', '####', '{"proof":1}', `${good}\n`, ` ${good}`, `${good}AA`, good.slice(0, -1)];
    for (const proof of other) {
      expect(
        refusal(() => read(proof)),
        proof.slice(-20),
      ).toMatch(/not base64 in its standard form/);
    }
  });

  it('when something follows the envelope, even a field that protobuf would skip or merge', async () => {
    const good = await envelopeBy();
    const unknownField = Buffer.of(0xfa, 0x01, 0x01, 0x00);
    const signatureAgain = Buffer.of(0x12, 0x01, 0x00);
    for (const rest of [Buffer.of(0), Buffer.of(0xff), unknownField, signatureAgain]) {
      const envelope = Buffer.concat([good, rest]);
      expect(
        refusal(() => verify(envelope)),
        rest.toString('hex'),
      ).toMatch(/^The proof's envelope /);
    }
  });
});

describe('the members that a proof is checked against', () => {
  it('are at least one, and none is listed twice', async () => {
    const envelope = await envelopeBy();
    for (const roots of [[], [rootOf(bank), rootOf(bank)]]) {
      expect(refusal(() => verify(envelope, roots))).toMatch(/one or more different members/);
    }
  });

  it('have certificates that can be read, or nothing is taken', async () => {
    const envelope = await envelopeBy();
    const pem = bank.authority.certificatePem;
    for (const root of ['', 'no certificate', pem.slice(1), pem.replace(/[A-Z]{3}/, '###'), pem + pem]) {
      const roots = [{ mspId: 'BankAMSP', rootCertificates: [root] }, rootOf(broker)];
      expect(refusal(() => verify(envelope, roots))).toMatch(/authority of BankAMSP is not one X\.509/);
    }
    const none = [{ mspId: 'BankAMSP', rootCertificates: [] }, rootOf(broker)];
    expect(refusal(() => verify(envelope, none))).toMatch(/BankAMSP has no certificate of that member's/);
  });
});
