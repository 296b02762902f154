import { status } from '@grpc/grpc-js';
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

export type StatusTrailers = Record<string, string>;

/** What goes after the last message of a call that went well. */
export const OK_TRAILERS: StatusTrailers = { 'grpc-status': String(status.OK) };

/** The trailers that end a failed call; an error that says no code is UNKNOWN with its text, as grpc-go has it. */
export function errorTrailers(error: unknown): StatusTrailers {
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof GrpcError ? error.code : status.UNKNOWN;
  const trailers: StatusTrailers = {
    'grpc-status': String(code),
    'grpc-message': percentEncoded(message),
  };
  if (error instanceof GrpcError && error.endpoints.length > 0) {
    trailers['grpc-status-details-bin'] = statusDetails(error).toString('base64');
  }
  return trailers;
}

function statusDetails(error: GrpcError): Buffer {
  const rpcStatus = new google.rpc.Status();
  rpcStatus.setCode(error.code);
  rpcStatus.setMessage(error.message);
  for (const endpoint of error.endpoints) {
    const detail = new anyProto.Any();
    detail.setTypeUrl(ERROR_DETAIL_TYPE);
    detail.setValue(endpoint.serializeBinary());
    rpcStatus.addDetails(detail);
  }
  return Buffer.from(rpcStatus.serializeBinary());
}

/** Bytes beyond printable ASCII, and the percent sign itself, as %XX of the text's UTF-8. */
function percentEncoded(text: string): string {
  return [...Buffer.from(text, 'utf8')]
    .map((byte) =>
      byte >= 0x20 && byte <= 0x7e && byte !== 0x25
        ? String.fromCharCode(byte)
        : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`,
    )
    .join('');
}
