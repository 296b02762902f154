import type { EndorsedTransaction, ValidationCode } from '../block.js';
import type { RangeRead, Read } from '../simulation/read-write-set.js';
import type { Version } from '../state/key-value-store.js';
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
  const parametersInBlock = new Set<string>();
  return transactions.map((transaction) => {
    const suffices = endorsementsSuffice(transaction, state, rules, parametersInBlock);
    if (suffices) for (const key of parameterKeys(transaction)) parametersInBlock.add(key);
    return suffices;
  });
}

/** Whether what a transaction has read is still so. */
export function judgeReads({ set }: EndorsedTransaction, state: PeerState): ValidationCode {
  const stillSo = ({ key, version }: Read, current: Version | undefined) =>
    (current ?? null) === version && key;
  const conflicts =
    set.reads.some((read) => stillSo(read, state.world.get(read.key)?.version) === false) ||
    set.collections.some(({ collection, reads }) =>
      reads.some((read) => stillSo(read, state.hashes(collection).get(read.key)?.version) === false),
    );
  if (conflicts) return 'MVCC_READ_CONFLICT';
  return set.ranges.every((range) => sameRange(range, state)) ? 'VALID' : 'PHANTOM_READ_CONFLICT';
}

function sameRange({ start, end, exhausted, results }: RangeRead, state: PeerState): boolean {
  const last = results.at(-1)?.key;
  // Reading that stopped early ended with the last result, which belongs to the range then.
  const keys =
    exhausted || last === undefined
      ? state.world.range(start, end)
      : [...state.world.range(start, last), last];
  return (
    keys.length === results.length &&
    results.every(
      ({ key, version }, at) => keys[at] === key && (state.world.get(key)?.version ?? null) === version,
    )
  );
}

function parameterKeys({ set }: EndorsedTransaction): string[] {
  return [
    ...set.parameters.map(({ key }) => key),
    ...set.collections.flatMap(({ collection, parameters }) =>
      parameters.map(({ key }) => `${collection}#${key}`),
    ),
  ];
}
