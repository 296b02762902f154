/** Results of a query, pulled one by one; LevelDB's iteration is asynchronous, so this is. */
export interface ResultIterator<T> {
  /** The next result, undefined at the end. */
  next(): Promise<T | undefined>;
  /** Gives the iterator back; it may be called more than once. */
  close(): Promise<void>;
}

export interface StateEntry {
  readonly namespace: string;
  readonly key: string;
  readonly value: Uint8Array;
}

export interface StateIterator extends ResultIterator<StateEntry> {
  /** Where the next page starts, empty at the end; closes the iterator. */
  bookmarkAndClose(): Promise<string>;
}

export interface KeyModificationEntry {
  readonly txId: string;
  readonly value: Uint8Array;
  /** The transaction's own timestamp, from its channel header. */
  readonly timestamp: { readonly seconds: number; readonly nanos: number };
  readonly isDelete: boolean;
}
