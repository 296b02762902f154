import { ledger } from '@hyperledger/fabric-protos';
import { sha256 } from '../blocks/sha256.js';
import { hex } from '../rwset/parsed-rwset.js';
import { build } from '../wire/build.js';

const { rwset } = ledger;

/** One collection's private writes by one transaction: ledger.rwset.kvrwset.KVRWSet bytes. */
export interface RecordEntry {
  readonly tx: number;
  readonly namespace: string;
  readonly collection: string;
  readonly rwset: Uint8Array;
}

/** The private write sets of a block that one organisation holds. */
export class BlockRecord {
  #entries: readonly RecordEntry[];

  constructor(entries: readonly RecordEntry[] = []) {
    this.#entries = entries;
  }

  /** Entries are stored as position (4 bytes), length (4 bytes) and a TxPvtReadWriteSet, one a transaction. */
  static decode(bytes: Buffer): BlockRecord {
    const entries: RecordEntry[] = [];
    for (let at = 0; at < bytes.length; ) {
      const tx = bytes.readUInt32BE(at);
      const end = at + 8 + bytes.readUInt32BE(at + 4);
      const set = rwset.TxPvtReadWriteSet.deserializeBinary(bytes.subarray(at + 8, end));
      for (const namespace of set.getNsPvtRwsetList()) {
        for (const collection of namespace.getCollectionPvtRwsetList()) {
          entries.push({
            tx,
            namespace: namespace.getNamespace(),
            collection: collection.getCollectionName(),
            rwset: collection.getRwset_asU8(),
          });
        }
      }
      at = end;
    }
    return new BlockRecord(entries);
  }

  get isEmpty(): boolean {
    return this.#entries.length === 0;
  }

  add(entry: RecordEntry): void {
    this.#entries = [...this.#entries, entry];
  }

  /** Hexadecimal SHA-256 of every key that the block wrote in a collection. */
  keyHashesOf(namespace: string, collection: string): readonly string[] {
    return this.#entries
      .filter((entry) => entry.namespace === namespace && entry.collection === collection)
      .flatMap((entry) => rwset.kvrwset.KVRWSet.deserializeBinary(entry.rwset).getWritesList())
      .map((write) => hex(sha256(write.getKey())));
  }

  /** Forgets a collection whose time to live is over. */
  dropCollection(namespace: string, collection: string): void {
    this.#entries = this.#entries.filter(
      (entry) => entry.namespace !== namespace || entry.collection !== collection,
    );
  }

  /** Forgets what was written to a key up to and including a transaction of the block. */
  purgeKey(
    item: { readonly namespace: string; readonly collection: string; readonly keyHash: string },
    upToTx: number,
  ): void {
    this.#entries = this.#entries.map((entry) =>
      entry.tx <= upToTx && entry.namespace === item.namespace && entry.collection === item.collection
        ? { ...entry, rwset: withoutKey(entry.rwset, item.keyHash) }
        : entry,
    );
  }

  encode(): Buffer {
    return Buffer.concat(
      [...this.toMessages()].flatMap(([tx, message]) => {
        const bytes = message.serializeBinary();
        const header = Buffer.allocUnsafe(8);
        header.writeUInt32BE(tx, 0);
        header.writeUInt32BE(bytes.length, 4);
        return [header, bytes];
      }),
    );
  }

  /** By the transaction's position in the block. */
  toMessages(): Map<number, ledger.rwset.TxPvtReadWriteSet> {
    const messages = new Map<number, ledger.rwset.TxPvtReadWriteSet>();
    for (const entry of this.#entries) {
      const message = messages.get(entry.tx) ?? new rwset.TxPvtReadWriteSet();
      messages.set(entry.tx, message);
      namespaceOf(message, entry.namespace).addCollectionPvtRwset(
        build(new rwset.CollectionPvtReadWriteSet(), (collection) => {
          collection.setCollectionName(entry.collection);
          collection.setRwset(entry.rwset);
        }),
      );
    }
    return messages;
  }
}

function namespaceOf(message: ledger.rwset.TxPvtReadWriteSet, name: string): ledger.rwset.NsPvtReadWriteSet {
  const existing = message.getNsPvtRwsetList().find((each) => each.getNamespace() === name);
  if (existing !== undefined) {
    return existing;
  }
  const created = build(new rwset.NsPvtReadWriteSet(), (namespace) => namespace.setNamespace(name));
  message.addNsPvtRwset(created);
  return created;
}

function withoutKey(bytes: Uint8Array, keyHash: string): Uint8Array {
  const set = rwset.kvrwset.KVRWSet.deserializeBinary(bytes);
  set.setWritesList(set.getWritesList().filter((write) => hex(sha256(write.getKey())) !== keyHash));
  return set.serializeBinary();
}
