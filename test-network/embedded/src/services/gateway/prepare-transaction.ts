import { common, peer } from '@hyperledger/fabric-protos';
import type { UnpackedProposal } from './proposal.js';

export interface Endorsed {
  readonly payload: Uint8Array;
  readonly endorsements: readonly peer.Endorsement[];
}

/** The transaction, still to be signed by the client: the proposal without its transient data, and the endorsements. */
export function prepareTransaction(proposal: UnpackedProposal, endorsed: Endorsed): common.Envelope {
  const endorsedAction = new peer.ChaincodeEndorsedAction();
  endorsedAction.setProposalResponsePayload(endorsed.payload);
  endorsedAction.setEndorsementsList(onePerEndorser(endorsed.endorsements));

  const actionPayload = new peer.ChaincodeActionPayload();
  actionPayload.setChaincodeProposalPayload(payloadWithoutTransientData(proposal));
  actionPayload.setAction(endorsedAction);

  const action = new peer.TransactionAction();
  action.setHeader(proposal.header.getSignatureHeader_asU8());
  action.setPayload(actionPayload.serializeBinary());

  const transaction = new peer.Transaction();
  transaction.setActionsList([action]);

  const payload = new common.Payload();
  payload.setHeader(proposal.header);
  payload.setData(transaction.serializeBinary());

  const envelope = new common.Envelope();
  envelope.setPayload(payload.serializeBinary());
  return envelope;
}

function payloadWithoutTransientData({
  payload,
  payloadBytes,
  hasTransientData,
}: UnpackedProposal): Uint8Array {
  if (!hasTransientData) {
    return payloadBytes;
  }
  const stripped = new peer.ChaincodeProposalPayload();
  stripped.setInput(payload.getInput_asU8());
  return stripped.serializeBinary();
}

function onePerEndorser(endorsements: readonly peer.Endorsement[]): peer.Endorsement[] {
  const byEndorser = new Map<string, peer.Endorsement>();
  for (const endorsement of endorsements) {
    const endorser = endorsement.getEndorser_asB64();
    if (!byEndorser.has(endorser)) {
      byEndorser.set(endorser, endorsement);
    }
  }
  return [...byEndorser.values()];
}
