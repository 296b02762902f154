import { common, peer } from '@hyperledger/fabric-protos';
import { describe, expect, it } from 'vitest';
import { BANK_BROKER_X, member, network } from '../src/network/consortium.js';
import { type Credentials, userCredentials } from '../src/network/credentials.js';
import { forgedFor, issuedBy } from '../src/network/issue.js';
import { processProposal } from '../src/raw/calls.js';
import { type ProposalOptions, signProposal } from '../src/raw/proposal.js';
import { serializedIdentity, signHighS, signLowS } from '../src/raw/signing.js';
import { rawProposal } from '../src/raw/submit.js';

const HOUR_MS = 3_600_000;
/** No MSP of the channel can read the creator as one of its own. */
const UNKNOWN_CREATOR = `gRPC 2: error validating proposal: access denied: channel [${BANK_BROKER_X}] creator org unknown, creator is malformed`;
const DENIED = `gRPC 2: error validating proposal: access denied: channel [${BANK_BROKER_X}] creator org [BankAMSP]`;

const args = ['run', '[["txId"]]'];

/** What the bank's peer answers to a proposal: its response, or the text of the gRPC error. */
async function answerTo(options: Partial<ProposalOptions>, sign = signLowS): Promise<string> {
  return answerToSigned(signProposal(rawProposal({ args, ...options }), sign));
}

async function answerToSigned(signed: peer.SignedProposal): Promise<string> {
  try {
    const response = (await processProposal('bank-a', signed)).getResponse();
    return `${response?.getStatus()} ${response?.getMessage()}`;
  } catch (error) {
    const { code, details } = error as { readonly code: number; readonly details: string };
    return `gRPC ${code}: ${details}`;
  }
}

const from = async (credentials: Credentials | Promise<Credentials>) =>
  answerTo({ credentials: await credentials });

describe('a proposal is endorsed for', () => {
  it.each([
    ['a client', () => userCredentials(member('bank-a'), 'User1')],
    ['an administrator', () => userCredentials(member('bank-a'), 'Admin')],
    ['a client of another member', () => userCredentials(member('broker-x'), 'User1')],
    ['a client of the observer', () => userCredentials(member('regulator'), 'User1')],
    ['a client that was enrolled just now', () => issuedBy('bank-a', { commonName: 'new', ou: 'client' })],
    [
      'a client whose certificate is not valid yet',
      () =>
        issuedBy('bank-a', { commonName: 'early', ou: 'client', notBefore: new Date(Date.now() + HOUR_MS) }),
    ],
    ['a peer that acts as a client', () => issuedBy('bank-a', { commonName: 'p', ou: 'peer' })],
  ])('%s', async (_who, credentials) => {
    expect(await from(credentials())).toBe('200 ');
  });
});

describe('a proposal is refused for', () => {
  it('a client of an organisation that is not on the channel', async () => {
    expect(await from(userCredentials(member('broker-y'), 'User1'))).toBe(UNKNOWN_CREATOR);
  });

  it('a client of the orderer’s organisation', async () => {
    const { ordering } = network();
    const [user] = ordering.users;
    expect(await from(userCredentials({ ...ordering, id: 'ordering' }, user?.name ?? ''))).toBe(
      'gRPC 2: failed evaluating policy on signed data during check policy [/Channel/Application/Readers]: [signature set did not satisfy policy]',
    );
  });

  it('an MSP that does not exist', async () => {
    const credentials = userCredentials(member('bank-a'), 'User1');
    expect(await answerTo({ credentials: { ...credentials, mspId: 'NoMSP' } })).toBe(UNKNOWN_CREATOR);
  });

  it('a certificate of an authority that only has the name of the member’s', async () => {
    expect(await from(forgedFor('bank-a', { commonName: 'User1', ou: 'client' }))).toBe(UNKNOWN_CREATOR);
  });

  it('a certificate of another member in the name of this one', async () => {
    const credentials = userCredentials(member('broker-x'), 'User1');
    expect(await answerTo({ credentials: { ...credentials, mspId: 'BankAMSP' } })).toBe(UNKNOWN_CREATOR);
  });

  it('a certificate that says no role', async () => {
    expect(await from(issuedBy('bank-a', { commonName: 'nobody', ou: undefined }))).toBe(DENIED);
  });

  it('a certificate with a role that there is not', async () => {
    expect(await from(issuedBy('bank-a', { commonName: 'cook', ou: 'cook' }))).toBe(DENIED);
  });

  it('a certificate that has expired', async () => {
    const expired = issuedBy('bank-a', {
      commonName: 'expired',
      ou: 'client',
      notBefore: new Date(Date.now() - 2 * HOUR_MS),
      notAfter: new Date(Date.now() - HOUR_MS),
    });
    expect(await from(expired)).toBe('gRPC 2: proposal client identity expired');
  });

  it('a certificate that is no certificate', async () => {
    const credentials = userCredentials(member('bank-a'), 'User1');
    const creator = serializedIdentity({ ...credentials, certificate: 'not a certificate' });
    expect(await answerTo({ creator })).toBe(UNKNOWN_CREATOR);
  });

  it('an identity that is not one', async () => {
    expect(await answerTo({ creator: Buffer.from([0xff, 0xff]) })).toBe(UNKNOWN_CREATOR);
  });
});

describe('a signature over a proposal is refused', () => {
  it('of another key', async () => {
    const other = userCredentials(member('broker-x'), 'User1');
    expect(await answerTo({}, (message) => signLowS(message, other))).toBe(DENIED);
  });

  it('over other bytes', async () => {
    expect(
      await answerTo({}, (message, credentials) => signLowS(Buffer.concat([message, message]), credentials)),
    ).toBe(DENIED);
  });

  it('with the high S of ECDSA', async () => {
    expect(await answerTo({}, signHighS)).toBe(DENIED);
  });

  it('that is no signature', async () => {
    expect(await answerTo({}, () => Buffer.from('signed, me'))).toBe(DENIED);
  });

  it('that is missing', async () => {
    expect(await answerTo({}, () => Buffer.alloc(0))).toBe(
      'gRPC 2: error validating proposal: empty signature bytes',
    );
  });
});

describe('a proposal is refused with', () => {
  it('a transaction ID that is not that of its nonce and creator', async () => {
    const { txId } = rawProposal({ args });
    const nonce = Buffer.alloc(24, 1);
    const expected = rawProposal({ args, nonce }).txId;
    expect(await answerTo({ nonce, txId })).toBe(
      `gRPC 2: error validating proposal: incorrectly computed txid '${txId}' -- expected '${expected}'`,
    );
  });

  it('an epoch', async () => {
    expect(await answerTo({ epoch: 1 })).toBe('gRPC 2: error validating proposal: epoch is non-zero');
  });

  it('no nonce', async () => {
    expect(await answerTo({ nonce: Buffer.alloc(0) })).toBe(
      'gRPC 2: error validating proposal: nonce is empty',
    );
  });

  it('no creator', async () => {
    expect(await answerTo({ creator: Buffer.alloc(0) })).toBe(
      'gRPC 2: error validating proposal: creator is empty',
    );
  });

  it('a type that is no proposal’s', async () => {
    expect(await answerTo({ headerType: common.HeaderType.CONFIG_UPDATE })).toBe(
      'gRPC 2: error validating proposal: invalid header type CONFIG_UPDATE',
    );
  });

  it('no chaincode in its header', async () => {
    expect(await answerTo({ extensionChaincode: '' })).toBe(
      'gRPC 2: ChaincodeHeaderExtension.ChaincodeId.Name is empty',
    );
  });

  it('a channel that the peer does not know', async () => {
    expect(await answerTo({ channel: 'nochannel' })).toBe("500 channel 'nochannel' not found");
  });

  it('a chaincode that is not defined', async () => {
    expect(await answerTo({ chaincode: 'nosuch' })).toBe(
      `500 make sure the chaincode nosuch has been successfully defined on channel ${BANK_BROKER_X} and try again: chaincode nosuch not found`,
    );
  });

  it('bytes that are no proposal', async () => {
    const signed = new peer.SignedProposal();
    signed.setProposalBytes(Buffer.from([0xff, 0xff]));
    signed.setSignature(Buffer.from('x'));
    expect(await answerToSigned(signed)).toMatch(
      /^gRPC 2: failed parsing proposal: error unmarshalling Proposal: proto:/,
    );
  });

  it('nothing at all', async () => {
    expect(await answerToSigned(new peer.SignedProposal())).toBe(
      'gRPC 2: ChaincodeHeaderExtension.ChaincodeId is nil',
    );
  });
});
