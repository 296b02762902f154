import { createHash } from 'node:crypto';
import { peer } from '@hyperledger/fabric-protos';
import { textOf } from '../../chaincode/error-text.js';
import { strictDecode } from '../../ledger/wire/strict-decode.js';
import type { LifecycleState, OpaqueState } from './lifecycle-state.js';

const { StateData, StateMetadata } = peer.lifecycle;
type StateData = peer.lifecycle.StateData;

/** One value of a record; messages are kept as their bytes. */
export type FieldValue =
  | { readonly int64: number }
  | { readonly bytes: Uint8Array }
  | { readonly string: string };

/** A typed group of fields; the order of the fields is part of what is stored. */
export interface LifecycleRecord {
  readonly type: string;
  readonly fields: ReadonlyMap<string, FieldValue>;
}

/** Where a record lies: `<namespace>/metadata/<name>` and `<namespace>/fields/<name>/<field>`. */
export interface RecordPlace {
  readonly namespace: 'namespaces' | 'chaincode-sources';
  readonly name: string;
}

export function metadataKey({ namespace, name }: RecordPlace): string {
  return `${namespace}/metadata/${name}`;
}

export function fieldKey({ namespace, name }: RecordPlace, field: string): string {
  return `${namespace}/fields/${name}/${field}`;
}

export function readMetadata(
  place: RecordPlace,
  state: LifecycleState,
): peer.lifecycle.StateMetadata | undefined {
  const bytes = state.get(metadataKey(place));
  return bytes === undefined || bytes.length === 0 ? undefined : strictDecode(StateMetadata, bytes);
}

/** A field as stored; absent keys read as an empty value, as in Fabric. */
export function readField(place: RecordPlace, field: string, state: LifecycleState): StateData {
  const key = fieldKey(place, field);
  try {
    return strictDecode(StateData, state.get(key) ?? new Uint8Array());
  } catch (error) {
    throw new Error(`could not unmarshal state for key ${key}: ${textOf(error)}`);
  }
}

/** Writes a record; keys whose value stays the same are not written again. */
export function writeRecord(place: RecordPlace, record: LifecycleRecord, state: LifecycleState): void {
  const metadata = readMetadata(place, state);
  const existing = new Map(
    (metadata?.getFieldsList() ?? []).map((field) => {
      const key = fieldKey(place, field);
      return [key, state.get(key)];
    }),
  );
  for (const [field, value] of record.fields) {
    const key = fieldKey(place, field);
    const bytes = encodeField(value);
    const before = existing.get(key);
    if (before === undefined || !sameBytes(before, bytes)) {
      state.put(key, bytes);
    }
    existing.delete(key);
  }
  const fieldCount = metadata?.getFieldsList().length ?? 0;
  if (existing.size > 0 || metadata?.getDatatype() !== record.type || fieldCount !== record.fields.size) {
    state.put(metadataKey(place), encodeMetadata(record));
  }
  for (const key of existing.keys()) {
    state.delete(key);
  }
}

/** What of a record differs from what another organisation has approved, judged by hashes; nothing if all is the same. */
export function differences(
  place: RecordPlace,
  record: LifecycleRecord,
  state: OpaqueState,
): readonly string[] {
  const hashes = new Map(
    [...record.fields.keys()].map((field) => [field, state.hash(fieldKey(place, field))]),
  );
  if (!hasHash(state.hash(metadataKey(place)), encodeMetadata(record))) {
    return [record.type];
  }
  return [...record.fields]
    .filter(([field, value]) => !hasHash(hashes.get(field), encodeField(value)))
    .map(([field]) => field);
}

export function hasHash(hash: Uint8Array | undefined, value: Uint8Array): boolean {
  return hash !== undefined && sameBytes(hash, createHash('sha256').update(value).digest());
}

export function encodeField(value: FieldValue): Uint8Array {
  const data = new StateData();
  if ('int64' in value) {
    data.setInt64(value.int64);
  } else if ('bytes' in value) {
    data.setBytes(value.bytes);
  } else {
    data.setString(value.string);
  }
  return data.serializeBinary();
}

export function encodeMetadata(record: LifecycleRecord): Uint8Array {
  const metadata = new StateMetadata();
  metadata.setDatatype(record.type);
  metadata.setFieldsList([...record.fields.keys()]);
  return metadata.serializeBinary();
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}
