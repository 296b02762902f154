import { ledger } from '@hyperledger/fabric-protos';
import { strictDecode } from '../wire/strict-decode.js';

const { rwset } = ledger;
const { kvrwset } = rwset;

export interface ParsedCollection {
  readonly name: string;
  readonly hashed: ledger.rwset.kvrwset.HashedRWSet;
  /** SHA-256 of the write set in clear; empty if nothing was written. */
  readonly privateRwsetHash: Uint8Array;
}

export interface ParsedNamespace {
  readonly name: string;
  readonly kv: ledger.rwset.kvrwset.KVRWSet;
  readonly collections: readonly ParsedCollection[];
}

/** Decodes TxReadWriteSet bytes down to keys. Throws DecodeError. */
export function parseRwset(bytes: Uint8Array): readonly ParsedNamespace[] {
  return strictDecode(rwset.TxReadWriteSet, bytes)
    .getNsRwsetList()
    .map((namespace) => ({
      name: namespace.getNamespace(),
      kv: strictDecode(kvrwset.KVRWSet, namespace.getRwset_asU8()),
      collections: namespace.getCollectionHashedRwsetList().map((collection) => ({
        name: collection.getCollectionName(),
        hashed: strictDecode(kvrwset.HashedRWSet, collection.getHashedRwset_asU8()),
        privateRwsetHash: collection.getPvtRwsetHash_asU8(),
      })),
    }));
}

/** Whether a namespace's set changes anything, public or private. */
export function writesToNamespace(namespace: ParsedNamespace): boolean {
  return (
    namespace.kv.getWritesList().length > 0 ||
    namespace.kv.getMetadataWritesList().length > 0 ||
    namespace.collections.some(writesToCollection)
  );
}

export function writesToCollection(collection: ParsedCollection): boolean {
  return (
    collection.hashed.getHashedWritesList().length > 0 || collection.hashed.getMetadataWritesList().length > 0
  );
}

export function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
}
