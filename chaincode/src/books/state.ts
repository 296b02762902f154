import type { Context } from 'fabric-contract-api';

/** What the books use of Fabric's chaincode stub. */
export type LedgerState = Pick<
  Context['stub'],
  | 'getTxID'
  | 'getState'
  | 'putState'
  | 'getStateByRangeWithPagination'
  | 'getPrivateData'
  | 'putPrivateData'
  | 'getTransient'
>;

/** The JSON value under a key, or undefined. The books alone write these keys, so its type is what was written. */
export async function readState<Row>(state: LedgerState, key: string): Promise<Row | undefined> {
  const bytes = await state.getState(key);
  return bytes.length === 0 ? undefined : decode<Row>(bytes);
}

export async function writeState(state: LedgerState, key: string, row: object): Promise<void> {
  await state.putState(key, encode(row));
}

export function encode(row: object): Uint8Array {
  return Buffer.from(JSON.stringify(row));
}

export function decode<Row>(bytes: Uint8Array): Row {
  return JSON.parse(Buffer.from(bytes).toString('utf8'));
}
