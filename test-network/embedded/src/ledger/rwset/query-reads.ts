import { ledger } from '@hyperledger/fabric-protos';
import { sha256 } from '../blocks/sha256.js';
import { build } from '../wire/build.js';
import type { KVRead } from './kv-messages.js';

const { QueryReads, QueryReadsMerkleSummary } = ledger.rwset.kvrwset;
type RangeQueryInfo = ledger.rwset.kvrwset.RangeQueryInfo;
type MerkleSummary = ledger.rwset.kvrwset.QueryReadsMerkleSummary;

/** Results of a query beyond this many are kept as a Merkle summary; peers of one channel must agree on it. */
export const MAX_DEGREE = 50;

/**
 * What a range query has read, in the form that goes into the read set: the reads themselves while they are
 * few, otherwise the top level of a Merkle tree over groups of them.
 */
export class QueryReadsDigest {
  readonly #maxDegree: number;
  readonly #tree: MerkleTree;
  #pending: KVRead[] = [];

  constructor(maxDegree: number = MAX_DEGREE) {
    this.#maxDegree = maxDegree;
    this.#tree = new MerkleTree(maxDegree);
  }

  add(read: KVRead): void {
    this.#pending.push(read);
    if (this.#pending.length > this.#maxDegree) {
      this.#hashPending();
    }
  }

  /** Completes the tree; undefined if the reads were few enough to be listed. */
  finish(): MerkleSummary | undefined {
    if (this.#tree.isEmpty) {
      return undefined;
    }
    if (this.#pending.length > 0) {
      this.#hashPending();
    }
    this.#tree.finish();
    return this.#tree.summary();
  }

  /** Completes the digest and writes it into a range query's info. */
  finishInto(info: RangeQueryInfo): void {
    const summary = this.finish();
    if (summary !== undefined) {
      info.setReadsMerkleHashes(summary);
    } else if (this.#pending.length > 0) {
      info.setRawReads(queryReads(this.#pending));
    }
  }

  #hashPending(): void {
    const reads = queryReads(this.#pending);
    this.#pending = [];
    this.#tree.addLeaf(sha256(reads.serializeBinary()));
  }
}

function queryReads(reads: KVRead[]): ledger.rwset.kvrwset.QueryReads {
  return build(new QueryReads(), (message) => message.setKvReadsList(reads));
}

/** A tree that grows level by level: a level with more than maxDegree hashes is combined into one of the next. */
class MerkleTree {
  readonly #maxDegree: number;
  readonly #levels = new Map<number, Uint8Array[]>();
  #maxLevel = 1;

  constructor(maxDegree: number) {
    this.#maxDegree = maxDegree;
  }

  get isEmpty(): boolean {
    return this.#maxLevel === 1 && this.#level(1).length === 0;
  }

  addLeaf(hash: Uint8Array): void {
    let level = 1;
    this.#push(level, hash);
    while (this.#level(level).length > this.#maxDegree) {
      this.#raise(level);
      level += 1;
      this.#maxLevel = Math.max(this.#maxLevel, level);
    }
  }

  /** Carries what lower levels still hold up to the highest. */
  finish(): void {
    for (let level = 1; level < this.#maxLevel; level++) {
      if (this.#level(level).length > 0) {
        this.#raise(level);
      }
    }
    if (this.#level(this.#maxLevel).length > this.#maxDegree) {
      this.#raise(this.#maxLevel);
      this.#maxLevel += 1;
    }
  }

  summary(): MerkleSummary {
    return build(new QueryReadsMerkleSummary(), (summary) => {
      summary.setMaxDegree(this.#maxDegree);
      summary.setMaxLevel(this.#maxLevel);
      summary.setMaxLevelHashesList([...this.#level(this.#maxLevel)]);
    });
  }

  /** Moves a level's hashes, combined into one, to the next level; a single hash moves as it is. */
  #raise(level: number): void {
    const hashes = this.#level(level);
    this.#levels.delete(level);
    const [only] = hashes;
    this.#push(level + 1, hashes.length === 1 && only !== undefined ? only : sha256(Buffer.concat(hashes)));
  }

  #push(level: number, hash: Uint8Array): void {
    const hashes = this.#levels.get(level);
    if (hashes === undefined) {
      this.#levels.set(level, [hash]);
    } else {
      hashes.push(hash);
    }
  }

  #level(level: number): readonly Uint8Array[] {
    return this.#levels.get(level) ?? [];
  }
}
