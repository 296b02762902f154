import { status } from '@grpc/grpc-js';
import { type Commit, GatewayError } from '@hyperledger/fabric-gateway';
import { gateway } from '@hyperledger/fabric-protos';
import { type MemberId, member, network } from '../network/consortium.js';
import { userCredentials } from '../network/credentials.js';
import { commitStatusRequest } from '../raw/commit-request.js';
import { gatewayOf } from './gateways.js';

/**
 * Waits until every peer of the channel that can be reached has committed a transaction.
 *
 * A client learns of a commit from one peer; another may be a block behind, and would endorse something else. A case
 * that builds on what is committed must not depend on how fast that is.
 */
export async function committedEverywhere(channel: string, txId: string): Promise<void> {
  const members = network().channels.find(({ name }) => name === channel)?.members ?? [];
  await Promise.all(members.map((id) => committedAt(id as MemberId, channel, txId)));
}

/** The same for a transaction of which the client holds the commit. */
export function settled(commit: Commit): Promise<void> {
  const signed = gateway.SignedCommitStatusRequest.deserializeBinary(commit.getBytes());
  const channel = gateway.CommitStatusRequest.deserializeBinary(signed.getRequest_asU8()).getChannelId();
  return committedEverywhere(channel, commit.getTransactionId());
}

async function committedAt(id: MemberId, channel: string, txId: string): Promise<void> {
  const request = commitStatusRequest(channel, txId, userCredentials(member(id), 'User1'));
  try {
    await gatewayOf(id).newCommit(request).getStatus();
  } catch (error) {
    if (!(error instanceof GatewayError) || error.code !== status.UNAVAILABLE) {
      throw error;
    }
  }
}
