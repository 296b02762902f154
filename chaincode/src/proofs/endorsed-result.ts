import { msp } from '@hyperledger/fabric-protos';
import { decode } from './decode.js';
import { readEndorsedTransaction } from './endorsed-transaction.js';
import { demand } from './invalid-proof.js';
import { isSignedWithLowS } from './low-s-signature.js';
import { type ProofMember, readPeerKey } from './peer-certificate.js';

/** The longest proof that is looked at, in characters of its base64 text. */
export const LONGEST_PROOF_CHARACTERS = 200_000;

export interface EndorsedResultRequest {
  /** Base64 of the `common.Envelope` of the transaction, as `qscc` GetTransactionByID and the blocks have it. */
  readonly proof: string;
  /** The members whose peers must have endorsed: all that are listed, each by its MSP's root certificates. */
  readonly roots: readonly ProofMember[];
}

export interface EndorsedResult {
  readonly channel: string;
  readonly chaincode: string;
  readonly transactionId: string;
  /** The function that was called, as the client named it: `TransferAccount` or `Contract:TransferAccount`. */
  readonly functionName: string;
  /** What the function returned. */
  readonly responsePayload: string;
  /** MSP identifiers of the members whose endorsement was checked, in the order of `roots`. */
  readonly endorsers: readonly string[];
}

/**
 * Checks that a transaction of any channel was endorsed by a peer of each of the members listed, from its envelope
 * alone: without that channel's ledger, without a clock, and so alike on every peer.
 *
 * A proof that is taken shows that at the time of the proposal a peer of each member had run this function of this
 * chaincode on this channel, under this transaction ID, and had signed that it returned this payload.
 *
 * It does not show that the transaction was ordered or valid. Those who hold the endorsements may never have submitted
 * them, and what was submitted may have been invalidated at commit, as by a change in between; either leaves the old
 * channel as it was, with a proof as good as any. Nor does it show that this was the last word of that channel, that
 * the certificates were not revoked, or that the time, which the client states, was the true one. So a record that
 * travels this way names what it rests on (the account's voucher), and the operator who takes it over confirms it
 * against the other member's books.
 *
 * Ask which `channel`, `chaincode` and `functionName` it was: a payload of the same shape may come from another function.
 *
 * @throws InvalidProof with one sentence, for anything else than such a proof; never any other error.
 */
export function verifyEndorsedResult({ proof, roots }: EndorsedResultRequest): EndorsedResult {
  const endorsers = roots.map(({ mspId }) => mspId);
  demand(
    endorsers.length > 0 && new Set(endorsers).size === endorsers.length,
    'A proof is checked against one or more different members, and each is listed once.',
  );
  const { proposedAtSeconds, endorsedBytes, endorsements, ...result } = readEndorsedTransaction(
    envelopeBytes(proof),
  );
  const claims = endorsements.map((endorsement) => {
    const endorser = endorsement.getEndorser_asU8();
    const identity = decode('endorser', msp.SerializedIdentity, endorser);
    return { endorser, identity, signature: endorsement.getSignature_asU8() };
  });
  for (const member of roots) {
    const own = claims.filter(({ identity }) => identity.getMspid() === member.mspId);
    demand(own.length > 0, `No peer of ${member.mspId} endorsed the transaction of the proof.`);
    // Several peers of a member may have endorsed; one that did not, and is in the proof all the same, spoils it.
    for (const { endorser, identity, signature } of own) {
      const key = readPeerKey(identity.getIdBytes_asU8(), member, proposedAtSeconds);
      demand(
        isSignedWithLowS(Buffer.concat([endorsedBytes, endorser]), signature, key),
        `The signature of ${member.mspId} is not a good one under what the proof says was endorsed.`,
      );
    }
  }
  return { ...result, endorsers };
}

function envelopeBytes(proof: string): Uint8Array {
  demand(
    proof.length <= LONGEST_PROOF_CHARACTERS,
    `The proof is longer than ${LONGEST_PROOF_CHARACTERS} characters, which no hand-over takes.`,
  );
  const bytes = Buffer.from(proof, 'base64');
  demand(
    bytes.length > 0 && bytes.toString('base64') === proof,
    'The proof is not base64 in its standard form, with padding and without line breaks.',
  );
  return bytes;
}
