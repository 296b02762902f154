/** The height of a transaction: block number and position in the block. Versions of state are heights. */
export interface Version {
  readonly block: number;
  readonly tx: number;
}

export interface VersionedValue {
  readonly value: Uint8Array;
  readonly version: Version;
  /** The key's metadata entries (validation parameter), serialised; absent if the key has none. */
  readonly metadata?: Uint8Array;
}

export function sameVersion(a: Version | undefined, b: Version | undefined): boolean {
  if (a === undefined || b === undefined) {
    return a === b;
  }
  return a.block === b.block && a.tx === b.tx;
}
