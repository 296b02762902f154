import { common, peer } from '@hyperledger/fabric-protos';
import type { Credentials } from '../network/credentials.js';
import type { RawProposal } from './proposal.js';
import { signLowS } from './signing.js';

/** The parts of a transaction that a case may replace before it is signed. */
export interface TransactionParts {
  readonly proposal: RawProposal;
  /** The payload that all endorsers signed; those of the first response when not given. */
  readonly responsePayload?: Uint8Array;
  readonly endorsements: readonly peer.Endorsement[];
  /** Signs the envelope; the proposal's creator when not given. */
  readonly signWith?: Credentials;
  readonly sign?: (message: Uint8Array, credentials: Credentials) => Uint8Array;
}

/** Assembles the envelope that a client sends to the orderer. */
export function newTransaction(
  parts: TransactionParts & { readonly responsePayload: Uint8Array },
): common.Envelope {
  const endorsed = new peer.ChaincodeEndorsedAction();
  endorsed.setProposalResponsePayload(parts.responsePayload);
  endorsed.setEndorsementsList([...parts.endorsements]);

  const actionPayload = new peer.ChaincodeActionPayload();
  actionPayload.setChaincodeProposalPayload(parts.proposal.payloadWithoutTransient);
  actionPayload.setAction(endorsed);

  const action = new peer.TransactionAction();
  action.setHeader(parts.proposal.header.getSignatureHeader_asU8());
  action.setPayload(actionPayload.serializeBinary());

  const transaction = new peer.Transaction();
  transaction.setActionsList([action]);

  const payload = new common.Payload();
  payload.setHeader(parts.proposal.header);
  payload.setData(transaction.serializeBinary());
  return newEnvelope(payload.serializeBinary(), parts.signWith ?? parts.proposal.credentials, parts.sign);
}

/** The usual case: what the peers answered to a proposal, signed by who made it. */
export function transactionOf(
  proposal: RawProposal,
  responses: readonly peer.ProposalResponse[],
  replaced: Partial<TransactionParts> = {},
): common.Envelope {
  const [first] = responses;
  if (!first) {
    throw new Error('A transaction needs the response of one peer at least.');
  }
  return newTransaction({
    proposal,
    responsePayload: first.getPayload_asU8(),
    endorsements: responses.map(endorsementOf),
    ...replaced,
  });
}

function endorsementOf(response: peer.ProposalResponse): peer.Endorsement {
  const endorsement = response.getEndorsement();
  if (!endorsement) {
    throw new Error(`The peer did not endorse: ${response.getResponse()?.getMessage()}`);
  }
  return endorsement;
}

export function newEnvelope(
  payload: Uint8Array,
  credentials: Credentials,
  sign: (message: Uint8Array, credentials: Credentials) => Uint8Array = signLowS,
): common.Envelope {
  const envelope = new common.Envelope();
  envelope.setPayload(payload);
  envelope.setSignature(sign(payload, credentials));
  return envelope;
}
