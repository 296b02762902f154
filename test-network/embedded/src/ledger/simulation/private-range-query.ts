import type { ResultIterator, StateEntry } from '../iterators.js';
import type { Scan } from '../state/scan.js';
import { keyOfStateKey, privateNamespace } from '../state/store-keys.js';
import { decodeValue } from '../state/value-codec.js';

/** A range query over an organisation's private data; leaves nothing in the read set. */
export class PrivateRangeQuery implements ResultIterator<StateEntry> {
  readonly #namespace: string;
  readonly #storedNamespace: string;
  readonly #scan: Scan | undefined;

  /** Without a scan there is no data. */
  constructor(options: {
    readonly namespace: string;
    readonly collection: string;
    readonly scan: Scan | undefined;
  }) {
    this.#namespace = options.namespace;
    this.#storedNamespace = privateNamespace(options.namespace, options.collection);
    this.#scan = options.scan;
  }

  async next(): Promise<StateEntry | undefined> {
    const found = await this.#scan?.next();
    if (found === undefined) {
      return undefined;
    }
    const key = keyOfStateKey(this.#storedNamespace, found[0]);
    return { namespace: this.#namespace, key, value: decodeValue(found[1]).value };
  }

  async close(): Promise<void> {
    await this.#scan?.close();
  }
}
