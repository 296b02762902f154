import { peer } from '@hyperledger/fabric-protos';
import { sha256 } from '../hash.js';
import type { Proposal } from '../proposal.js';
import { compareKeys, wellFormed } from '../state/key-order.js';
import type { PeerState } from '../state/peer-state.js';
import { keyValues, RangeReader } from './range-reader.js';
import type { PrivateWrite, ReadWriteSet } from './read-write-set.js';
import { iterate, keyModification } from './results.js';
import { Touched } from './written.js';

const VALIDATION_PARAMETER = 'VALIDATION_PARAMETER';

export interface Collection {
  readonly name: string;
  /** MSP ids whose peers hold the data, and whose users alone may read and write it. */
  readonly members: readonly string[];
  /** MSP ids that must all endorse a write; absent where the chaincode’s own policy holds. */
  readonly endorsers?: readonly string[];
}

/**
 * One run of a contract function against the state of one peer. The methods are what the shim’s stub calls where it
 * would ask the peer; nothing is changed, reads and intended writes are noted.
 */
export class Simulation {
  readonly #state: PeerState;
  readonly #proposal: Proposal;
  readonly #collections: ReadonlyMap<string, Collection>;
  readonly #public = new Touched();
  readonly #private = new Map<string, Touched>();
  readonly #ranges: RangeReader[] = [];
  #hasWritten = false;
  #forbidsWrites: 'a paginated query' | 'queries on pvt data' | undefined;

  constructor(state: PeerState, proposal: Proposal, collections: ReadonlyMap<string, Collection>) {
    this.#state = state;
    this.#proposal = proposal;
    this.#collections = collections;
  }

  async handleGetState(collection: string, rawKey: string): Promise<Buffer> {
    const key = keyOf(rawKey);
    if (collection === '') {
      const stored = this.#state.world.get(key);
      this.#public.read(key, stored?.version);
      return Buffer.from(stored?.value ?? []);
    }
    const touched = this.#touched(collection, 'GET_STATE');
    const stored = this.#state.privateData(collection)?.get(key);
    const hashed = this.#state.hashes(collection).get(sha256(key));
    if (stored?.version !== hashed?.version) {
      throw this.#failure('GET_STATE', 'private data matching public hash version is not available.');
    }
    touched.read(key, stored?.version);
    return Buffer.from(stored?.value ?? []);
  }

  async handleGetPrivateDataHash(collection: string, rawKey: string): Promise<Buffer> {
    const key = keyOf(rawKey);
    const stored = this.#state.hashes(this.#known(collection, 'GET_PRIVATE_DATA_HASH').name).get(sha256(key));
    this.#touchedCollection(collection).read(key, stored?.version);
    return Buffer.from(stored?.value ?? []);
  }

  async handlePutState(collection: string, key: string, value: Uint8Array): Promise<Buffer> {
    const bytes = Uint8Array.from(value ?? []);
    return this.#write('PUT_STATE', collection, key, bytes.length === 0 ? null : bytes);
  }

  async handleDeleteState(collection: string, key: string): Promise<Buffer> {
    return this.#write('DEL_STATE', collection, key, null);
  }

  async handlePurgeState(collection: string, key: string): Promise<Buffer> {
    return this.#write('PURGE_PRIVATE_DATA', collection, key, null, true);
  }

  async handlePutStateMetadata(
    collection: string,
    key: string,
    _metakey: string,
    parameter: Uint8Array,
  ): Promise<Buffer> {
    const touched = this.#writable('PUT_STATE_METADATA', collection);
    touched.setParameter(keyOf(key), Uint8Array.from(parameter));
    return Buffer.alloc(0);
  }

  async handleGetStateMetadata(collection: string, rawKey: string): Promise<Record<string, Uint8Array>> {
    const key = keyOf(rawKey);
    const stored =
      collection === '' ? this.#state.world.get(key) : this.#state.hashes(collection).get(sha256(key));
    this.#touched(collection, 'GET_STATE_METADATA').read(key, stored?.version);
    const parameter = stored?.validationParameter;
    return parameter === undefined ? {} : { [VALIDATION_PARAMETER]: Uint8Array.from(parameter) };
  }

  async handleGetStateByRange(
    collection: string,
    start: string,
    end: string,
    _channel: string,
    _transactionId: string,
    metadata?: Uint8Array,
  ): Promise<object> {
    if (collection !== '') return this.#privateRange(collection, start, end);
    const query = peer.QueryMetadata.deserializeBinary(metadata ?? new Uint8Array(0));
    const pageSize = query.getPagesize();
    const bookmark = query.getBookmark();
    if (pageSize !== 0 || bookmark !== '') return this.#page(bookmark || start, end, pageSize);
    const reader = new RangeReader(this.#state.world, start, end);
    this.#ranges.push(reader);
    return { iterator: reader.iterator };
  }

  async handleGetHistoryForKey(key: string): Promise<object> {
    return iterate(this.#state.history(keyOf(key)).map(keyModification));
  }

  async handleGetQueryResult(): Promise<never> {
    throw this.#failure('GET_QUERY_RESULT', 'ExecuteQuery not supported for leveldb');
  }

  async handleInvokeChaincode(): Promise<never> {
    throw this.#failure('INVOKE_CHAINCODE', 'there is one chaincode here, and no other that it could call');
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

  /** A page is read for its own sake: its results are in no read set, and the transaction may not write. */
  #page(start: string, end: string, pageSize: number): object {
    this.#readOnly('GET_STATE_BY_RANGE', 'a paginated query');
    const keys = this.#state.world.range(start, end);
    const page = keys.slice(0, pageSize);
    return {
      iterator: iterate(keyValues(this.#state.world, page)),
      metadata: { fetchedRecordsCount: page.length, bookmark: keys[pageSize] ?? '' },
    };
  }

  #privateRange(collection: string, start: string, end: string): object {
    this.#touched(collection, 'GET_STATE_BY_RANGE');
    this.#readOnly('GET_STATE_BY_RANGE', 'queries on pvt data');
    const store = this.#state.privateData(collection);
    return { iterator: iterate(store === undefined ? [] : keyValues(store, store.range(start, end))) };
  }

  #readOnly(message: string, reason: 'a paginated query' | 'queries on pvt data'): void {
    if (this.#hasWritten) {
      throw this.#failure(message, `${reason} is supported only in a read-only transaction`);
    }
    this.#forbidsWrites = reason;
  }

  #write(
    message: string,
    collection: string,
    key: string,
    value: Uint8Array | null,
    isPurge = false,
  ): Buffer {
    this.#writable(message, collection).write(keyOf(key), value, isPurge);
    return Buffer.alloc(0);
  }

  #writable(message: string, collection: string): Touched {
    const touched = this.#touched(collection, message);
    if (this.#forbidsWrites !== undefined) {
      const done = `Transaction has already performed ${this.#forbidsWrites}. Writes are not allowed`;
      throw this.#failure(message, done);
    }
    this.#hasWritten = true;
    return touched;
  }

  #touched(collection: string, message: string): Touched {
    if (collection === '') return this.#public;
    const { members } = this.#known(collection, message);
    if (!members.includes(this.#proposal.caller.mspId)) {
      const permission = message.startsWith('GET') ? 'read' : 'write';
      throw this.#failure(
        message,
        `tx creator does not have ${permission} access permission on privatedata in chaincodeName:custody collectionName: ${collection}`,
      );
    }
    return this.#touchedCollection(collection);
  }

  #touchedCollection(collection: string): Touched {
    const touched = this.#private.get(collection) ?? new Touched();
    this.#private.set(collection, touched);
    return touched;
  }

  #known(collection: string, message: string): Collection {
    const known = this.#collections.get(collection);
    if (known === undefined) {
      throw this.#failure(message, `collection config [${collection}] not found`);
    }
    return known;
  }

  #failure(message: string, reason: string): Error {
    return new Error(`${message} failed: transaction ID: ${this.#proposal.transactionId}: ${reason}`);
  }
}

function keyOf(key: string): string {
  if (typeof key !== 'string' || key === '') throw new TypeError('A key must be a text that is not empty.');
  return wellFormed(key);
}
