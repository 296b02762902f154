import type { common } from '@hyperledger/fabric-protos';
import type { ChannelLedger, CommittedBlock, CommittedTransaction } from '../../ledger/channel-ledger.js';
import { transactionsOf } from './block-transactions.js';
import { CommitStatuses } from './commit-statuses.js';

/** Blocks just committed are kept for those who follow the channel, so that following needs no reading back. */
const RECENT_BLOCKS = 16;

export interface FeedBlock {
  readonly number: number;
  readonly block: common.Block;
  readonly transactions: readonly CommittedTransaction[];
}

/** A channel's blocks for readers who follow it, and the outcome of each transaction. One per channel. */
export class ChannelFeed {
  readonly ledger: ChannelLedger;
  readonly statuses: CommitStatuses;
  readonly #recent = new Map<number, FeedBlock>();
  readonly #waiting = new Set<() => void>();
  readonly #unsubscribe: () => void;

  constructor(ledger: ChannelLedger) {
    this.ledger = ledger;
    this.statuses = new CommitStatuses(ledger);
    this.#unsubscribe = ledger.onBlock((committed) => this.#committed(committed));
  }

  /** Undefined beyond the channel's height. */
  at(number: number): FeedBlock | undefined {
    const recent = this.#recent.get(number);
    if (recent !== undefined || number >= this.ledger.height) {
      return recent;
    }
    const block = this.ledger.block(number);
    return block === undefined ? undefined : lazyFeedBlock(number, block);
  }

  /** The block, once it is there; undefined when the signal is aborted first. */
  async next(number: number, signal: AbortSignal): Promise<FeedBlock | undefined> {
    while (!signal.aborted) {
      const found = this.at(number);
      if (found !== undefined) {
        return found;
      }
      await this.#changed(signal);
    }
    return undefined;
  }

  close(): void {
    this.#unsubscribe();
    this.statuses.close();
  }

  #changed(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        this.#waiting.delete(done);
        signal.removeEventListener('abort', done);
        resolve();
      };
      this.#waiting.add(done);
      signal.addEventListener('abort', done);
    });
  }

  #committed(committed: CommittedBlock): void {
    this.#recent.set(committed.number, committed);
    this.#recent.delete(committed.number - RECENT_BLOCKS);
    this.statuses.committed(committed);
    for (const wake of [...this.#waiting]) {
      wake();
    }
  }
}

/** Full-block readers never ask for the transactions, so they are read out on demand. */
function lazyFeedBlock(number: number, block: common.Block): FeedBlock {
  let transactions: readonly CommittedTransaction[] | undefined;
  return {
    number,
    block,
    get transactions() {
      transactions ??= transactionsOf(block);
      return transactions;
    },
  };
}
