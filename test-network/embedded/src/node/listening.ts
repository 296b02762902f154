import { GrpcServer } from '../services/wire/grpc-server.js';
import type { Method } from '../services/wire/method.js';
import type { NodeConfig } from './config.js';
import type { Log } from './log.js';
import { StartupError } from './startup-error.js';

/** The gRPC server of a node, which can be stopped and started again on the same port. */
export class Listening {
  readonly #config: NodeConfig;
  readonly #log: Log;
  #server: GrpcServer | undefined;

  constructor(config: NodeConfig, log: Log) {
    this.#config = config;
    this.#log = log;
  }

  get running(): boolean {
    return this.#server !== undefined;
  }

  /** host:port that connections go to. */
  get address(): string {
    return `${this.#config.host}:${this.#config.port}`;
  }

  /** Throws a StartupError that names what is wrong: a busy port, TLS files that cannot be read. */
  async start(methods: readonly Method[]): Promise<void> {
    const { name, host, port, tls } = this.#config;
    try {
      this.#server = await GrpcServer.start({ host, port, tls, methods, log: this.#log });
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new StartupError(
        reason.includes('EADDRINUSE')
          ? `Port ${port} on ${host}, wanted by ${name}, is in use; stop what listens there or give ${name} another port.`
          : `${name} cannot serve on ${this.address}: ${reason}; check its host, port and TLS files.`,
        { cause },
      );
    }
  }

  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    await server?.stop();
  }
}
