import { sha256 } from '../hash.js';
import type { Timestamp } from '../proposal.js';
import type {
  HashedWrite,
  ParameterWrite,
  PrivateWrite,
  ReadWriteSet,
  Write,
} from '../simulation/read-write-set.js';
import { KeyValueStore, type Stored, type Version } from './key-value-store.js';

export interface Modification {
  readonly transactionId: string;
  /** Null where the key was deleted. */
  readonly value: Uint8Array | null;
  readonly timestamp: Timestamp;
}

/** What a valid transaction changes. */
export interface StateUpdate {
  readonly transactionId: string;
  readonly timestamp: Timestamp;
  readonly version: Version;
  readonly set: ReadWriteSet;
  readonly privateWrites: readonly PrivateWrite[];
}

/** All that the peer of one organisation keeps: public state, hashes of private data, private data of its own. */
export class PeerState {
  readonly world = new KeyValueStore();
  readonly #history = new Map<string, Modification[]>();
  readonly #hashes = new Map<string, KeyValueStore>();
  readonly #privateData: ReadonlyMap<string, KeyValueStore>;

  /** `ownCollections` are those that the organisation is a member of. */
  constructor(ownCollections: readonly string[]) {
    this.#privateData = new Map(ownCollections.map((name) => [name, new KeyValueStore()]));
  }

  /** Private data of a collection; undefined where the organisation is no member of it. */
  privateData(collection: string): KeyValueStore | undefined {
    return this.#privateData.get(collection);
  }

  /** Hashes of a collection’s values under hashes of their keys. */
  hashes(collection: string): KeyValueStore {
    let hashes = this.#hashes.get(collection);
    if (hashes === undefined) {
      hashes = new KeyValueStore();
      this.#hashes.set(collection, hashes);
    }
    return hashes;
  }

  /** What a key has held, the latest first. */
  history(key: string): readonly Modification[] {
    return (this.#history.get(key) ?? []).toReversed();
  }

  apply(update: StateUpdate): void {
    const { version, set } = update;
    applyWrites(this.world, set.writes, set.parameters, version);
    for (const { key, value } of set.writes) this.#remember(key, value, update);
    for (const { collection, writes, parameters } of set.collections) {
      applyWrites(this.hashes(collection), writes.map(hashAsValue), parameters, version);
    }
    for (const write of update.privateWrites) {
      const own = this.#privateData.get(write.collection);
      if (own !== undefined) applyWrites(own, [write], [], version);
    }
    this.#keepVersionsTogether(set, version);
  }

  /** A new parameter on a hashed key renews its version, and with it that of the private value. */
  #keepVersionsTogether(set: ReadWriteSet, version: Version): void {
    for (const { collection, parameters } of set.collections) {
      const own = this.#privateData.get(collection);
      const renewed = new Set(parameters.map(({ key }) => key));
      if (own === undefined || renewed.size === 0) continue;
      for (const [key, stored] of own.entries()) {
        if (renewed.has(sha256(key))) own.set(key, { ...stored, version });
      }
    }
  }

  #remember(key: string, value: Uint8Array | null, { transactionId, timestamp }: StateUpdate): void {
    const history = this.#history.get(key) ?? [];
    history.push({ transactionId, value, timestamp });
    this.#history.set(key, history);
  }
}

function hashAsValue({ key, valueHash }: HashedWrite): Write {
  return { key, value: valueHash === null ? null : Buffer.from(valueHash, 'hex') };
}

/** A key keeps its parameter when its value changes, and loses it when it is deleted; one that is not there takes none. */
function applyWrites(
  store: KeyValueStore,
  writes: readonly Write[],
  parameters: readonly ParameterWrite[],
  version: Version,
): void {
  for (const { key, value } of writes) {
    if (value === null) store.delete(key);
    else store.set(key, { ...store.get(key), value, version });
  }
  for (const { key, parameter } of parameters) {
    const stored = store.get(key);
    if (stored !== undefined) store.set(key, withParameter(stored, parameter, version));
  }
}

function withParameter({ value }: Stored, parameter: Uint8Array, version: Version): Stored {
  return parameter.length === 0 ? { value, version } : { value, version, validationParameter: parameter };
}
