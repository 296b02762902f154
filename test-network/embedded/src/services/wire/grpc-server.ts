import { readFileSync } from 'node:fs';
import {
  createSecureServer,
  type Http2SecureServer,
  type IncomingHttpHeaders,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from 'node:http2';
import { status } from '@grpc/grpc-js';
import { GrpcError } from './grpc-error.js';
import type { Method } from './method.js';
import { ServerCall } from './server-call.js';

/** What a client may send before it must wait: large enough that a transaction of usual size never waits. */
const STREAM_WINDOW_BYTES = 1024 * 1024;
const SESSION_WINDOW_BYTES = 16 * 1024 * 1024;
/** Blocks and transactions may be large; the default would reset streams at 10 MB. */
const MAX_SESSION_MEMORY_MB = 1024;

export interface GrpcServerOptions {
  readonly host: string;
  readonly port: number;
  /** PEM files. */
  readonly tls: { readonly cert: string; readonly key: string };
  readonly methods: readonly Method[];
  readonly log: (line: string) => void;
}

/**
 * One node's gRPC server over TLS, on Node.js's own HTTP/2.
 *
 * Three calls make a transaction, so that what a call costs decides how many transactions a machine takes; this does
 * with half of what a general gRPC server takes.
 */
export class GrpcServer {
  readonly #methods: ReadonlyMap<string, Method>;
  readonly #services: ReadonlySet<string>;
  readonly #server: Http2SecureServer;
  readonly #sessions = new Set<ServerHttp2Session>();

  private constructor(options: GrpcServerOptions) {
    this.#methods = new Map(options.methods.map((method) => [method.path, method]));
    this.#services = new Set(options.methods.map(({ path }) => serviceOf(path)));
    this.#server = createSecureServer({
      cert: readFileSync(options.tls.cert),
      key: readFileSync(options.tls.key),
      maxSessionMemory: MAX_SESSION_MEMORY_MB,
      settings: { initialWindowSize: STREAM_WINDOW_BYTES, enablePush: false },
    });
    this.#server.on('session', (session) => this.#keep(session));
    this.#server.on('stream', (stream, headers) => this.#serve(stream, headers));
    this.#server.on('tlsClientError', (error) => options.log(`TLS handshake failed: ${error.message}`));
    // A session that breaks closes its streams, and these are all that anybody waits for.
    this.#server.on('sessionError', () => {});
  }

  /** Rejects with the system's error (code EADDRINUSE, EACCES) when the port cannot be had. */
  static async start(options: GrpcServerOptions): Promise<GrpcServer> {
    const started = new GrpcServer(options);
    await new Promise<void>((resolve, reject) => {
      started.#server.once('error', reject);
      started.#server.listen(options.port, options.host, () => {
        started.#server.off('error', reject);
        resolve();
      });
    });
    return started;
  }

  /** Drops every connection and frees the port. */
  stop(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      for (const session of this.#sessions) {
        session.destroy();
      }
    });
  }

  #keep(session: ServerHttp2Session): void {
    this.#sessions.add(session);
    session.setLocalWindowSize(SESSION_WINDOW_BYTES);
    session.on('close', () => this.#sessions.delete(session));
  }

  #serve(stream: ServerHttp2Stream, headers: IncomingHttpHeaders): void {
    if (headers['content-type']?.startsWith('application/grpc') !== true) {
      stream.respond({ ':status': 415 }, { endStream: true });
      return;
    }
    const call = new ServerCall(stream, headers);
    const path = String(headers[':path']);
    const method = this.#methods.get(path);
    if (method === undefined) {
      call.fail(this.#unknown(path));
      return;
    }
    let release: (() => void) | undefined;
    try {
      release = method.limit?.acquire();
    } catch (error) {
      call.fail(error);
      return;
    }
    method
      .serve(call)
      .catch((error: unknown) => call.fail(error))
      .finally(release);
  }

  #unknown(path: string): GrpcError {
    const service = serviceOf(path);
    return new GrpcError(
      status.UNIMPLEMENTED,
      this.#services.has(service)
        ? `unknown method ${path.slice(service.length + 2)} for service ${service}`
        : `unknown service ${service}`,
    );
  }
}

/** `package.Service` of `/package.Service/Method`. */
function serviceOf(path: string): string {
  return path.slice(1, path.lastIndexOf('/'));
}
