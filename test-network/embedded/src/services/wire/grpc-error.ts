import { type Metadata as GrpcMetadata, Metadata, type ServiceError, status } from '@grpc/grpc-js';
import { type gateway, google } from '@hyperledger/fabric-protos';
import anyProto from 'google-protobuf/google/protobuf/any_pb.js';

const ERROR_DETAIL_TYPE = 'type.googleapis.com/gateway.ErrorDetail';

/** An answer other than OK: gRPC status code, text, and what each endpoint said (google.rpc.Status details). */
export class GrpcError extends Error {
  override readonly name = 'GrpcError';
  readonly code: status;
  readonly endpoints: readonly gateway.ErrorDetail[];

  constructor(code: status, message: string, endpoints: readonly gateway.ErrorDetail[] = []) {
    super(message);
    this.code = code;
    this.endpoints = endpoints;
  }
}

/** What grpc-js wants to be called back with; any other error is UNKNOWN with its text, as grpc-go has it. */
export function toServiceError(error: unknown): ServiceError {
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof GrpcError ? error.code : status.UNKNOWN;
  const metadata = new Metadata();
  if (error instanceof GrpcError && error.endpoints.length > 0) {
    addStatusDetails(metadata, error);
  }
  return Object.assign(new Error(message), { code, details: message, metadata });
}

function addStatusDetails(metadata: GrpcMetadata, error: GrpcError): void {
  const rpcStatus = new google.rpc.Status();
  rpcStatus.setCode(error.code);
  rpcStatus.setMessage(error.message);
  for (const endpoint of error.endpoints) {
    const detail = new anyProto.Any();
    detail.setTypeUrl(ERROR_DETAIL_TYPE);
    detail.setValue(endpoint.serializeBinary());
    rpcStatus.addDetails(detail);
  }
  metadata.add('grpc-status-details-bin', Buffer.from(rpcStatus.serializeBinary()));
}
