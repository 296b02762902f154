import { peer } from '@hyperledger/fabric-protos';
import { mayRead } from './collection-access.js';
import { BatchedQuery, encodeModification, encodeState, type OpenQuery, readPage } from './open-query.js';
import type { TransactionContext } from './transaction-context.js';

/** Most results of one query, `ledger.state.totalQueryLimit` of a peer's default configuration. */
const TOTAL_QUERY_LIMIT = 100_000;

export async function getStateByRange(context: TransactionContext, payload: Uint8Array): Promise<Uint8Array> {
  const request = peer.GetStateByRange.deserializeBinary(payload);
  const { simulator } = context.ledger;
  const collection = request.getCollection();
  const end = request.getEndkey();
  const { pageSize, bookmark } = pagination(request.getMetadata_asU8());
  const limit = pageSize > 0 ? Math.min(pageSize, TOTAL_QUERY_LIMIT) : TOTAL_QUERY_LIMIT;
  const id = context.newQueryId();
  if (collection !== '') {
    mayRead(context, collection);
    const iterator = simulator.privateRangeQuery(context.namespace, collection, request.getStartkey(), end);
    return open(context, id, new BatchedQuery(iterator, encodeState, { id, limit }));
  }
  if (pageSize !== 0 || bookmark !== '') {
    const start = bookmark === '' ? request.getStartkey() : bookmark;
    const page = await readPage(simulator.rangeQuery(context.namespace, start, end, { pageSize }), {
      id,
      limit,
    });
    return page.serializeBinary();
  }
  const iterator = simulator.rangeQuery(context.namespace, request.getStartkey(), end);
  return open(context, id, new BatchedQuery(iterator, encodeState, { id, limit }));
}

/** Rich queries need CouchDB; the ledger refuses them in the words of a peer with LevelDB. */
export function getQueryResult(context: TransactionContext, payload: Uint8Array): never {
  const request = peer.GetQueryResult.deserializeBinary(payload);
  const { simulator } = context.ledger;
  const collection = request.getCollection();
  if (collection !== '') {
    mayRead(context, collection);
    return simulator.privateRichQuery(context.namespace, collection, request.getQuery());
  }
  const { pageSize, bookmark } = pagination(request.getMetadata_asU8());
  const paged = pageSize !== 0 || bookmark !== '';
  return simulator.richQuery(context.namespace, request.getQuery(), paged ? { pageSize } : {});
}

export function getHistoryForKey(context: TransactionContext, payload: Uint8Array): Promise<Uint8Array> {
  const request = peer.GetHistoryForKey.deserializeBinary(payload);
  const id = context.newQueryId();
  const iterator = context.ledger.simulator.history(context.namespace, request.getKey());
  return open(context, id, new BatchedQuery(iterator, encodeModification, { id, limit: TOTAL_QUERY_LIMIT }));
}

export function queryStateNext(context: TransactionContext, payload: Uint8Array): Promise<Uint8Array> {
  const id = peer.QueryStateNext.deserializeBinary(payload).getId();
  const query = context.queries.get(id);
  if (query === undefined) {
    throw new Error('query iterator not found');
  }
  return nextBatch(context, id, query);
}

export async function queryStateClose(context: TransactionContext, payload: Uint8Array): Promise<Uint8Array> {
  const id = peer.QueryStateClose.deserializeBinary(payload).getId();
  const query = context.queries.get(id);
  context.queries.delete(id);
  await query?.close();
  const answer = new peer.QueryResponse();
  answer.setId(id);
  return answer.serializeBinary();
}

function open(context: TransactionContext, id: string, query: OpenQuery): Promise<Uint8Array> {
  context.queries.set(id, query);
  return nextBatch(context, id, query);
}

async function nextBatch(context: TransactionContext, id: string, query: OpenQuery): Promise<Uint8Array> {
  try {
    const batch = await query.nextBatch();
    if (!batch.getHasMore()) {
      context.queries.delete(id);
    }
    return batch.serializeBinary();
  } catch (error) {
    context.queries.delete(id);
    await query.close();
    throw error;
  }
}

function pagination(metadata: Uint8Array): { pageSize: number; bookmark: string } {
  if (metadata.length === 0) {
    return { pageSize: 0, bookmark: '' };
  }
  const query = peer.QueryMetadata.deserializeBinary(metadata);
  return { pageSize: query.getPagesize(), bookmark: query.getBookmark() };
}
