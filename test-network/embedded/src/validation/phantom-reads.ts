import type { ledger } from '@hyperledger/fabric-protos';
import type { Update, UpdateBatch } from '../ledger/commit/update-batch.js';
import { kvRead, versionOf } from '../ledger/rwset/kv-messages.js';
import { QueryReadsDigest } from '../ledger/rwset/query-reads.js';
import { compareKeys } from '../ledger/state/key-order.js';
import type { StateView } from '../ledger/state/state-view.js';
import { keyOfStateKey } from '../ledger/state/store-keys.js';
import { decodeValue } from '../ledger/state/value-codec.js';
import { sameVersion, type Version } from '../ledger/version.js';

type RangeQueryInfo = ledger.rwset.kvrwset.RangeQueryInfo;
type MerkleSummary = ledger.rwset.kvrwset.QueryReadsMerkleSummary;

interface KeyVersion {
  readonly key: string;
  readonly version: Version;
}

/** Whether a range query would give the same keys and versions now as it did in simulation. */
export async function rangeStillSame(
  namespace: string,
  query: RangeQueryInfo,
  updates: UpdateBatch,
  view: StateView,
): Promise<boolean> {
  const results = currentRange(namespace, query, updates, view);
  const summary = query.getReadsMerkleHashes();
  return summary === undefined ? await sameReads(query, results) : await sameSummary(summary, results);
}

async function sameReads(query: RangeQueryInfo, results: AsyncIterable<KeyVersion>): Promise<boolean> {
  const reads = query.getRawReads()?.getKvReadsList() ?? [];
  let at = 0;
  for await (const { key, version } of results) {
    const read = reads[at];
    if (read === undefined || read.getKey() !== key || !sameVersion(versionOf(read), version)) {
      return false;
    }
    at += 1;
  }
  return at === reads.length;
}

/** The smallest Merkle tree that means anything; Fabric stops at a smaller one, which no peer makes. */
const SMALLEST_DEGREE = 2;

async function sameSummary(summary: MerkleSummary, results: AsyncIterable<KeyVersion>): Promise<boolean> {
  if (summary.getMaxDegree() < SMALLEST_DEGREE) {
    return false;
  }
  const digest = new QueryReadsDigest(summary.getMaxDegree());
  for await (const { key, version } of results) {
    digest.add(kvRead(key, version));
  }
  const now = digest.finish();
  return now !== undefined && Buffer.from(now.serializeBinary()).equals(summary.serializeBinary());
}

/** Committed state with the block's updates so far laid over it, over the range that was really read. */
async function* currentRange(
  namespace: string,
  query: RangeQueryInfo,
  updates: UpdateBatch,
  view: StateView,
): AsyncGenerator<KeyVersion> {
  const start = query.getStartKey();
  const end = query.getEndKey();
  yield* merged(committedRange(namespace, { start, end }, view), updates.range(namespace, start, end));
  // A query that was not read to its end stopped at a key that it did return, which the range leaves out.
  if (!query.getItrExhausted()) {
    const last = updates.get(namespace, end) ?? view.get(namespace, end);
    if (last?.value !== undefined) {
      yield { key: end, version: last.version };
    }
  }
}

async function* committedRange(
  namespace: string,
  range: { readonly start: string; readonly end: string },
  view: StateView,
): AsyncGenerator<KeyVersion> {
  const scan = view.scan(namespace, range.start, range.end);
  try {
    for (let found = await scan.next(); found !== undefined; found = await scan.next()) {
      yield { key: keyOfStateKey(namespace, found[0]), version: decodeValue(found[1]).version };
    }
  } finally {
    await scan.close();
  }
}

async function* merged(
  committed: AsyncIterable<KeyVersion>,
  updated: readonly [string, Update][],
): AsyncGenerator<KeyVersion> {
  let at = 0;
  function* updatedBefore(key: string | undefined): Generator<KeyVersion> {
    for (let next = updated[at]; next !== undefined; next = updated[at]) {
      if (key !== undefined && compareKeys(next[0], key) >= 0) {
        return;
      }
      at += 1;
      if (next[1].value !== undefined) {
        yield { key: next[0], version: next[1].version };
      }
    }
  }
  for await (const entry of committed) {
    yield* updatedBefore(entry.key);
    // The update of the same key takes its place, at the next turn or at the end.
    if (updated[at]?.[0] !== entry.key) {
      yield entry;
    }
  }
  yield* updatedBefore(undefined);
}
