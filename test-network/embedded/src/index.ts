import { checkConfig, type EmbeddedConfig } from './node/config.js';
import { EmbeddedNetwork, type NetworkOptions, type NetworkStats } from './node/embedded-network.js';

export type { EmbeddedConfig } from './node/config.js';
export type { NetworkOptions, NetworkStats, NodeStatus } from './node/embedded-network.js';
export { StartupError } from './node/startup-error.js';

/** A running network; see the README for what it is and is not. */
export interface EmbeddedFabric {
  /** Takes a peer (by name) or the orderer ('orderer' or its name) off the network, as if its process had stopped. */
  stopNode(name: string): Promise<void>;
  startNode(name: string): Promise<void>;
  /** Stops the chaincode of an organisation's packages with this label; calls to it fail until it is started again. */
  stopChaincode(label: string, mspId: string): Promise<void>;
  startChaincode(label: string, mspId: string): Promise<void>;
  stats(): NetworkStats;
  /** Ends servers and chaincode, and closes the data. */
  stop(): Promise<void>;
}

/** Starts orderer and peers; rejects with a StartupError whose message is one sentence for the user. */
export function startEmbedded(config: EmbeddedConfig, options: NetworkOptions = {}): Promise<EmbeddedFabric> {
  return EmbeddedNetwork.start(checkConfig(config), options);
}
