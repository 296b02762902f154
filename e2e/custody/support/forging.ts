import { createHash, createPrivateKey, type KeyObject } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { signers, type Transaction } from '@hyperledger/fabric-gateway';
import { common, gateway, msp, peer } from '@hyperledger/fabric-protos';
import { type MemberId, member } from './network.js';
import { filesOf, gatewayOf, type User } from './users.js';

/**
 * The same transaction with one endorsement more: over the same result, with the key of a member's peer that never
 * ran the contracts, as a dishonest member could make it.
 */
export async function alsoSignedBy(transaction: Transaction, id: MemberId, as: User): Promise<Transaction> {
  const prepared = gateway.PreparedTransaction.deserializeBinary(transaction.getBytes());
  const envelope = prepared.getEnvelope() ?? new common.Envelope();
  const payload = common.Payload.deserializeBinary(envelope.getPayload_asU8());
  const content = peer.Transaction.deserializeBinary(payload.getData_asU8());
  const [action] = content.getActionsList();
  const actionPayload = peer.ChaincodeActionPayload.deserializeBinary(
    action?.getPayload_asU8() ?? new Uint8Array(),
  );
  const endorsed = actionPayload.getAction();
  endorsed?.addEndorsements(await endorsementOf(endorsed.getProposalResponsePayload_asU8(), id));
  action?.setPayload(actionPayload.serializeBinary());
  payload.setData(content.serializeBinary());
  envelope.setPayload(payload.serializeBinary());
  const key = createPrivateKey(readFileSync(filesOf(as).privateKey));
  envelope.setSignature(await signature(envelope.getPayload_asU8(), key));
  prepared.setEnvelope(envelope);
  return gatewayOf(as).newTransaction(prepared.serializeBinary());
}

async function endorsementOf(response: Uint8Array, id: MemberId): Promise<peer.Endorsement> {
  const { mspId, peer: node } = member(id);
  const identity = new msp.SerializedIdentity();
  identity.setMspid(mspId);
  identity.setIdBytes(readFileSync(onlyFileOf(path.join(node.mspDir, 'signcerts'))));
  const endorser = identity.serializeBinary();
  const key = createPrivateKey(readFileSync(onlyFileOf(path.join(node.mspDir, 'keystore'))));
  const endorsement = new peer.Endorsement();
  endorsement.setEndorser(endorser);
  endorsement.setSignature(await signature(Buffer.concat([response, endorser]), key));
  return endorsement;
}

function signature(message: Uint8Array, key: KeyObject): Promise<Uint8Array> {
  return signers.newPrivateKeySigner(key)(createHash('sha256').update(message).digest());
}

function onlyFileOf(folder: string): string {
  const [file] = readdirSync(folder);
  if (file === undefined) throw new Error(`${folder} is empty.`);
  return path.join(folder, file);
}
