import type { common } from '@hyperledger/fabric-protos';
import type { BatchConfig } from '../channel/channel-config.js';
import { messageBytes } from './message-checks.js';

/** Groups messages into batches by number and size; time is for the caller to watch. */
export class BlockCutter {
  #pending: common.Envelope[] = [];
  #pendingBytes = 0;

  get hasPending(): boolean {
    return this.#pending.length > 0;
  }

  /** Takes a message in; answers the batches that are complete by that, in order. */
  add(message: common.Envelope, limits: BatchConfig): common.Envelope[][] {
    const size = messageBytes(message);
    const batches: common.Envelope[][] = [];
    const isolated = size > limits.preferredMaxBytes;
    if (this.hasPending && (isolated || this.#pendingBytes + size > limits.preferredMaxBytes)) {
      batches.push(this.cut());
    }
    if (isolated) {
      batches.push([message]);
      return batches;
    }
    this.#pending.push(message);
    this.#pendingBytes += size;
    if (this.#pending.length >= limits.maxMessages) {
      batches.push(this.cut());
    }
    return batches;
  }

  /** What waits, which may be nothing; begins a new batch. */
  cut(): common.Envelope[] {
    const batch = this.#pending;
    this.#pending = [];
    this.#pendingBytes = 0;
    return batch;
  }
}
