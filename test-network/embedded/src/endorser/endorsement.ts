import { peer } from '@hyperledger/fabric-protos';
import type { SigningIdentity } from '../identity/signing-identity.js';

export interface EndorsedAction {
  readonly proposalHash: Uint8Array;
  readonly response: peer.Response;
  readonly chaincodeName: string;
  readonly version: string;
  /** TxReadWriteSet bytes. */
  readonly results?: Uint8Array;
  readonly event?: peer.ChaincodeEvent;
}

/** The ProposalResponsePayload bytes that all endorsers of a transaction must agree on. */
export function payloadBytes(action: EndorsedAction): Uint8Array {
  const chaincodeId = new peer.ChaincodeID();
  chaincodeId.setName(action.chaincodeName);
  chaincodeId.setVersion(action.version);
  const chaincodeAction = new peer.ChaincodeAction();
  chaincodeAction.setResponse(action.response);
  chaincodeAction.setChaincodeId(chaincodeId);
  if (action.results !== undefined) {
    chaincodeAction.setResults(action.results);
  }
  if (action.event !== undefined) {
    chaincodeAction.setEvents(action.event.serializeBinary());
  }
  const payload = new peer.ProposalResponsePayload();
  payload.setProposalHash(action.proposalHash);
  payload.setExtension$(chaincodeAction.serializeBinary());
  return payload.serializeBinary();
}

/** Signs the payload and the endorser's own identity, in this order. */
export function endorse(payload: Uint8Array, signer: SigningIdentity): peer.Endorsement {
  const endorsement = new peer.Endorsement();
  endorsement.setEndorser(signer.serialized);
  endorsement.setSignature(signer.sign(Buffer.concat([payload, signer.serialized])));
  return endorsement;
}
