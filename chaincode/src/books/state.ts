import type { Context } from 'fabric-contract-api';
import { canonicalJson } from './canonical-json.js';

/** What the books use of Fabric's chaincode stub. */
export type LedgerState = Pick<
  Context['stub'],
  | 'getTxID'
  | 'getDateTimestamp'
  | 'getChannelID'
  | 'getState'
  | 'putState'
  | 'getStateByRange'
  | 'getStateByRangeWithPagination'
  | 'setStateValidationParameter'
  | 'getPrivateData'
  | 'putPrivateData'
  | 'purgePrivateData'
  | 'getTransient'
  | 'setEvent'
>;

/** The JSON value under a key, or undefined. The books alone write these keys, so its type is what was written. */
export async function readState<Row>(state: LedgerState, key: string): Promise<Row | undefined> {
  const bytes = await state.getState(key);
  return bytes.length === 0 ? undefined : decode<Row>(bytes);
}

export async function writeState(state: LedgerState, key: string, row: object): Promise<void> {
  await state.putState(key, encode(row));
}

export interface KeyedRow<Row> {
  readonly key: string;
  readonly row: Row;
}

/**
 * All rows whose keys begin with `prefix`, in order of the keys, as committed. For books that are small by nature:
 * every row read is checked again when the transaction commits.
 */
export async function readAll<Row>(state: LedgerState, prefix: string): Promise<KeyedRow<Row>[]> {
  const rows: KeyedRow<Row>[] = [];
  const iterator = await state.getStateByRange(prefix, endOfPrefix(prefix));
  for (let item = await iterator.next(); !item.done; item = await iterator.next()) {
    rows.push({ key: item.value.key, row: decode<Row>(item.value.value) });
  }
  await iterator.close();
  return rows;
}

/** The first key after all that begin with the prefix, which ends in a character below U+007F. */
export function endOfPrefix(prefix: string): string {
  return prefix.slice(0, -1) + String.fromCharCode(prefix.charCodeAt(prefix.length - 1) + 1);
}

export function encode(row: object): Uint8Array {
  return Buffer.from(canonicalJson(row));
}

export function decode<Row>(bytes: Uint8Array): Row {
  return JSON.parse(Buffer.from(bytes).toString('utf8'));
}
