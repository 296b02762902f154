import type { common, ledger, peer } from '@hyperledger/fabric-protos';
import type { ChannelConfig } from '../channel/channel-config.js';
import type { ChaincodeDefinition, StateReader } from './definitions.js';
import type { Simulator } from './simulator.js';
import type { VersionedValue } from './version.js';

export interface LedgerOptions {
  /** Folder of this channel's stores; made if absent. */
  readonly dir: string;
  readonly genesis: common.Block;
  /** MSP ids of the organisations whose peers live in this process. */
  readonly organisations: readonly string[];
}

export interface CommittedTransaction {
  readonly txId: string;
  /** peer.TxValidationCode */
  readonly code: number;
  /** common.HeaderType */
  readonly channelHeaderType: number;
  /** Only of endorser transactions, valid or not, that carry one. */
  readonly chaincodeEvent?: peer.ChaincodeEvent;
}

export interface CommittedBlock {
  readonly block: common.Block;
  readonly number: number;
  readonly transactions: readonly CommittedTransaction[];
  /** True if the block changed the channel's configuration. */
  readonly config: boolean;
}

export interface CommittedEnvelope {
  readonly envelope: common.Envelope;
  /** peer.TxValidationCode */
  readonly code: number;
  readonly block: number;
}

/** What a peer keeps of a transaction's private data until the transaction commits. */
export interface TransientEntry {
  readonly txId: string;
  readonly rwset: ledger.rwset.TxPvtReadWriteSet;
  /** The ledger's height at endorsement. */
  readonly height: number;
  /** Collection configurations by namespace, as used at endorsement. */
  readonly collectionConfigs: ReadonlyMap<string, peer.CollectionConfigPackage>;
}

/** A channel's blocks, state, history and, apart for each hosted organisation, private data. */
export interface ChannelLedger extends StateReader {
  readonly channelId: string;
  readonly height: number;
  readonly config: ChannelConfig;
  simulate(options: { readonly mspId: string; readonly txId: string }): Simulator;
  append(block: common.Block): Promise<void>;
  onBlock(listener: (committed: CommittedBlock) => void): () => void;
  block(number: number): common.Block | undefined;
  blockByHash(hash: Uint8Array): common.Block | undefined;
  blockByTxId(txId: string): common.Block | undefined;
  hasTransaction(txId: string): boolean;
  transaction(txId: string): CommittedEnvelope | undefined;
  info(): common.BlockchainInfo;
  definition(name: string): ChaincodeDefinition | undefined;
  versionedState(namespace: string, key: string): VersionedValue | undefined;
  /** Private data committed with a block for an organisation, by position of the transaction. */
  privateDataOf(mspId: string, blockNumber: number): ReadonlyMap<number, ledger.rwset.TxPvtReadWriteSet>;
  /** Durable against a crash of the process when it returns. */
  storeTransient(mspId: string, entry: TransientEntry): Promise<void>;
  close(): Promise<void>;
}
