import type {
  KeyModificationEntry,
  ResultIterator,
  StateEntry,
  StateIterator,
} from '../../ledger/iterators.js';
import type { Metadata, SimulationResults } from '../../ledger/simulator.js';
import type { SimulatedState } from '../simulated-state.js';

/** State in memory with immediate writes, for tests of what stands between the shim and the ledger. */
export class MemorySimulator implements SimulatedState {
  readonly txId = 'tx';
  readonly height = 1;
  readonly state = new Map<string, Uint8Array>();
  readonly metadata = new Map<string, Metadata>();
  readonly modifications: KeyModificationEntry[] = [];
  openIterators = 0;

  getState(namespace: string, key: string): Uint8Array | undefined {
    return this.state.get(`${namespace}/${key}`);
  }

  putState(namespace: string, key: string, value: Uint8Array): void {
    this.state.set(`${namespace}/${key}`, value);
  }

  deleteState(namespace: string, key: string): void {
    this.state.delete(`${namespace}/${key}`);
  }

  getStateMetadata(namespace: string, key: string): Metadata {
    return this.metadata.get(`${namespace}/${key}`) ?? new Map();
  }

  setStateMetadata(namespace: string, key: string, metadata: Metadata): void {
    this.metadata.set(`${namespace}/${key}`, metadata);
  }

  rangeQuery(
    namespace: string,
    start: string,
    end: string,
    options: { readonly pageSize?: number } = {},
  ): StateIterator {
    const prefix = `${namespace}/`;
    const found = [...this.state]
      .filter(([path]) => path.startsWith(prefix))
      .map(([path, value]) => ({ namespace, key: path.slice(prefix.length), value }))
      .filter(({ key }) => key >= start && (end === '' || key < end))
      .sort((a, b) => (a.key < b.key ? -1 : 1));
    const page = options.pageSize === undefined ? found : found.slice(0, options.pageSize);
    const following = found[page.length]?.key ?? '';
    const iterator = this.#iterator(page);
    const bookmarkAndClose = async (): Promise<string> => {
      await iterator.close();
      return following;
    };
    return { ...iterator, bookmarkAndClose };
  }

  richQuery(_namespace: string, _query: string, { pageSize }: { readonly pageSize?: number } = {}): never {
    throw new Error(`ExecuteQuery${pageSize === undefined ? '' : 'WithMetadata'} not supported for leveldb`);
  }

  privateRichQuery(namespace: string, _collection: string, query: string): never {
    return this.richQuery(namespace, query);
  }

  history(): ResultIterator<KeyModificationEntry> {
    return this.#iterator(this.modifications);
  }

  getPrivateData(namespace: string, collection: string, key: string): Uint8Array | undefined {
    return this.getState(`${namespace}$${collection}`, key);
  }

  getPrivateDataMultiple(
    namespace: string,
    collection: string,
    keys: readonly string[],
  ): (Uint8Array | undefined)[] {
    return keys.map((key) => this.getPrivateData(namespace, collection, key));
  }

  putPrivateData(namespace: string, collection: string, key: string, value: Uint8Array): void {
    this.putState(`${namespace}$${collection}`, key, value);
  }

  deletePrivateData(namespace: string, collection: string, key: string): void {
    this.deleteState(`${namespace}$${collection}`, key);
  }

  purgePrivateData(namespace: string, collection: string, key: string): void {
    this.deleteState(`${namespace}$${collection}`, key);
  }

  getPrivateDataHash(namespace: string, collection: string, key: string): Uint8Array | undefined {
    return this.getPrivateData(namespace, collection, key);
  }

  getPrivateDataMetadata(namespace: string, collection: string, key: string): Metadata {
    return this.getStateMetadata(`${namespace}$${collection}`, key);
  }

  setPrivateDataMetadata(namespace: string, collection: string, key: string, metadata: Metadata): void {
    this.setStateMetadata(`${namespace}$${collection}`, key, metadata);
  }

  privateRangeQuery(
    namespace: string,
    collection: string,
    start: string,
    end: string,
  ): ResultIterator<StateEntry> {
    return this.rangeQuery(`${namespace}$${collection}`, start, end);
  }

  results(): SimulationResults {
    throw new Error('a memory simulator has no read and write sets');
  }

  done(): void {}

  #iterator<T>(entries: readonly T[]): ResultIterator<T> {
    let at = 0;
    this.openIterators += 1;
    let open = true;
    return {
      next: async () => entries[at++],
      close: async () => {
        this.openIterators -= open ? 1 : 0;
        open = false;
      },
    };
  }
}
