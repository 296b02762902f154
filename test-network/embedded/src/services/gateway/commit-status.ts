import { status } from '@grpc/grpc-js';
import { gateway, type peer } from '@hyperledger/fabric-protos';
import { GrpcError } from '../wire/grpc-error.js';
import type { CallContext } from '../wire/method.js';
import type { GatewayContext } from './gateway-context.js';

const RESOURCE = 'gateway/CommitStatus';

/** Gateway.CommitStatus: answers at once for a committed transaction, else waits until it commits or the client gives up. */
export async function commitStatus(
  context: GatewayContext,
  signed: gateway.SignedCommitStatusRequest,
  call: CallContext,
): Promise<gateway.CommitStatusResponse> {
  const request = readRequest(signed);
  const channelId = request.getChannelId();
  try {
    context.checkAcl(RESOURCE, channelId, {
      message: signed.getRequest_asU8(),
      identity: request.getIdentity_asU8(),
      signature: signed.getSignature_asU8(),
    });
  } catch (error) {
    throw new GrpcError(status.PERMISSION_DENIED, error instanceof Error ? error.message : String(error));
  }
  const feed = context.feed(channelId);
  if (feed === undefined) {
    throw new GrpcError(status.ABORTED, `channel does not exist: ${channelId}`);
  }
  const found = await feed.statuses.of(request.getTransactionId(), () => call.signal);
  if (found === undefined) {
    throw call.signal.aborted
      ? new GrpcError(status.CANCELLED, 'context canceled')
      : new GrpcError(status.ABORTED, 'unexpected close of commit notification channel');
  }
  const response = new gateway.CommitStatusResponse();
  response.setResult(found.code as peer.TxValidationCodeMap[keyof peer.TxValidationCodeMap]);
  response.setBlockNumber(found.block);
  return response;
}

function readRequest(signed: gateway.SignedCommitStatusRequest): gateway.CommitStatusRequest {
  const bytes = signed.getRequest_asU8();
  if (bytes.length === 0) {
    throw new GrpcError(status.INVALID_ARGUMENT, 'a commit status request is required');
  }
  const request = parse(bytes);
  if (request.getIdentity_asU8().length === 0) {
    throw new GrpcError(status.INVALID_ARGUMENT, 'no identity provided');
  }
  if (request.getChannelId() === '') {
    throw new GrpcError(status.INVALID_ARGUMENT, 'no channel ID provided');
  }
  if (request.getTransactionId() === '') {
    throw new GrpcError(status.INVALID_ARGUMENT, 'transaction ID should not be empty');
  }
  return request;
}

function parse(bytes: Uint8Array): gateway.CommitStatusRequest {
  try {
    return gateway.CommitStatusRequest.deserializeBinary(bytes);
  } catch {
    throw new GrpcError(
      status.INVALID_ARGUMENT,
      'invalid status request: proto: cannot parse invalid wire-format data',
    );
  }
}
