import { type ledger, type peer, transientstore } from '@hyperledger/fabric-protos';
import { sha256 } from '../blocks/sha256.js';
import { hex } from '../rwset/parsed-rwset.js';
import type { LevelStore } from '../state/level.js';
import { scanAll } from '../state/scan.js';
import { build } from '../wire/build.js';
import { partsOfTransientKey, TRANSIENT_RANGE, transientKey } from './private-keys.js';

/** What a peer keeps of a transaction's private data until the transaction commits. */
export interface TransientEntry {
  readonly txId: string;
  readonly rwset: ledger.rwset.TxPvtReadWriteSet;
  /** The ledger's height at endorsement. */
  readonly height: number;
  /** Collection configurations by namespace, as used at endorsement. */
  readonly collectionConfigs: ReadonlyMap<string, peer.CollectionConfigPackage>;
}

type Message = transientstore.TxPvtReadWriteSetWithConfigInfo;

/** Private data of endorsed transactions, of one organisation, that have not committed. */
export class TransientStore {
  readonly #store: LevelStore;
  /** Endorsement height by transaction and digest of the entry. */
  readonly #entries = new Map<string, Map<string, number>>();
  readonly #writing = new Map<string, Promise<void>>();

  private constructor(store: LevelStore) {
    this.#store = store;
  }

  static async open(store: LevelStore): Promise<TransientStore> {
    const opened = new TransientStore(store);
    for (const [key, value] of await scanAll(store, TRANSIENT_RANGE)) {
      const { txId, digest } = partsOfTransientKey(key);
      opened.#remember(txId, digest, decode(value).getEndorsedAt());
    }
    return opened;
  }

  /**
   * Keeps an entry; it outlives a crash of the process when the promise resolves. Endorsers that simulate
   * alike hand over the same entry, which is kept once.
   */
  async put(entry: TransientEntry): Promise<void> {
    const bytes = Buffer.from(encode(entry).serializeBinary());
    const digest = hex(sha256(entry.rwset.serializeBinary())).slice(0, DIGEST_DIGITS);
    const key = transientKey(entry.txId, digest);
    const underWay = this.#writing.get(key);
    if (underWay !== undefined) {
      await underWay;
      return;
    }
    if (this.#entries.get(entry.txId)?.has(digest)) {
      return;
    }
    const writing = this.#store.put(key, bytes);
    this.#writing.set(key, writing);
    try {
      await writing;
      this.#remember(entry.txId, digest, entry.height);
    } finally {
      this.#writing.delete(key);
    }
  }

  has(txId: string): boolean {
    return this.#entries.has(txId);
  }

  /** A collection's write set in clear, of the given SHA-256. */
  find(
    txId: string,
    wanted: { readonly namespace: string; readonly collection: string; readonly hash: Uint8Array },
  ): Uint8Array | undefined {
    for (const digest of this.#entries.get(txId)?.keys() ?? []) {
      const stored = this.#store.getSync(transientKey(txId, digest));
      const rwset = stored === undefined ? undefined : collectionRwset(decode(stored), wanted);
      if (rwset !== undefined) {
        return rwset;
      }
    }
    return undefined;
  }

  /** The store's keys of a transaction's entries. */
  keysOf(txId: string): readonly string[] {
    return [...(this.#entries.get(txId)?.keys() ?? [])].map((digest) => transientKey(txId, digest));
  }

  /** Transactions that were endorsed below a height and have not been forgotten since. */
  endorsedBelow(height: number): readonly string[] {
    return [...this.#entries].flatMap(([txId, digests]) =>
      [...digests.values()].every((endorsedAt) => endorsedAt < height) ? [txId] : [],
    );
  }

  /** To be called when the keys of these transactions have been deleted. */
  forget(txIds: Iterable<string>): void {
    for (const txId of txIds) {
      this.#entries.delete(txId);
    }
  }

  #remember(txId: string, digest: string, height: number): void {
    const digests = this.#entries.get(txId) ?? new Map<string, number>();
    this.#entries.set(txId, digests.set(digest, height));
  }
}

const DIGEST_DIGITS = 32;

function encode(entry: TransientEntry): Message {
  return build(new transientstore.TxPvtReadWriteSetWithConfigInfo(), (message) => {
    message.setEndorsedAt(entry.height);
    message.setPvtRwset(entry.rwset);
    const configs = message.getCollectionConfigsMap();
    for (const [namespace, config] of entry.collectionConfigs) {
      configs.set(namespace, config);
    }
  });
}

function decode(bytes: Uint8Array): Message {
  return transientstore.TxPvtReadWriteSetWithConfigInfo.deserializeBinary(bytes);
}

function collectionRwset(
  message: Message,
  wanted: { readonly namespace: string; readonly collection: string; readonly hash: Uint8Array },
): Uint8Array | undefined {
  for (const namespace of message.getPvtRwset()?.getNsPvtRwsetList() ?? []) {
    if (namespace.getNamespace() !== wanted.namespace) {
      continue;
    }
    for (const collection of namespace.getCollectionPvtRwsetList()) {
      const rwset = collection.getRwset_asU8();
      if (
        collection.getCollectionName() === wanted.collection &&
        Buffer.from(wanted.hash).equals(sha256(rwset))
      ) {
        return rwset;
      }
    }
  }
  return undefined;
}
