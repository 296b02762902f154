import { status } from '@grpc/grpc-js';
import type { ConcurrencyLimit } from './concurrency-limit.js';
import { GrpcError } from './grpc-error.js';
import type { ServerCall } from './server-call.js';

/** A generated message class, or anything else that reads bytes. */
export interface MessageReader<Message> {
  deserializeBinary(bytes: Uint8Array): Message;
}

/** A generated message, or anything else that becomes bytes. */
export interface Writable {
  serializeBinary(): Uint8Array;
}

export interface CallContext {
  /** Aborted when the client hangs up or its deadline passes. */
  readonly signal: AbortSignal;
}

/** A call whose client, or server, or both send any number of messages. */
export interface StreamCall<Request, Response extends Writable> extends CallContext {
  /** Undefined once the client has sent its last message, or has hung up. */
  next(): Promise<Request | undefined>;
  /** Waits while the client does not keep up; does nothing when it has hung up. */
  write(response: Response): Promise<void>;
}

/** One method of a gRPC service. */
export interface Method {
  /** `/package.Service/Method` */
  readonly path: string;
  readonly limit: ConcurrencyLimit | undefined;
  /** Answers the whole call; what it throws becomes the call's status. */
  serve(call: ServerCall): Promise<void>;
}

export interface MethodOptions<Request> {
  /** The generated definition, for its path. */
  readonly definition: { readonly path: string };
  readonly request: MessageReader<Request>;
  readonly limit?: ConcurrencyLimit;
}

export function unary<Request, Response extends Writable>(
  options: MethodOptions<Request>,
  handle: (request: Request, context: CallContext) => Promise<Response>,
): Method {
  return {
    path: options.definition.path,
    limit: options.limit,
    async serve(call) {
      const bytes = await call.next();
      if (bytes === undefined) {
        throw new GrpcError(status.INTERNAL, 'EOF');
      }
      const response = await handle(read(options.request, bytes), call);
      call.end(response.serializeBinary());
    },
  };
}

export function streaming<Request, Response extends Writable>(
  options: MethodOptions<Request>,
  handle: (call: StreamCall<Request, Response>) => Promise<void>,
): Method {
  return {
    path: options.definition.path,
    limit: options.limit,
    async serve(call) {
      await handle({
        get signal() {
          return call.signal;
        },
        async next() {
          const bytes = await call.next();
          return bytes === undefined ? undefined : read(options.request, bytes);
        },
        write: (response) => call.write(response.serializeBinary()),
      });
      call.end();
    },
  };
}

function read<Message>(reader: MessageReader<Message>, bytes: Uint8Array): Message {
  try {
    return reader.deserializeBinary(bytes);
  } catch {
    throw new GrpcError(
      status.INTERNAL,
      'grpc: error unmarshalling request: proto: cannot parse invalid wire-format data',
    );
  }
}
