import { readFileSync } from 'node:fs';
import {
  type ChannelOptions,
  Server,
  ServerCredentials,
  type ServiceDefinition,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';

const MAX_MESSAGE_BYTES = 100 * 1024 * 1024;

const OPTIONS: ChannelOptions = {
  'grpc.max_receive_message_length': MAX_MESSAGE_BYTES,
  'grpc.max_send_message_length': MAX_MESSAGE_BYTES,
  'grpc.keepalive_permit_without_calls': 1,
  // Bookkeeping for a debugging service that nobody asks.
  'grpc.enable_channelz': 0,
};

export interface GrpcService {
  readonly definition: ServiceDefinition;
  readonly implementation: UntypedServiceImplementation;
}

export interface NodeServerOptions {
  readonly host: string;
  readonly port: number;
  readonly tls: { readonly cert: string; readonly key: string };
  readonly services: readonly GrpcService[];
}

/** One node's gRPC server over TLS. */
export class NodeServer {
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  /** Rejects with the system's error when the port cannot be had. */
  static async start(options: NodeServerOptions): Promise<NodeServer> {
    const server = new Server(OPTIONS);
    for (const { definition, implementation } of options.services) {
      server.addService(definition, implementation);
    }
    const credentials = ServerCredentials.createSsl(null, [
      { cert_chain: readFileSync(options.tls.cert), private_key: readFileSync(options.tls.key) },
    ]);
    const address = `${options.host}:${options.port}`;
    await new Promise<void>((resolve, reject) => {
      server.bindAsync(address, credentials, (error) => (error ? reject(error) : resolve()));
    });
    return new NodeServer(server);
  }

  /** Drops every connection and frees the port. */
  stop(): Promise<void> {
    this.#server.forceShutdown();
    // forceShutdown destroys sessions at once but closes the listening socket only after this callback's turn.
    return new Promise((resolve) => this.#server.tryShutdown(() => resolve()));
  }
}
