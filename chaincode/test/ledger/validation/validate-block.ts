import type { EndorsedTransaction, ValidationCode } from '../block.js';
import type { RangeRead, Read } from '../simulation/read-write-set.js';
import type { KeyValueStore } from '../state/key-value-store.js';
import type { PeerState } from '../state/peer-state.js';
import { type EndorsementRules, endorsementsSuffice } from './endorsements.js';

/**
 * Judges the endorsements of all transactions of a block against the state before it, as Fabric does; their reads are
 * judged later, one transaction after the other, against what has been applied by then.
 */
export function judgeEndorsements(
  transactions: readonly EndorsedTransaction[],
  state: PeerState,
  rules: EndorsementRules,
): boolean[] {
  const changedInBlock = new Set<string>();
  return transactions.map((transaction) => {
    const suffices = endorsementsSuffice(transaction, state, rules, changedInBlock);
    if (suffices) for (const id of parameterIds(transaction)) changedInBlock.add(id);
    return suffices;
  });
}

/** Whether what a transaction has read is still so. */
export function judgeReads({ set }: EndorsedTransaction, state: PeerState): ValidationCode {
  const isCurrent =
    set.reads.every((read) => isStillSo(read, state.world)) &&
    set.collections.every(({ collection, reads }) => {
      const hashes = state.hashes(collection);
      return reads.every((read) => isStillSo(read, hashes));
    });
  if (!isCurrent) return 'MVCC_READ_CONFLICT';
  return set.ranges.every((range) => isSameRange(range, state.world)) ? 'VALID' : 'PHANTOM_READ_CONFLICT';
}

function isStillSo({ key, version }: Read, store: KeyValueStore): boolean {
  return (store.get(key)?.version ?? null) === version;
}

/** Reading that stopped early ended with its last result, which belongs to the range then. */
function isSameRange({ start, end, exhausted, results }: RangeRead, world: KeyValueStore): boolean {
  const keys = exhausted ? world.range(start, end) : [...world.range(start, end), end];
  return (
    keys.length === results.length &&
    results.every((read, at) => keys[at] === read.key && isStillSo(read, world))
  );
}

/** Keys that are given another policy, those of collections by their hash. */
function parameterIds({ set }: EndorsedTransaction): string[] {
  return [
    ...set.parameters.map(({ key }) => key),
    ...set.collections.flatMap(({ collection, parameters }) =>
      parameters.map(({ key }) => `${collection}#${key}`),
    ),
  ];
}
