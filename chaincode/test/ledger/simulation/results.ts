import type { Timestamp } from '../proposal.js';
import type { Modification } from '../state/peer-state.js';

/** Results one by one, as the shim’s iterators give them. */
export interface ResultIterator<Result> {
  next(): Promise<{ readonly value?: Result; readonly done: boolean }>;
  close(): Promise<object>;
}

export interface KeyModification {
  readonly txId: string;
  readonly value: Buffer;
  readonly isDelete: boolean;
  /** Plain numbers here, unlike the transaction’s own timestamp: so the shim has it, whatever its types say. */
  readonly timestamp: Timestamp;
}

/** Hands out results that are there already; `onTake` hears how many have been taken. */
export function iterate<Result>(
  results: readonly Result[],
  onTake: (taken: number) => void = () => undefined,
): ResultIterator<Result> {
  let taken = 0;
  return {
    next: async () => {
      const value = results[taken];
      taken += 1;
      onTake(taken);
      return value === undefined ? { done: true } : { value, done: false };
    },
    close: async () => ({}),
  };
}

export function keyModification({ transactionId, value, timestamp }: Modification): KeyModification {
  return {
    txId: transactionId,
    value: Buffer.from(value ?? []),
    isDelete: value === null,
    timestamp: { ...timestamp },
  };
}
