import { ledger, peer } from '@hyperledger/fabric-protos';
import timestamps from 'google-protobuf/google/protobuf/timestamp_pb.js';
import type { KeyModificationEntry, ResultIterator, StateEntry, StateIterator } from '../ledger/iterators.js';

/** Results that travel to the shim in one message; Fabric's own figure, a chaincode sees it in its memory use only. */
const BATCH = 100;

/** An iterator that a chaincode has open, with what was read ahead of it. */
export interface OpenQuery {
  /** The next batch for the shim; the query is closed with the last one. */
  nextBatch(): Promise<peer.QueryResponse>;
  close(): Promise<void>;
}

interface QueryOptions {
  readonly id: string;
  /** Most results the query may give in total. */
  readonly limit: number;
}

/** A query whose results come in batches until the iterator or the limit ends. */
export class BatchedQuery<T> implements OpenQuery {
  readonly #id: string;
  readonly #limit: number;
  readonly #iterator: ResultIterator<T>;
  readonly #encode: (result: T) => Uint8Array;
  #pending: peer.QueryResultBytes[] = [];
  #returned = 0;

  constructor(iterator: ResultIterator<T>, encode: (result: T) => Uint8Array, options: QueryOptions) {
    this.#iterator = iterator;
    this.#encode = encode;
    this.#id = options.id;
    this.#limit = options.limit;
  }

  async nextBatch(): Promise<peer.QueryResponse> {
    while (this.#returned < this.#limit) {
      const result = await this.#iterator.next();
      if (result === undefined) {
        break;
      }
      // One result beyond a full batch is what tells the shim that there is more.
      const full = this.#pending.length === BATCH ? this.#pending : undefined;
      if (full !== undefined) {
        this.#pending = [];
      }
      this.#pending.push(resultBytes(this.#encode(result)));
      this.#returned += 1;
      if (full !== undefined) {
        return response(this.#id, full, true);
      }
    }
    const last = this.#pending;
    this.#pending = [];
    await this.close();
    return response(this.#id, last, false);
  }

  async close(): Promise<void> {
    await this.#iterator.close();
  }
}

/** One explicit page of a range query: all its results in one message, with the bookmark of the next page. */
export async function readPage(iterator: StateIterator, options: QueryOptions): Promise<peer.QueryResponse> {
  const results: peer.QueryResultBytes[] = [];
  while (results.length < options.limit) {
    const result = await iterator.next();
    if (result === undefined) {
      break;
    }
    results.push(resultBytes(encodeState(result)));
  }
  const metadata = new peer.QueryResponseMetadata();
  metadata.setFetchedRecordsCount(results.length);
  metadata.setBookmark(await iterator.bookmarkAndClose());
  const page = response(options.id, results, false);
  page.setMetadata(metadata.serializeBinary());
  return page;
}

export function encodeState(entry: StateEntry): Uint8Array {
  const kv = new ledger.queryresult.KV();
  kv.setNamespace(entry.namespace);
  kv.setKey(entry.key);
  kv.setValue(entry.value);
  return kv.serializeBinary();
}

export function encodeModification(entry: KeyModificationEntry): Uint8Array {
  const modification = new ledger.queryresult.KeyModification();
  modification.setTxId(entry.txId);
  modification.setValue(entry.value);
  modification.setIsDelete(entry.isDelete);
  const timestamp = new timestamps.Timestamp();
  timestamp.setSeconds(entry.timestamp.seconds);
  timestamp.setNanos(entry.timestamp.nanos);
  modification.setTimestamp(timestamp);
  return modification.serializeBinary();
}

function resultBytes(bytes: Uint8Array): peer.QueryResultBytes {
  const result = new peer.QueryResultBytes();
  result.setResultbytes(bytes);
  return result;
}

function response(id: string, results: peer.QueryResultBytes[], hasMore: boolean): peer.QueryResponse {
  const answer = new peer.QueryResponse();
  answer.setResultsList(results);
  answer.setHasMore(hasMore);
  answer.setId(id);
  return answer;
}
