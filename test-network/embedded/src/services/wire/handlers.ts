import type {
  handleBidiStreamingCall,
  handleServerStreamingCall,
  handleUnaryCall,
  ServerDuplexStream,
  ServerWritableStream,
} from '@grpc/grpc-js';
import type { ConcurrencyLimit } from './concurrency-limit.js';
import { toServiceError } from './grpc-error.js';

export interface CallContext {
  /** Aborted when the client hangs up or its deadline passes. */
  readonly signal: AbortSignal;
}

/** A unary method out of an async function; what it throws becomes the call's status. */
export function unary<Request, Response>(
  limit: ConcurrencyLimit | undefined,
  handle: (request: Request, context: CallContext) => Promise<Response>,
): handleUnaryCall<Request, Response> {
  return (call, callback) => {
    let release: (() => void) | undefined;
    try {
      release = limit?.acquire();
    } catch (error) {
      callback(toServiceError(error));
      return;
    }
    const context = lazyContext(call);
    handle(call.request, context).then(
      (response) => {
        release?.();
        callback(null, response);
      },
      (error: unknown) => {
        release?.();
        callback(toServiceError(error));
      },
    );
  };
}

/** A server-streaming method out of an async function; it ends when the function does. */
export function serverStream<Request, Response>(
  limit: ConcurrencyLimit | undefined,
  handle: (call: ServerWritableStream<Request, Response>, context: CallContext) => Promise<void>,
): handleServerStreamingCall<Request, Response> {
  return (call) => runStream(call, limit, () => handle(call, lazyContext(call)));
}

/** A bidirectional method out of an async function; it ends when the function does. */
export function bidi<Request, Response>(
  limit: ConcurrencyLimit | undefined,
  handle: (call: ServerDuplexStream<Request, Response>, context: CallContext) => Promise<void>,
): handleBidiStreamingCall<Request, Response> {
  return (call) => runStream(call, limit, () => handle(call, lazyContext(call)));
}

interface Endable {
  readonly cancelled: boolean;
  end(): unknown;
  emit(event: 'error', error: Error): boolean;
}

function runStream(call: Endable, limit: ConcurrencyLimit | undefined, run: () => Promise<void>): void {
  let release: (() => void) | undefined;
  try {
    release = limit?.acquire();
  } catch (error) {
    call.emit('error', toServiceError(error));
    return;
  }
  run().then(
    () => {
      release?.();
      call.end();
    },
    (error: unknown) => {
      release?.();
      if (!call.cancelled) {
        call.emit('error', toServiceError(error));
      }
    },
  );
}

interface Cancellable {
  readonly cancelled: boolean;
  on(event: 'cancelled', listener: () => void): unknown;
}

/** Most calls never look at the signal, so it is made on first use. */
function lazyContext(call: Cancellable): CallContext {
  let controller: AbortController | undefined;
  return {
    get signal() {
      if (controller === undefined) {
        const made = new AbortController();
        controller = made;
        if (call.cancelled) {
          made.abort();
        } else {
          call.on('cancelled', () => made.abort());
        }
      }
      return controller.signal;
    },
  };
}
