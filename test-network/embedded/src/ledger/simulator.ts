import type { ledger } from '@hyperledger/fabric-protos';
import type { KeyModificationEntry, ResultIterator, StateEntry, StateIterator } from './iterators.js';

export type Metadata = ReadonlyMap<string, Uint8Array>;

export interface SimulationResults {
  /** ledger.rwset.TxReadWriteSet bytes, in Fabric's layout. */
  readonly publicRwset: Uint8Array;
  /** The private write sets in clear; absent if no private data was written. */
  readonly privateRwset?: ledger.rwset.TxPvtReadWriteSet;
  /** Whether anything, public or private, is written. */
  readonly hasWrites: boolean;
  /** Collections whose private data was read in clear: namespace to collection names. */
  readonly privateReads: ReadonlyMap<string, ReadonlySet<string>>;
  /** Keys written that have metadata now: namespace, collection ('' is public), key, metadata. */
  readonly writesetMetadata: readonly WritesetMetadata[];
}

export interface WritesetMetadata {
  readonly namespace: string;
  /** Empty for public state. */
  readonly collection: string;
  readonly key: string;
  readonly metadata: Metadata;
}

/** One transaction's simulation on a consistent snapshot; collects the read and write sets as Fabric does. */
export interface Simulator {
  readonly txId: string;
  /** The ledger's height that the snapshot shows. */
  readonly height: number;
  getState(namespace: string, key: string): Uint8Array | undefined;
  putState(namespace: string, key: string, value: Uint8Array): void;
  deleteState(namespace: string, key: string): void;
  getStateMetadata(namespace: string, key: string): Metadata;
  setStateMetadata(namespace: string, key: string, metadata: Metadata): void;
  /** Keys from start (inclusive) to end (exclusive); empty means unbounded. pageSize > 0 makes it a paginated, read-only query. */
  rangeQuery(
    namespace: string,
    start: string,
    end: string,
    options?: { readonly pageSize?: number },
  ): StateIterator;
  /** Always throws: rich queries are not served by LevelDB. */
  richQuery(namespace: string, query: string): never;
  /** The key's committed modifications, newest first. */
  history(namespace: string, key: string): ResultIterator<KeyModificationEntry>;
  getPrivateData(namespace: string, collection: string, key: string): Uint8Array | undefined;
  putPrivateData(namespace: string, collection: string, key: string, value: Uint8Array): void;
  deletePrivateData(namespace: string, collection: string, key: string): void;
  purgePrivateData(namespace: string, collection: string, key: string): void;
  getPrivateDataHash(namespace: string, collection: string, key: string): Uint8Array | undefined;
  getPrivateDataMetadata(namespace: string, collection: string, key: string): Metadata;
  setPrivateDataMetadata(namespace: string, collection: string, key: string, metadata: Metadata): void;
  privateRangeQuery(
    namespace: string,
    collection: string,
    start: string,
    end: string,
  ): ResultIterator<StateEntry>;
  /** Read and write sets; to be called once. */
  results(): SimulationResults;
  /** Releases the snapshot; every use after it throws. May be called more than once. */
  done(): void;
}
