import { ledger } from '@hyperledger/fabric-protos';
import { sha256 } from '../blocks/sha256.js';
import { type Metadata, metadataEntries } from '../state/metadata-codec.js';
import type { Version } from '../version.js';
import { build } from '../wire/build.js';

const { kvrwset } = ledger.rwset;

export type KVRead = ledger.rwset.kvrwset.KVRead;
export type KVReadHash = ledger.rwset.kvrwset.KVReadHash;
export type KVWrite = ledger.rwset.kvrwset.KVWrite;
export type KVWriteHash = ledger.rwset.kvrwset.KVWriteHash;
export type KVMetadataWrite = ledger.rwset.kvrwset.KVMetadataWrite;
export type KVMetadataWriteHash = ledger.rwset.kvrwset.KVMetadataWriteHash;

/** A read; without a version the key did not exist. */
export function kvRead(key: string, version: Version | undefined): KVRead {
  return build(new kvrwset.KVRead(), (read) => {
    read.setKey(key);
    read.setVersion(versionMessage(version));
  });
}

export function kvReadHash(key: string, version: Version | undefined): KVReadHash {
  return build(new kvrwset.KVReadHash(), (read) => {
    read.setKeyHash(sha256(key));
    read.setVersion(versionMessage(version));
  });
}

function versionMessage(version: Version | undefined): ledger.rwset.kvrwset.Version | undefined {
  return version === undefined
    ? undefined
    : build(new kvrwset.Version(), (message) => {
        message.setBlockNum(version.block);
        message.setTxNum(version.tx);
      });
}

/** A write; without a value it deletes. */
export function kvWrite(key: string, value: Uint8Array | undefined): KVWrite {
  return build(new kvrwset.KVWrite(), (write) => {
    write.setKey(key);
    if (value === undefined) {
      write.setIsDelete(true);
    } else {
      write.setValue(value);
    }
  });
}

export function kvWriteHash(key: string, value: Uint8Array | undefined, purge: boolean): KVWriteHash {
  return build(new kvrwset.KVWriteHash(), (write) => {
    write.setKeyHash(sha256(key));
    if (value === undefined) {
      write.setIsDelete(true);
      write.setIsPurge(purge);
    } else {
      write.setValueHash(sha256(value));
    }
  });
}

export function kvMetadataWrite(key: string, metadata?: Metadata): KVMetadataWrite {
  return build(new kvrwset.KVMetadataWrite(), (write) => {
    write.setKey(key);
    write.setEntriesList(metadata === undefined ? [] : metadataEntries(metadata));
  });
}

export function kvMetadataWriteHash(key: string, metadata: Metadata): KVMetadataWriteHash {
  return build(new kvrwset.KVMetadataWriteHash(), (write) => {
    write.setKeyHash(sha256(key));
    write.setEntriesList(metadataEntries(metadata));
  });
}

export function versionOf(read: KVRead | KVReadHash): Version | undefined {
  const version = read.getVersion();
  return version === undefined ? undefined : { block: version.getBlockNum(), tx: version.getTxNum() };
}

/** A write of nothing deletes. */
export function deletes(write: KVWrite): boolean {
  return write.getIsDelete() || write.getValue_asU8().length === 0;
}

const HASH_OF_NOTHING = Buffer.from(sha256(new Uint8Array()));

export function hashDeletes(write: KVWriteHash): boolean {
  const valueHash = write.getValueHash_asU8();
  return write.getIsDelete() || valueHash.length === 0 || HASH_OF_NOTHING.equals(valueHash);
}
