import type { NetworkDescription } from '@sanfang/network';
import type { DeployResult, DeploySpec } from './chaincode/deploy-spec.js';
import type { NodeStatus } from './profiles/profile.js';

/**
 * A running network on this machine: the same in the process that runs it and over its control socket.
 *
 * Nodes are named `orderer` or by an organisation's id, such as `bank-a`. Mistakes are OperatorErrors.
 */
export interface LocalNetwork {
  readonly description: NetworkDescription;

  /** Puts a chaincode on the network; answers when applications can call it. */
  deploy(spec: DeploySpec): Promise<DeployResult>;

  /** Lets the node finish and ends it; it is unreachable for the others until it is started again. */
  stopNode(name: string): Promise<void>;
  /** Ends the node at once (SIGKILL on native). */
  killNode(name: string): Promise<void>;
  /** Answers when the node takes calls again. */
  startNode(name: string): Promise<void>;

  /** Ends the organisation's chaincode; its peer can then not endorse with it. */
  stopChaincode(name: string, mspId: string): Promise<void>;
  startChaincode(name: string, mspId: string): Promise<void>;

  status(): Promise<readonly NodeStatus[]>;
  /** SIGKILL to every process of the network, and the folder given up: for crash tests. `up` brings it back. */
  killAll(): Promise<void>;
  /** Ends all in order. */
  stop(): Promise<void>;
}
