import { status } from '@grpc/grpc-js';
import { common, gateway } from '@hyperledger/fabric-protos';
import type { OrdererEndpoint } from '../../channel/channel-config.js';
import { GrpcError } from '../wire/grpc-error.js';
import type { GatewayContext } from './gateway-context.js';

/** Gateway.Submit: hands the signed transaction to the orderer; OK says that it was taken, not that it commits. */
export async function submit(
  context: GatewayContext,
  request: gateway.SubmitRequest,
): Promise<gateway.SubmitResponse> {
  const envelope = request.getPreparedTransaction();
  if (envelope === undefined) {
    throw new GrpcError(status.INVALID_ARGUMENT, 'a prepared transaction is required');
  }
  if (envelope.getSignature_asU8().length === 0) {
    throw new GrpcError(status.INVALID_ARGUMENT, 'prepared transaction must be signed');
  }
  const endpoints = ordererEndpoints(context, request.getChannelId());
  if (endpoints.length === 0) {
    throw new GrpcError(status.UNAVAILABLE, 'no orderer nodes available');
  }
  const { orderer } = context;
  if (!orderer.running) {
    const refused = `rpc error: code = Unavailable desc = connection error: desc = "transport: Error while dialing: dial tcp ${orderer.address}: connect: connection refused"`;
    throw noOrderer(endpoints.map((endpoint) => endpointDetail(endpoint, refused)));
  }
  const result = await orderer.broadcast(envelope);
  if (result.status === common.Status.SUCCESS) {
    return new gateway.SubmitResponse();
  }
  if (result.status >= 400 && result.status < 500) {
    throw new GrpcError(
      status.ABORTED,
      `received unsuccessful response from orderer: status=${statusName(result.status)}, info=${result.info}`,
    );
  }
  throw noOrderer([]);
}

function ordererEndpoints(context: GatewayContext, channelId: string): readonly OrdererEndpoint[] {
  const ledger = context.ledger(channelId);
  if (ledger === undefined) {
    throw new GrpcError(
      status.FAILED_PRECONDITION,
      `failed to get config for channel [${channelId}]: could not get last config for channel ${channelId}`,
    );
  }
  return ledger.config.ordererEndpoints;
}

function noOrderer(details: readonly gateway.ErrorDetail[]): GrpcError {
  return new GrpcError(status.UNAVAILABLE, 'no orderers could successfully process transaction', details);
}

function endpointDetail(endpoint: OrdererEndpoint, message: string): gateway.ErrorDetail {
  const detail = new gateway.ErrorDetail();
  detail.setAddress(`${endpoint.host}:${endpoint.port}`);
  detail.setMspId(endpoint.mspId);
  detail.setMessage(message);
  return detail;
}

export function statusName(code: number): string {
  return Object.entries(common.Status).find(([, value]) => value === code)?.[0] ?? String(code);
}
