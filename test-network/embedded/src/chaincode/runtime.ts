import type { ShimHandler } from './handler.js';
import type { ShimTransport } from './transport.js';

/** One line that chaincode wrote to its standard output or error. */
export interface ChaincodeLogLine {
  readonly packageId: string;
  readonly label: string;
  readonly mspId: string;
  readonly line: string;
}

export interface ChaincodeRuntimeOptions {
  /** The peer's own folder for installed packages; created when absent. */
  readonly dir: string;
  readonly mspId: string;
  /** `host:port` of the peer's gRPC server, for chaincode that connects to the peer. */
  readonly peerAddress: string;
  /** PEM file of the CA that chaincode must trust to connect to the peer. */
  readonly peerTlsCaFile: string;
  readonly log?: (line: ChaincodeLogLine) => void;
  /** Longest run of one transaction; default 30 s as `chaincode.executetimeout`. */
  readonly executeTimeoutMs?: number;
  /** Longest start of a chaincode; default 300 s as `chaincode.startuptimeout`. */
  readonly startTimeoutMs?: number;
}

export interface InstalledPackage {
  readonly packageId: string;
  readonly label: string;
}

/** The chaincode packages of one peer, and the live stream to each. */
export class ChaincodeRuntime {
  readonly options: ChaincodeRuntimeOptions;

  constructor(options: ChaincodeRuntimeOptions) {
    this.options = options;
  }

  /** Reads the packages that were installed before. */
  static open(options: ChaincodeRuntimeOptions): ChaincodeRuntime {
    return new ChaincodeRuntime(options);
  }

  installed(): readonly InstalledPackage[] {
    throw new Error('not written yet');
  }

  install(_packageBytes: Uint8Array): Promise<InstalledPackage> {
    throw new Error('not written yet');
  }

  packageBytes(_packageId: string): Uint8Array | undefined {
    throw new Error('not written yet');
  }

  /** The ready stream of a package, started when needed. */
  handler(_packageId: string): Promise<ShimHandler> {
    throw new Error('not written yet');
  }

  /** Takes a stream that chaincode opened to the peer (`ChaincodeSupport.Register`). */
  accept(_stream: ShimTransport): void {
    throw new Error('not written yet');
  }

  /** Stops the chaincode of every package with this label, and keeps it stopped until {@link start}. */
  stop(_label: string): Promise<void> {
    throw new Error('not written yet');
  }

  start(_label: string): Promise<void> {
    throw new Error('not written yet');
  }

  close(): Promise<void> {
    throw new Error('not written yet');
  }
}
