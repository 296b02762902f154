import { peer } from '@hyperledger/fabric-protos';
import { sha256 } from '../hash.js';
import type { Proposal } from '../proposal.js';
import { compareKeys, wellFormed } from '../state/key-order.js';
import type { PeerState } from '../state/peer-state.js';
import { type Collection, CollectionAccess, peerError } from './collection-access.js';
import { QueryOrWrite } from './query-or-write.js';
import { keyValues, RangeReader } from './range-reader.js';
import type { PrivateWrite, ReadWriteSet } from './read-write-set.js';
import { iterate, keyModification } from './results.js';
import { Touched } from './touched.js';

const VALIDATION_PARAMETER = 'VALIDATION_PARAMETER';
const NOTHING = Buffer.alloc(0);

/**
 * One run of a contract function against the state of one peer. The methods are what the shim’s stub calls where it
 * would ask the peer; nothing is changed, reads and intended writes are noted.
 */
export class Simulation {
  readonly #state: PeerState;
  readonly #proposal: Proposal;
  readonly #access: CollectionAccess;
  readonly #queryOrWrite: QueryOrWrite;
  readonly #public = new Touched();
  readonly #private = new Map<string, Touched>();
  readonly #ranges: RangeReader[] = [];

  constructor(state: PeerState, proposal: Proposal, collections: ReadonlyMap<string, Collection>) {
    this.#state = state;
    this.#proposal = proposal;
    this.#access = new CollectionAccess(collections, proposal);
    this.#queryOrWrite = new QueryOrWrite(proposal);
  }

  async handleGetState(collection: string, rawKey: string): Promise<Buffer> {
    const key = keyOf(rawKey);
    const touched = this.#touched(collection, 'GET_STATE');
    const store = collection === '' ? this.#state.world : this.#state.privateData(collection);
    const stored = store?.get(key);
    if (collection !== '' && this.#state.hashes(collection).get(sha256(key))?.version !== stored?.version) {
      const reason = 'private data matching public hash version is not available';
      throw peerError('GET_STATE', this.#proposal, reason);
    }
    touched.read(key, stored?.version);
    return Buffer.from(stored?.value ?? NOTHING);
  }

  async handleGetPrivateDataHash(collection: string, rawKey: string): Promise<Buffer> {
    const key = keyOf(rawKey);
    this.#access.requireCollection(collection, 'GET_PRIVATE_DATA_HASH');
    const stored = this.#state.hashes(collection).get(sha256(key));
    this.#ofCollection(collection).read(key, stored?.version);
    return Buffer.from(stored?.value ?? NOTHING);
  }

  async handlePutState(collection: string, key: string, value: Uint8Array): Promise<Buffer> {
    const bytes = Buffer.from(value ?? NOTHING);
    this.#writable(collection, 'PUT_STATE').write(keyOf(key), bytes.length === 0 ? null : bytes);
    return NOTHING;
  }

  async handleDeleteState(collection: string, key: string): Promise<Buffer> {
    this.#writable(collection, 'DEL_STATE').write(keyOf(key), null);
    return NOTHING;
  }

  async handlePurgeState(collection: string, key: string): Promise<Buffer> {
    this.#writable(collection, 'PURGE_PRIVATE_DATA').write(keyOf(key), null, true);
    return NOTHING;
  }

  async handlePutStateMetadata(
    collection: string,
    key: string,
    _name: string,
    parameter: Uint8Array,
  ): Promise<Buffer> {
    const touched = this.#writable(collection, 'PUT_STATE_METADATA');
    touched.setParameter(keyOf(key), Buffer.from(parameter));
    return NOTHING;
  }

  async handleGetStateMetadata(collection: string, rawKey: string): Promise<Record<string, Uint8Array>> {
    const key = keyOf(rawKey);
    const touched = this.#touched(collection, 'GET_STATE_METADATA');
    const stored =
      collection === '' ? this.#state.world.get(key) : this.#state.hashes(collection).get(sha256(key));
    touched.read(key, stored?.version);
    const parameter = stored?.validationParameter;
    return parameter === undefined ? {} : { [VALIDATION_PARAMETER]: Buffer.from(parameter) };
  }

  async handleGetStateByRange(
    collection: string,
    start: string,
    end: string,
    _channel: string,
    _transactionId: string,
    metadata: Uint8Array = NOTHING,
  ): Promise<object> {
    if (collection !== '') return this.#privateRange(collection, start, end);
    const query = peer.QueryMetadata.deserializeBinary(metadata);
    const bookmark = query.getBookmark();
    if (query.getPagesize() !== 0 || bookmark !== '') {
      return this.#page(bookmark === '' ? start : bookmark, end, query.getPagesize());
    }
    const reader = new RangeReader(this.#state.world, start, end);
    this.#ranges.push(reader);
    return { iterator: reader.iterator };
  }

  async handleGetHistoryForKey(key: string): Promise<object> {
    return iterate(this.#state.history(keyOf(key)).map(keyModification));
  }

  async handleGetQueryResult(): Promise<never> {
    throw peerError('GET_QUERY_RESULT', this.#proposal, 'ExecuteQuery not supported for leveldb');
  }

  async handleInvokeChaincode(): Promise<never> {
    throw peerError('INVOKE_CHAINCODE', this.#proposal, 'there is one chaincode here, and no other to call');
  }

  readWriteSet(): ReadWriteSet {
    const collections = [...this.#private].sort(([a], [b]) => compareKeys(a, b));
    return {
      reads: this.#public.reads(),
      ranges: this.#ranges.map((reader) => reader.record()),
      writes: this.#public.writes(),
      parameters: this.#public.parameters(),
      collections: collections.map(([name, touched]) => touched.hashed(name)),
    };
  }

  privateWrites(): PrivateWrite[] {
    return [...this.#private].flatMap(([name, touched]) => touched.privateWrites(name));
  }

  /** Pages are for questions that change nothing; they are in no read set here. */
  #page(start: string, end: string, pageSize: number): object {
    this.#queryOrWrite.query('GET_STATE_BY_RANGE', 'a paginated query');
    const keys = this.#state.world.range(start, end);
    const page = keys.slice(0, pageSize);
    return {
      iterator: iterate(keyValues(this.#state.world, page)),
      metadata: { fetchedRecordsCount: page.length, bookmark: keys[pageSize] ?? '' },
    };
  }

  #privateRange(collection: string, start: string, end: string): object {
    this.#access.requireMembership(collection, 'GET_STATE_BY_RANGE');
    this.#queryOrWrite.query('GET_STATE_BY_RANGE', 'queries on pvt data');
    const store = this.#state.privateData(collection);
    return { iterator: iterate(store === undefined ? [] : keyValues(store, store.range(start, end))) };
  }

  #writable(collection: string, asked: string): Touched {
    const touched = this.#touched(collection, asked);
    this.#queryOrWrite.write(asked);
    return touched;
  }

  #touched(collection: string, asked: string): Touched {
    if (collection === '') return this.#public;
    this.#access.requireMembership(collection, asked);
    return this.#ofCollection(collection);
  }

  #ofCollection(collection: string): Touched {
    const touched = this.#private.get(collection) ?? new Touched();
    this.#private.set(collection, touched);
    return touched;
  }
}

function keyOf(key: string): string {
  if (typeof key !== 'string' || key === '') throw new TypeError('A key must be a text that is not empty.');
  return wellFormed(key);
}
