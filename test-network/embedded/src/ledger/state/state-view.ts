import type { ChannelConfig } from '../../channel/channel-config.js';
import { type ChaincodeDefinition, chaincodeDefinition } from '../definitions.js';
import type { VersionedValue } from '../version.js';
import type { LevelStore, Snapshot } from './level.js';
import type { MetadataUse } from './metadata-use.js';
import { Scan } from './scan.js';
import {
  hashedKey,
  historyRange,
  type KeyRange,
  privateNamespace,
  stateKey,
  stateRange,
} from './store-keys.js';
import { decodeValue } from './value-codec.js';

export interface StateStores {
  readonly public: LevelStore;
  /** By MSP id. */
  readonly private: ReadonlyMap<string, LevelStore>;
  readonly metadataUse: MetadataUse;
}

/**
 * The channel's whole state at one height: public state and hashes, and each organisation's private state.
 *
 * It is made once a block and shared by all that read at that height; the snapshots are released when the
 * last of them is done and a newer view has taken its place.
 */
export class StateView {
  readonly height: number;
  readonly config: ChannelConfig;
  readonly #public: SnapshotReader;
  readonly #private: ReadonlyMap<string, SnapshotReader>;
  readonly #metadataUse: MetadataUse;
  readonly #definitions: Map<string, ChaincodeDefinition | undefined>;
  #users = 1;

  /** `definitions` is a cache to go on with: that of the view before, unless the lifecycle's state changed. */
  constructor(
    stores: StateStores,
    at: {
      readonly height: number;
      readonly config: ChannelConfig;
      readonly definitions?: Map<string, ChaincodeDefinition | undefined>;
    },
  ) {
    this.height = at.height;
    this.config = at.config;
    this.#definitions = at.definitions ?? new Map();
    this.#metadataUse = stores.metadataUse;
    this.#public = new SnapshotReader(stores.public);
    this.#private = new Map([...stores.private].map(([mspId, store]) => [mspId, new SnapshotReader(store)]));
  }

  get definitions(): Map<string, ChaincodeDefinition | undefined> {
    return this.#definitions;
  }

  get(namespace: string, key: string): VersionedValue | undefined {
    return this.#public.read(stateKey(namespace, key));
  }

  /** The metadata of a key, serialised; a look at the state only where there may be any. */
  metadata(namespace: string, key: string): Uint8Array | undefined {
    return this.#metadataUse.has(namespace) ? this.get(namespace, key)?.metadata : undefined;
  }

  /** The metadata of a private key by the hexadecimal SHA-256 of the key. */
  hashMetadata(namespace: string, collection: string, keyHash: string): Uint8Array | undefined {
    return this.#metadataUse.has(namespace)
      ? this.getHash(namespace, collection, keyHash)?.metadata
      : undefined;
  }

  /** The entry of a private key by the hexadecimal SHA-256 of the key; its value is the value's hash. */
  getHash(namespace: string, collection: string, keyHash: string): VersionedValue | undefined {
    return this.#public.read(hashedKey(namespace, collection, keyHash));
  }

  /** An organisation's private data; undefined too if the organisation does not live here. */
  getPrivate(mspId: string, namespace: string, collection: string, key: string): VersionedValue | undefined {
    return this.#private.get(mspId)?.read(stateKey(privateNamespace(namespace, collection), key));
  }

  scan(namespace: string, start: string, end: string): Scan {
    return this.#public.scan(stateRange(namespace, start, end));
  }

  /** Undefined if the organisation does not live here. */
  scanPrivate(
    mspId: string,
    namespace: string,
    collection: string,
    range: { readonly start: string; readonly end: string },
  ): Scan | undefined {
    return this.#private
      .get(mspId)
      ?.scan(stateRange(privateNamespace(namespace, collection), range.start, range.end));
  }

  /** The heights at which a key was written, latest first. */
  scanHistory(namespace: string, key: string): Scan {
    return this.#public.scan(historyRange(namespace, key), { reverse: true });
  }

  definition(name: string): ChaincodeDefinition | undefined {
    if (!this.#definitions.has(name)) {
      const reader = { getState: (ns: string, key: string) => this.get(ns, key)?.value };
      this.#definitions.set(name, chaincodeDefinition(reader, name));
    }
    return this.#definitions.get(name);
  }

  /** Keeps the snapshots for one more user. */
  retain(): this {
    this.#users += 1;
    return this;
  }

  release(): void {
    this.#users -= 1;
    if (this.#users === 0) {
      this.#public.close();
      for (const reader of this.#private.values()) {
        reader.close();
      }
    }
  }
}

class SnapshotReader {
  readonly #store: LevelStore;
  readonly #snapshot: Snapshot;
  readonly #options: {
    readonly snapshot: Snapshot;
    readonly keyEncoding: 'utf8';
    readonly valueEncoding: 'buffer';
  };

  constructor(store: LevelStore) {
    this.#store = store;
    this.#snapshot = store.snapshot();
    // With both encodings named, a read takes the options as they are instead of a copy.
    this.#options = { snapshot: this.#snapshot, keyEncoding: 'utf8', valueEncoding: 'buffer' };
  }

  read(key: string): VersionedValue | undefined {
    const encoded = this.#store.getSync(key, this.#options);
    return encoded === undefined ? undefined : decodeValue(encoded);
  }

  scan(range: KeyRange, options: { readonly reverse?: boolean } = {}): Scan {
    return new Scan(this.#store, { ...range, ...options, snapshot: this.#snapshot });
  }

  close(): void {
    // Closing waits for iterators under way; nobody needs to wait for it.
    void this.#snapshot.close();
  }
}
