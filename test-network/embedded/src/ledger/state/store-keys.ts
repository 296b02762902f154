/**
 * The keys of a channel's LevelDB stores. All are UTF-8 strings whose first character says what they index;
 * numbers are fixed-width hexadecimal so that they sort. Names of chaincodes and collections cannot hold
 * U+0000, which separates them.
 */
const SEPARATOR = '\u0000';
const AFTER_SEPARATOR = '\u0001';

export interface KeyRange {
  readonly gte: string;
  readonly lt: string;
}

export const SAVEPOINT_KEY = 'm-savepoint';

export function stateKey(namespace: string, key: string): string {
  return `s${namespace}${SEPARATOR}${key}`;
}

/** Keys of public state from start (inclusive) to end (exclusive, empty for the end of the namespace). */
export function stateRange(namespace: string, start: string, end: string): KeyRange {
  return {
    gte: stateKey(namespace, start),
    lt: end === '' ? `s${namespace}${AFTER_SEPARATOR}` : stateKey(namespace, end),
  };
}

export function keyOfStateKey(namespace: string, stored: string): string {
  return stored.slice(namespace.length + 2);
}

/** A collection's private state is kept like public state, under a namespace that no chaincode can have. */
export function privateNamespace(namespace: string, collection: string): string {
  return `${namespace}$$p${collection}`;
}

export function hashedKey(namespace: string, collection: string, keyHash: string): string {
  return `h${namespace}${SEPARATOR}${collection}${SEPARATOR}${keyHash}`;
}

export interface HashedKeyParts {
  readonly namespace: string;
  readonly collection: string;
  readonly keyHash: string;
}

export function partsOfHashedKey(stored: string): HashedKeyParts {
  const [namespace = '', collection = '', keyHash = ''] = stored.slice(1).split(SEPARATOR);
  return { namespace, collection, keyHash };
}

export function historyKey(namespace: string, key: string, block: number, tx: number): string {
  return `${historyPrefix(namespace, key)}${fixed(block)}${fixed(tx)}`;
}

export function historyRange(namespace: string, key: string): KeyRange {
  return prefixRange(historyPrefix(namespace, key));
}

/** The length keeps the history of a key apart from that of a key which it begins. */
function historyPrefix(namespace: string, key: string): string {
  return `y${namespace}${SEPARATOR}${fixed(key.length)}${key}${SEPARATOR}`;
}

export function heightOfHistoryKey(stored: string): { readonly block: number; readonly tx: number } {
  const tail = stored.slice(-2 * FIXED_WIDTH);
  return {
    block: Number.parseInt(tail.slice(0, FIXED_WIDTH), 16),
    tx: Number.parseInt(tail.slice(FIXED_WIDTH), 16),
  };
}

export function blockLocationKey(block: number): string {
  return `b${fixed(block)}`;
}

export function blockHashKey(hash: Uint8Array): string {
  return `H${Buffer.from(hash).toString('hex')}`;
}

export function txIdKey(txId: string): string {
  return `x${txId}`;
}

/** Hashed keys that expire when a block commits. */
export function expiryKey(expiringBlock: number, hashed: string): string {
  return `e${fixed(expiringBlock)}${hashed}`;
}

export function expiryRange(expiringBlock: number): KeyRange {
  return prefixRange(`e${fixed(expiringBlock)}`);
}

export function tailOfExpiryKey(stored: string): string {
  return stored.slice(1 + FIXED_WIDTH);
}

export const FIXED_WIDTH = 12;

export function fixed(value: number): string {
  return value.toString(16).padStart(FIXED_WIDTH, '0');
}

/** All keys that begin with a prefix (which does not end in the last code point). */
export function prefixRange(prefix: string): KeyRange {
  return { gte: prefix, lt: `${prefix}\u{10ffff}` };
}
