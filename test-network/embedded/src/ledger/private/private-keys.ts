import {
  FIXED_WIDTH,
  fixed,
  type KeyRange,
  prefixRange,
  privateNamespace,
  stateKey,
} from '../state/store-keys.js';

/** Keys of an organisation's own store; its private state has the keys of public state. */
const SEPARATOR = '\u0000';

export function privateStateKey(namespace: string, collection: string, key: string): string {
  return stateKey(privateNamespace(namespace, collection), key);
}

/** The private write sets of a block. */
export function blockRecordKey(block: number): string {
  return `d${fixed(block)}`;
}

/** Which blocks wrote a private key, found by the key's hash; the value is the key itself. */
export function keyIndexKey(
  item: { readonly namespace: string; readonly collection: string; readonly keyHash: string },
  block: number,
): string {
  return `${keyIndexPrefix(item)}${fixed(block)}`;
}

export function keyIndexRange(item: {
  readonly namespace: string;
  readonly collection: string;
  readonly keyHash: string;
}): KeyRange {
  return prefixRange(keyIndexPrefix(item));
}

function keyIndexPrefix(item: {
  readonly namespace: string;
  readonly collection: string;
  readonly keyHash: string;
}): string {
  return `i${[item.namespace, item.collection, item.keyHash].join(SEPARATOR)}${SEPARATOR}`;
}

export function blockOfKeyIndexKey(stored: string): number {
  return Number.parseInt(stored.slice(-FIXED_WIDTH), 16);
}

/** What expires when a block commits; the tail says what. */
export type Expiring =
  | { readonly kind: 'key'; readonly committedAt: number; readonly stateKey: string }
  | {
      readonly kind: 'record';
      readonly committedAt: number;
      readonly namespace: string;
      readonly collection: string;
    };

export function expiringKey(at: number, what: Expiring): string {
  const head = `e${fixed(at)}${fixed(what.committedAt)}`;
  return what.kind === 'key'
    ? `${head}k${what.stateKey}`
    : `${head}r${what.namespace}${SEPARATOR}${what.collection}`;
}

export function expiringRange(at: number): KeyRange {
  return prefixRange(`e${fixed(at)}`);
}

export function expiringOf(stored: string): Expiring {
  const committedAt = Number.parseInt(stored.slice(1 + FIXED_WIDTH, 1 + 2 * FIXED_WIDTH), 16);
  const kind = stored[1 + 2 * FIXED_WIDTH];
  const tail = stored.slice(2 + 2 * FIXED_WIDTH);
  if (kind === 'k') {
    return { kind: 'key', committedAt, stateKey: tail };
  }
  const [namespace = '', collection = ''] = tail.split(SEPARATOR);
  return { kind: 'record', committedAt, namespace, collection };
}

export function transientKey(txId: string, digest: string): string {
  return `t${txId}${SEPARATOR}${digest}`;
}

export const TRANSIENT_RANGE: KeyRange = prefixRange('t');

export function partsOfTransientKey(stored: string): { readonly txId: string; readonly digest: string } {
  const [txId = '', digest = ''] = stored.slice(1).split(SEPARATOR);
  return { txId, digest };
}
