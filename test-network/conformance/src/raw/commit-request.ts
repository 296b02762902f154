import { gateway } from '@hyperledger/fabric-protos';
import type { Credentials } from '../network/credentials.js';
import { serializedIdentity } from './signing.js';

/** An unsigned request for the status of any transaction, as `Gateway.newCommit` takes it. */
export function commitStatusRequest(channel: string, txId: string, credentials: Credentials): Uint8Array {
  const request = new gateway.CommitStatusRequest();
  request.setChannelId(channel);
  request.setTransactionId(txId);
  request.setIdentity(serializedIdentity(credentials));
  const signed = new gateway.SignedCommitStatusRequest();
  signed.setRequest(request.serializeBinary());
  return signed.serializeBinary();
}
