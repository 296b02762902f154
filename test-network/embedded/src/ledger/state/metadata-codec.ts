import { ledger } from '@hyperledger/fabric-protos';
import { build } from '../wire/build.js';
import { compareKeys } from './key-order.js';

const { KVMetadataEntry, KVMetadataWrite } = ledger.rwset.kvrwset;

/** A key's metadata: name to value. The validation parameter has the name VALIDATION_PARAMETER. */
export type Metadata = ReadonlyMap<string, Uint8Array>;

export const NO_METADATA: Metadata = new Map();

/** The entries of a metadata write as they are kept with the state. */
export function encodeMetadata(entries: ledger.rwset.kvrwset.KVMetadataEntry[]): Uint8Array {
  return build(new KVMetadataWrite(), (write) => write.setEntriesList(entries)).serializeBinary();
}

export function decodeMetadata(encoded: Uint8Array | undefined): Metadata {
  if (encoded === undefined) {
    return NO_METADATA;
  }
  const entries = KVMetadataWrite.deserializeBinary(encoded).getEntriesList();
  return new Map(entries.map((entry) => [entry.getName(), entry.getValue_asU8()]));
}

/** Metadata as the entries of a write set, in order of name. */
export function metadataEntries(metadata: Metadata): ledger.rwset.kvrwset.KVMetadataEntry[] {
  return [...metadata]
    .sort(([a], [b]) => compareKeys(a, b))
    .map(([name, value]) =>
      build(new KVMetadataEntry(), (entry) => {
        entry.setName(name);
        entry.setValue(value);
      }),
    );
}
