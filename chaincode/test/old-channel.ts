import type { peer } from '@hyperledger/fabric-protos';
import { type EndorsedResult, verifyEndorsedResult } from '../src/proofs/endorsed-result.js';
import { InvalidProof } from '../src/proofs/invalid-proof.js';
import type { ProofMember } from '../src/proofs/peer-certificate.js';
import {
  endorse,
  endorsedBytes,
  type Member,
  newMember,
  newSigner,
  pack,
  type Signer,
  type TransactionParts,
  type TransactionRequest,
  transactionParts,
} from './endorsed-envelope.js';

interface Members {
  readonly bank: Member;
  readonly broker: Member;
  readonly bankPeer: Signer;
  readonly brokerPeer: Signer;
}

export const RECORD = '{"accountNumber":"600001","closed":"移交"}';

/** The channel that an account leaves, its two members, and the proofs that the new channel gets to see. */
export class OldChannel implements Members {
  readonly bank: Member;
  readonly broker: Member;
  readonly bankPeer: Signer;
  readonly brokerPeer: Signer;
  readonly request: TransactionRequest;

  private constructor({ bank, broker, bankPeer, brokerPeer }: Members, operator: Signer) {
    this.bank = bank;
    this.broker = broker;
    this.bankPeer = bankPeer;
    this.brokerPeer = brokerPeer;
    this.request = {
      channel: 'custody-bank-a-broker-x',
      chaincode: 'custody',
      functionName: 'HandOverAccount',
      responsePayload: RECORD,
      status: 200,
      proposedAt: new Date(),
      creator: operator.identity,
    };
  }

  static async open(): Promise<OldChannel> {
    const [bank, broker] = await Promise.all([newMember('BankAMSP'), newMember('BrokerXMSP')]);
    const [bankPeer, brokerPeer] = await Promise.all([newSigner(bank), newSigner(broker)]);
    const operator = await newSigner(bank, { commonName: 'operator', ou: 'client' });
    return new OldChannel({ bank, broker, bankPeer, brokerPeer }, operator);
  }

  /** A transaction that both members endorsed, or those who are named. */
  async envelopeBy(
    signers: readonly Signer[] = [this.bankPeer, this.brokerPeer],
    changes: Partial<TransactionRequest> = {},
  ): Promise<Uint8Array> {
    const parts = transactionParts({ ...this.request, ...changes });
    return pack(parts, await endorsedBy(parts, ...signers));
  }

  /** A transaction whose parts were changed before anybody signed. */
  async signedAfter(change: (parts: TransactionParts) => void): Promise<Uint8Array> {
    const parts = transactionParts(this.request);
    change(parts);
    return pack(parts, await endorsedBy(parts, this.bankPeer, this.brokerPeer));
  }

  /** One whose parts were changed when both had signed; what they signed is left as it is. */
  async changedAfter(change: (parts: TransactionParts) => void): Promise<Uint8Array> {
    const parts = transactionParts(this.request);
    const signed = endorsedBytes(parts);
    const endorsements = await endorsedBy(parts, this.bankPeer, this.brokerPeer);
    change(parts);
    return pack(parts, endorsements, signed);
  }

  /** One whose parts were changed when both had signed, and the hash and the result in what they signed as well. */
  async forged(change: (parts: TransactionParts) => void): Promise<Uint8Array> {
    const parts = transactionParts(this.request);
    const endorsements = await endorsedBy(parts, this.bankPeer, this.brokerPeer);
    change(parts);
    return pack(parts, endorsements);
  }

  get roots(): readonly ProofMember[] {
    return [rootOf(this.bank), rootOf(this.broker)];
  }

  /** What the contract of the new channel makes of an envelope. */
  verify(envelope: Uint8Array, roots = this.roots): EndorsedResult {
    return verifyEndorsedResult({ proof: base64(envelope), roots });
  }

  /** The sentence with which it is refused. */
  refusal(envelope: Uint8Array, roots = this.roots): string {
    return refusalOf(() => this.verify(envelope, roots));
  }
}

export function rootOf({ mspId, authority }: Member): ProofMember {
  return { mspId, rootCertificates: [authority.certificatePem] };
}

export function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}

export function endorsedBy(
  parts: TransactionParts,
  ...signers: readonly Signer[]
): Promise<peer.Endorsement[]> {
  return Promise.all(signers.map((signer) => endorse(endorsedBytes(parts), signer)));
}

/** The message of InvalidProof; throws where nothing was refused, and every other error. */
export function refusalOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof InvalidProof) return error.message;
    throw error;
  }
  throw new Error('The proof was taken.');
}
