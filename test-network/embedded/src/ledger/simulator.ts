import type { ledger } from '@hyperledger/fabric-protos';
import { sha256 } from './blocks/sha256.js';
import { hasCollection } from './collections.js';
import { definitionKeys, LIFECYCLE_NAMESPACE } from './definitions.js';
import type { KeyModificationEntry, ResultIterator, StateEntry, StateIterator } from './iterators.js';
import { LedgerError, UnknownCollectionError } from './ledger-errors.js';
import { hex } from './rwset/parsed-rwset.js';
import { RwsetBuilder } from './rwset/rwset-builder.js';
import { type EnvelopeSource, HistoryQuery } from './simulation/history-query.js';
import { PrivateRangeQuery } from './simulation/private-range-query.js';
import { RangeQuery } from './simulation/range-query.js';
import { SimulationRules } from './simulation/simulation-rules.js';
import { type WritesetMetadata, WrittenMetadata } from './simulation/written-metadata.js';
import { decodeMetadata, type Metadata } from './state/metadata-codec.js';
import type { StateView } from './state/state-view.js';
import { sameVersion, type Version, type VersionedValue } from './version.js';

export type { WritesetMetadata } from './simulation/written-metadata.js';
export type { Metadata } from './state/metadata-codec.js';

export interface SimulationResults {
  /** ledger.rwset.TxReadWriteSet bytes, in Fabric's layout. */
  readonly publicRwset: Uint8Array;
  /** The private write sets in clear; absent if no private data was written. */
  readonly privateRwset?: ledger.rwset.TxPvtReadWriteSet;
  /** Whether anything, public or private, is written. */
  readonly hasWrites: boolean;
  /** Collections whose private data was read in clear: namespace to collection names. */
  readonly privateReads: ReadonlyMap<string, ReadonlySet<string>>;
  readonly writesetMetadata: readonly WritesetMetadata[];
}

/**
 * One transaction's simulation on a consistent view of the ledger; collects the read and write sets as
 * Fabric does. A transaction does not see its own writes.
 *
 * Every method throws LedgerError, in Fabric's words, for what the ledger refuses.
 */
export class Simulator {
  readonly txId: string;
  readonly #mspId: string;
  readonly #view: StateView;
  readonly #source: EnvelopeSource;
  readonly #rules: SimulationRules;
  readonly #rwset = new RwsetBuilder();
  readonly #rangeQueries: RangeQuery[] = [];
  readonly #iterators: ResultIterator<unknown>[] = [];
  readonly #privateReads = new Map<string, Set<string>>();
  readonly #written = new WrittenMetadata();
  readonly #checkedNamespaces = new Set<string>();

  /** The simulator takes over one use of the view and releases it when done. */
  constructor(options: {
    readonly mspId: string;
    readonly txId: string;
    readonly view: StateView;
    readonly source: EnvelopeSource;
  }) {
    this.txId = options.txId;
    this.#mspId = options.mspId;
    this.#view = options.view;
    this.#source = options.source;
    this.#rules = new SimulationRules(options.txId);
  }

  /** The ledger's height that the simulation sees. */
  get height(): number {
    return this.#view.height;
  }

  getState(namespace: string, key: string): Uint8Array | undefined {
    return this.#read(namespace, key)?.value;
  }

  /** An empty value deletes. */
  putState(namespace: string, key: string, value: Uint8Array): void {
    this.#rules.beforeWrite();
    this.#rwset.write(namespace, key, value);
    this.#noteWritten(namespace, key);
  }

  deleteState(namespace: string, key: string): void {
    this.#rules.beforeWrite();
    this.#rwset.write(namespace, key, undefined);
    this.#noteWritten(namespace, key);
  }

  getStateMetadata(namespace: string, key: string): Metadata {
    return decodeMetadata(this.#read(namespace, key)?.metadata);
  }

  setStateMetadata(namespace: string, key: string, metadata: Metadata): void {
    this.#rules.beforeWrite();
    this.#rwset.writeMetadata(namespace, key, metadata);
    this.#noteWritten(namespace, key);
  }

  /**
   * Keys from start (inclusive) to end (exclusive); an empty end is the end of the namespace. A page size
   * above 0 makes it a paginated query, after which the transaction may not write.
   */
  rangeQuery(
    namespace: string,
    start: string,
    end: string,
    options: { readonly pageSize?: number } = {},
  ): StateIterator {
    const pageSize = options.pageSize ?? 0;
    if (pageSize > 0) {
      this.#rules.beforePaginatedQuery();
    }
    this.#rules.assertOpen();
    const scan = this.#view.scan(namespace, start, end);
    const query = new RangeQuery({ namespace, start, end, pageSize, scan });
    this.#rangeQueries.push(query);
    return this.#opened(query);
  }

  /** Always throws: rich queries are not served by LevelDB. */
  richQuery(_namespace: string, _query: string, options: { readonly pageSize?: number } = {}): never {
    const paginated = (options.pageSize ?? 0) > 0;
    if (paginated) {
      this.#rules.beforePaginatedQuery();
    }
    this.#rules.assertOpen();
    throw new LedgerError(
      `${paginated ? 'ExecuteQueryWithMetadata' : 'ExecuteQuery'} not supported for leveldb`,
    );
  }

  /** The key's committed modifications, newest first. */
  history(namespace: string, key: string): ResultIterator<KeyModificationEntry> {
    this.#rules.assertOpen();
    const scan = this.#view.scanHistory(namespace, key);
    return this.#opened(new HistoryQuery({ namespace, key, scan, source: this.#source }));
  }

  /** Refused if the value that the ledger's hash speaks of is not here. */
  getPrivateData(namespace: string, collection: string, key: string): Uint8Array | undefined {
    this.#checkCollection(namespace, collection);
    this.#rules.assertOpen();
    const found = this.#view.getPrivate(this.#mspId, namespace, collection, key);
    const hashVersion = this.#view.getHash(namespace, collection, hex(sha256(key)))?.version;
    if (!sameVersion(hashVersion, found?.version)) {
      throw new LedgerError(
        'private data matching public hash version is not available. ' +
          `Public hash version = ${versionText(hashVersion)}, Private data version = ${versionText(found?.version)}`,
      );
    }
    return this.#notePrivateRead(namespace, collection, key, found);
  }

  /** Several keys at once; unlike a single read, Fabric does not check them against the ledger's hashes. */
  getPrivateDataMultiple(
    namespace: string,
    collection: string,
    keys: readonly string[],
  ): (Uint8Array | undefined)[] {
    this.#checkCollection(namespace, collection);
    this.#rules.assertOpen();
    return keys.map((key) => {
      const found = this.#view.getPrivate(this.#mspId, namespace, collection, key);
      return this.#notePrivateRead(namespace, collection, key, found);
    });
  }

  /** An empty value deletes. */
  putPrivateData(namespace: string, collection: string, key: string, value: Uint8Array): void {
    this.#writePrivate(namespace, collection, key, { value, purge: false });
  }

  deletePrivateData(namespace: string, collection: string, key: string): void {
    this.#writePrivate(namespace, collection, key, { value: undefined, purge: false });
  }

  purgePrivateData(namespace: string, collection: string, key: string): void {
    this.#writePrivate(namespace, collection, key, { value: undefined, purge: true });
  }

  getPrivateDataHash(namespace: string, collection: string, key: string): Uint8Array | undefined {
    return this.#readHash(namespace, collection, key)?.value;
  }

  getPrivateDataMetadata(namespace: string, collection: string, key: string): Metadata {
    return decodeMetadata(this.#readHash(namespace, collection, key)?.metadata);
  }

  setPrivateDataMetadata(namespace: string, collection: string, key: string, metadata: Metadata): void {
    this.#checkCollection(namespace, collection);
    this.#rules.beforeWrite();
    this.#rwset.writePrivateMetadata(namespace, collection, key, metadata);
    this.#notePrivateWritten(namespace, collection, key);
  }

  /** Only for transactions that write nothing. */
  privateRangeQuery(
    namespace: string,
    collection: string,
    start: string,
    end: string,
  ): ResultIterator<StateEntry> {
    this.#rules.beforePrivateQuery();
    this.#checkCollection(namespace, collection);
    this.#rules.assertOpen();
    const scan = this.#view.scanPrivate(this.#mspId, namespace, collection, { start, end });
    return this.#opened(new PrivateRangeQuery({ namespace, collection, scan }));
  }

  /** Always throws: rich queries are not served by LevelDB. */
  privateRichQuery(namespace: string, collection: string, query: string): never {
    this.#rules.beforePrivateQuery();
    this.#checkCollection(namespace, collection);
    return this.richQuery(namespace, query);
  }

  /** Read and write sets; to be called once. */
  results(): SimulationResults {
    this.#rules.beforeResults();
    for (const query of this.#rangeQueries) {
      this.#rwset.rangeQuery(query.namespace, query.finish());
    }
    const { publicRwset, privateRwset } = this.#rwset.build();
    return {
      publicRwset,
      ...(privateRwset === undefined ? {} : { privateRwset }),
      hasWrites: this.#rwset.hasWrites,
      privateReads: this.#privateReads,
      writesetMetadata: this.#written.list(),
    };
  }

  /** Releases the view; every use after it throws. May be called more than once. */
  done(): void {
    if (this.#rules.isDone) {
      return;
    }
    this.#rules.finish();
    for (const iterator of this.#iterators) {
      void iterator.close();
    }
    this.#view.release();
  }

  #read(namespace: string, key: string): VersionedValue | undefined {
    this.#rules.assertOpen();
    const found = this.#view.get(namespace, key);
    this.#rwset.read(namespace, key, found?.version);
    return found;
  }

  #readHash(namespace: string, collection: string, key: string): VersionedValue | undefined {
    this.#checkCollection(namespace, collection);
    this.#rules.assertOpen();
    const found = this.#view.getHash(namespace, collection, hex(sha256(key)));
    this.#rwset.readHash(namespace, collection, key, found?.version);
    return found;
  }

  #writePrivate(
    namespace: string,
    collection: string,
    key: string,
    write: { readonly value: Uint8Array | undefined; readonly purge: boolean },
  ): void {
    this.#checkCollection(namespace, collection);
    this.#rules.beforeWrite();
    this.#rwset.writePrivate(namespace, collection, key, write);
    this.#notePrivateWritten(namespace, collection, key);
  }

  #notePrivateRead(
    namespace: string,
    collection: string,
    key: string,
    found: VersionedValue | undefined,
  ): Uint8Array | undefined {
    this.#rwset.readHash(namespace, collection, key, found?.version);
    const collections = this.#privateReads.get(namespace) ?? new Set<string>();
    this.#privateReads.set(namespace, collections.add(collection));
    return found?.value;
  }

  #noteWritten(namespace: string, key: string): void {
    const metadata = decodeMetadata(this.#view.metadata(namespace, key));
    this.#written.add({ namespace, collection: '', key, metadata });
  }

  #notePrivateWritten(namespace: string, collection: string, key: string): void {
    const found = this.#view.hashMetadata(namespace, collection, hex(sha256(key)));
    this.#written.add({ namespace, collection, key, metadata: decodeMetadata(found) });
  }

  /**
   * The first use of a namespace's collections reads the chaincode's definition, and the read set says so:
   * a transaction with private data is invalid if the definition changes before it commits.
   */
  #checkCollection(namespace: string, collection: string): void {
    if (namespace !== LIFECYCLE_NAMESPACE && !this.#checkedNamespaces.has(namespace)) {
      for (const key of definitionKeys(namespace)) {
        this.#read(LIFECYCLE_NAMESPACE, key);
      }
      if (this.#view.definition(namespace) === undefined) {
        throw new UnknownCollectionError(
          `collection config not defined for chaincode [${namespace}], pass the collection configuration upon chaincode definition/instantiation`,
        );
      }
      this.#checkedNamespaces.add(namespace);
    }
    if (!hasCollection(this.#view, namespace, collection)) {
      throw new UnknownCollectionError(
        `collection [${collection}] not defined in the collection config for chaincode [${namespace}]`,
      );
    }
  }

  #opened<T extends ResultIterator<unknown>>(iterator: T): T {
    this.#iterators.push(iterator);
    return iterator;
  }
}

function versionText(version: Version | undefined): string {
  return version === undefined ? '<nil>' : `{BlockNum: ${version.block}, TxNum: ${version.tx}}`;
}
