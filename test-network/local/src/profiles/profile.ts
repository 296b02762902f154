import type { OrganisationDescription } from '@sanfang/network';
import type { ChaincodePackage } from '../lifecycle/chaincode-package.js';

export const PROFILES = ['embedded', 'native', 'docker'] as const;
export type ProfileName = (typeof PROFILES)[number];

export function isProfile(name: string): name is ProfileName {
  return (PROFILES as readonly string[]).includes(name);
}

export interface NodeStatus {
  /** `orderer`, an organisation's id, or `chaincode-<name>-<organisation>`. */
  readonly name: string;
  /** What it is, in words. */
  readonly title: string;
  readonly state: 'running' | 'stopped' | 'crashed';
  readonly pid?: number;
  /** Where what it says is kept. */
  readonly logFile: string;
}

/** Chaincode from a folder of this machine, for one organisation. */
export interface FolderChaincode {
  readonly name: string;
  readonly organisation: OrganisationDescription;
  readonly folder: string;
  /** Where its service listened the last time, for profiles that run it as one. */
  readonly port: number | undefined;
}

/** What an organisation's peer is to install, and the port that must be remembered with it. */
export interface PreparedChaincode {
  readonly package: ChaincodePackage;
  readonly port: number | undefined;
}

/** What differs between the ways of running Fabric; all else speaks Fabric's protocols to either. */
export interface FabricProfile {
  startNode(name: string): Promise<void>;
  stopNode(name: string): Promise<void>;
  killNode(name: string): Promise<void>;

  /** Checks the folder and makes the package; starts nothing. */
  prepareChaincode(chaincode: FolderChaincode): Promise<PreparedChaincode>;
  /** Has the organisation's peer run the folder's present content: afresh if it runs already. */
  runChaincode(chaincode: FolderChaincode, prepared: PreparedChaincode): Promise<void>;
  startChaincode(name: string, organisation: OrganisationDescription): Promise<void>;
  stopChaincode(name: string, organisation: OrganisationDescription): Promise<void>;

  status(): Promise<readonly NodeStatus[]>;
  /** SIGKILL to every process, as a crash of the machine would be. */
  killAll(): Promise<void>;
  stop(): Promise<void>;
}
