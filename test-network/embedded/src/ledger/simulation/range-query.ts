import { ledger } from '@hyperledger/fabric-protos';
import type { StateEntry, StateIterator } from '../iterators.js';
import { kvRead } from '../rwset/kv-messages.js';
import { QueryReadsDigest } from '../rwset/query-reads.js';
import type { Scan } from '../state/scan.js';
import { keyOfStateKey } from '../state/store-keys.js';
import { decodeValue } from '../state/value-codec.js';

export interface RangeQueryOptions {
  readonly namespace: string;
  readonly start: string;
  readonly end: string;
  /** 0 for no limit. */
  readonly pageSize: number;
  readonly scan: Scan;
}

/** A range query of a simulation: hands out results and keeps what the phantom check at commit needs. */
export class RangeQuery implements StateIterator {
  readonly namespace: string;
  readonly #options: RangeQueryOptions;
  readonly #info = new ledger.rwset.kvrwset.RangeQueryInfo();
  readonly #digest = new QueryReadsDigest();
  #returned = 0;

  constructor(options: RangeQueryOptions) {
    this.namespace = options.namespace;
    this.#options = options;
    this.#info.setStartKey(options.start);
  }

  async next(): Promise<StateEntry | undefined> {
    const { namespace, pageSize, scan, end } = this.#options;
    const pageIsFull = pageSize > 0 && this.#returned >= pageSize;
    const found = pageIsFull ? undefined : await scan.next();
    if (found === undefined) {
      this.#info.setItrExhausted(true);
      this.#info.setEndKey(end);
      return undefined;
    }
    const key = keyOfStateKey(namespace, found[0]);
    const { value, version } = decodeValue(found[1]);
    this.#returned += 1;
    this.#digest.add(kvRead(key, version));
    // The caller may never ask again: as far as is known now, the query ends here.
    this.#info.setEndKey(key);
    return { namespace, key, value };
  }

  async bookmarkAndClose(): Promise<string> {
    const following = await this.#options.scan.next();
    await this.close();
    return following === undefined ? '' : keyOfStateKey(this.namespace, following[0]);
  }

  async close(): Promise<void> {
    await this.#options.scan.close();
  }

  /** What the read set says of this query; to be called once. */
  finish(): ledger.rwset.kvrwset.RangeQueryInfo {
    this.#digest.finishInto(this.#info);
    return this.#info;
  }
}
