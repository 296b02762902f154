/**
 * Runs one unmodified Node.js chaincode package in a worker thread.
 *
 * The package's own launcher (`fabric-chaincode-node server`) runs as it would in a process of its own, except that
 * the gRPC server it makes never listens: the peer is in the same process, so its stream is this thread's port. Server
 * is the point to step in because every version of the shim goes through it, with its own protobuf classes.
 */
import { EventEmitter } from 'node:events';
import { createRequire } from 'node:module';
import path from 'node:path';
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { isProbe, Outbox, type WorkerData, type WorkerMessage } from './worker-protocol.js';

interface ShimMessage {
  serializeBinary(): Uint8Array;
}

interface ConnectMethod {
  requestDeserialize(bytes: Buffer): ShimMessage;
}

interface ChaincodeServer {
  connect(stream: EventEmitter): void;
}

interface GrpcServer {
  addService(service: { connect: ConnectMethod }, implementation: ChaincodeServer): void;
  bindAsync(address: string, credentials: unknown, bound: (error: null, port: number) => void): void;
  start(): void;
}

interface GrpcModule {
  Server: { prototype: GrpcServer };
}

/** The peer, to the shim: a duplex stream of its own message objects. */
class PeerStream extends EventEmitter {
  readonly #port: MessagePort;
  readonly #outbox: Outbox;

  constructor(port: MessagePort, method: ConnectMethod) {
    super();
    this.#port = port;
    this.#outbox = new Outbox((messages) => port.postMessage(messages));
    port.on('message', (message: WorkerMessage) => {
      if (isProbe(message)) {
        port.postMessage(message);
      } else {
        for (const each of message) {
          this.emit(
            'data',
            method.requestDeserialize(Buffer.from(each.buffer, each.byteOffset, each.byteLength)),
          );
        }
      }
    });
  }

  write(message: ShimMessage): boolean {
    this.#outbox.add(message.serializeBinary());
    return true;
  }

  end(): void {
    this.#port.close();
  }
}

function servePeer(grpc: GrpcModule, port: MessagePort): void {
  const { prototype } = grpc.Server;
  let method: ConnectMethod | undefined;
  let chaincode: ChaincodeServer | undefined;
  prototype.addService = (service, implementation) => {
    method = service.connect;
    chaincode = implementation;
  };
  prototype.bindAsync = (_address, _credentials, bound) => bound(null, 1);
  prototype.start = () => {
    if (method === undefined || chaincode === undefined) {
      throw new Error('The chaincode started a gRPC server that does not offer protos.Chaincode.');
    }
    chaincode.connect(new PeerStream(port, method));
  };
}

interface ShimLogger {
  getLogger(name: string): { info(...message: unknown[]): unknown };
}

/**
 * At its usual level the shim reports of every transaction that it went well. That takes a fifth of what a small
 * transaction costs, and says nothing; the chaincode's own messages and the shim's complaints stay.
 */
function quietenShim(lib: string, fromShim: NodeJS.Require): void {
  if (process.env.CORE_CHAINCODE_LOGGING_LEVEL?.toLowerCase() !== 'info') {
    return;
  }
  try {
    fromShim(path.join(lib, 'handler.js'));
    const { getLogger } = fromShim(path.join(lib, 'logger.js')) as ShimLogger;
    // Its loggers share one output, and thereby one level: this one can only be silenced by itself.
    getLogger('lib/handler.js').info = () => undefined;
  } catch {
    // A shim that is built otherwise works as well, only louder.
  }
}

function run(port: MessagePort, { folder, chaincodeId }: WorkerData): void {
  // A worker cannot change its directory; this reaches what asks for it by name, as the launcher does.
  process.cwd = () => folder;
  const fromPackage = createRequire(path.join(folder, 'package.json'));
  const shim = fromPackage.resolve('fabric-shim/package.json');
  const fromShim = createRequire(shim);
  servePeer(fromShim('@grpc/grpc-js') as GrpcModule, port);
  quietenShim(path.join(path.dirname(shim), 'lib'), fromShim);
  process.argv = [
    process.execPath,
    'fabric-chaincode-node',
    'server',
    '--chaincode-address',
    '127.0.0.1:0',
    '--chaincode-id',
    chaincodeId,
    '--module-path',
    folder,
  ];
  fromShim(path.join(path.dirname(shim), 'cli.js'));
}

if (parentPort === null) {
  throw new Error('This file runs as a worker thread only.');
}
run(parentPort, workerData as WorkerData);
