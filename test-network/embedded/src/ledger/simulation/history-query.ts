import { readEndorserTransaction } from '../blocks/endorser-transaction.js';
import type { KeyModificationEntry, ResultIterator } from '../iterators.js';
import { LedgerError } from '../ledger-errors.js';
import { deletes } from '../rwset/kv-messages.js';
import type { Scan } from '../state/scan.js';
import { heightOfHistoryKey } from '../state/store-keys.js';

/** Envelopes of committed blocks. */
export interface EnvelopeSource {
  envelopeBytes(block: number, tx: number): Uint8Array;
}

/** A key's committed writes, latest first, read from the blocks that carried them. */
export class HistoryQuery implements ResultIterator<KeyModificationEntry> {
  readonly #options: {
    readonly namespace: string;
    readonly key: string;
    readonly scan: Scan;
    readonly source: EnvelopeSource;
  };

  constructor(options: {
    readonly namespace: string;
    readonly key: string;
    readonly scan: Scan;
    readonly source: EnvelopeSource;
  }) {
    this.#options = options;
  }

  async next(): Promise<KeyModificationEntry | undefined> {
    const { namespace, key, scan, source } = this.#options;
    const found = await scan.next();
    if (found === undefined) {
      return undefined;
    }
    const { block, tx } = heightOfHistoryKey(found[0]);
    const transaction = readEndorserTransaction(source.envelopeBytes(block, tx));
    const write = transaction?.rwset
      .find((each) => each.name === namespace)
      ?.kv.getWritesList()
      .find((each) => each.getKey() === key);
    if (transaction === undefined || write === undefined) {
      throw new LedgerError(
        `no namespace or key is found for namespace ${namespace} and key ${key} with decoded blockNum ${block} and tranNum ${tx}`,
      );
    }
    const timestamp = transaction.channelHeader.getTimestamp();
    return {
      txId: transaction.channelHeader.getTxId(),
      value: write.getValue_asU8(),
      timestamp: { seconds: timestamp?.getSeconds() ?? 0, nanos: timestamp?.getNanos() ?? 0 },
      isDelete: deletes(write),
    };
  }

  async close(): Promise<void> {
    await this.#options.scan.close();
  }
}
