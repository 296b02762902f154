import { peer } from '@hyperledger/fabric-protos';
import type { ChannelLedger, CommittedBlock } from '../../ledger/channel-ledger.js';

/** Clients ask for the status right after submitting, so the latest outcomes answer nearly all of them. */
const REMEMBERED = 20_000;

export interface CommitStatus {
  readonly txId: string;
  /** peer.TxValidationCode */
  readonly code: number;
  readonly block: number;
}

type Listener = (status: CommitStatus | undefined) => void;

/** What became of each transaction of a channel, now or once it commits. */
export class CommitStatuses {
  readonly #ledger: ChannelLedger;
  readonly #recent = new Map<string, CommitStatus>();
  readonly #listeners = new Map<string, Set<Listener>>();

  constructor(ledger: ChannelLedger) {
    this.#ledger = ledger;
  }

  /** Resolves at once for a committed transaction; with undefined when the signal is aborted or the channel closed. */
  of(txId: string, signal: () => AbortSignal): Promise<CommitStatus | undefined> {
    const known = this.#known(txId);
    return known === undefined ? this.#wait(txId, signal()) : Promise.resolve(known);
  }

  committed(block: CommittedBlock): void {
    for (const { txId, code } of block.transactions) {
      const status = { txId, code, block: block.number };
      // A repetition does not change what is known of the first one.
      if (code !== peer.TxValidationCode.DUPLICATE_TXID && txId !== '') {
        this.#remember(status);
      }
      const listeners = this.#listeners.get(txId);
      this.#listeners.delete(txId);
      listeners?.forEach((listener) => {
        listener(status);
      });
    }
  }

  close(): void {
    for (const listeners of this.#listeners.values()) {
      for (const listener of listeners) {
        listener(undefined);
      }
    }
    this.#listeners.clear();
  }

  #known(txId: string): CommitStatus | undefined {
    const recent = this.#recent.get(txId);
    if (recent !== undefined || !this.#ledger.hasTransaction(txId)) {
      return recent;
    }
    const found = this.#ledger.transaction(txId);
    return found && { txId, code: found.code, block: found.block };
  }

  #wait(txId: string, signal: AbortSignal): Promise<CommitStatus | undefined> {
    return new Promise((resolve) => {
      const listeners = this.#listeners.get(txId) ?? new Set<Listener>();
      this.#listeners.set(txId, listeners);
      const done: Listener = (status) => {
        signal.removeEventListener('abort', abort);
        resolve(status);
      };
      const abort = () => {
        listeners.delete(done);
        if (listeners.size === 0 && this.#listeners.get(txId) === listeners) {
          this.#listeners.delete(txId);
        }
        resolve(undefined);
      };
      listeners.add(done);
      signal.addEventListener('abort', abort, { once: true });
    });
  }

  #remember(status: CommitStatus): void {
    this.#recent.set(status.txId, status);
    if (this.#recent.size > REMEMBERED) {
      const [oldest] = this.#recent.keys();
      if (oldest !== undefined) {
        this.#recent.delete(oldest);
      }
    }
  }
}
