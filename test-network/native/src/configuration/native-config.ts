import type { FabricBinaries } from '../binaries/find-binaries.js';

/** PEM files of a TLS server, and the root that its clients trust. */
export interface TlsFiles {
  readonly cert: string;
  readonly key: string;
  readonly ca: string;
}

/** One peer or orderer. All paths are absolute; it listens on 127.0.0.1 only. */
export interface NodeConfig {
  /** The name under which the node is started, stopped and reported: `orderer` or an organisation's id. */
  readonly name: string;
  /** The node's host name in its certificates, e.g. `peer0.bank-a.sanfang.test`. */
  readonly hostName: string;
  readonly mspId: string;
  readonly mspDir: string;
  readonly port: number;
  /** Where health and metrics are served. */
  readonly operationsPort: number;
  readonly tls: TlsFiles;
}

export interface PeerConfig extends NodeConfig {
  /** Where the peer would take chaincode that connects to it. */
  readonly chaincodePort: number;
}

export interface OrdererConfig extends NodeConfig {
  /** Where the channel participation API listens. */
  readonly adminPort: number;
  /** The client certificate with which the orderer organisation's administrator calls that API. */
  readonly adminClient: { readonly cert: string; readonly key: string };
}

export interface NativeConfig {
  readonly binaries: FabricBinaries;
  /** The data folder: nodes keep their ledgers in `ledgers/native`, their logs in `logs`, pids in `run`. */
  readonly dataDir: string;
  readonly orderer: OrdererConfig;
  readonly peers: readonly PeerConfig[];
  readonly channels: readonly { readonly name: string; readonly genesisBlock: string }[];
  /** How long a chaincode may take for one transaction; 30 seconds unless told. */
  readonly chaincodeExecuteTimeoutMs?: number;
}
