import type { SimulatedState } from '../../chaincode/simulated-state.js';
import { implicitCollectionName, LIFECYCLE_NAMESPACE } from '../../ledger/definitions.js';
import type { ResultIterator, StateEntry } from '../../ledger/iterators.js';

/** Where definitions are kept: the channel's public state, or an organisation's implicit collection. */
export interface LifecycleState {
  get(key: string): Uint8Array | undefined;
  put(key: string, value: Uint8Array): void;
  delete(key: string): void;
  /** The entries whose keys begin with a prefix, in the order of their keys. */
  list(prefix: string): Promise<readonly StateEntry[]>;
}

/** Another organisation's implicit collection: only hashes can be seen. */
export interface OpaqueState {
  readonly mspId: string;
  hash(key: string): Uint8Array | undefined;
}

export function publicState(simulator: SimulatedState): LifecycleState {
  return {
    get: (key) => simulator.getState(LIFECYCLE_NAMESPACE, key),
    put: (key, value) => simulator.putState(LIFECYCLE_NAMESPACE, key, value),
    delete: (key) => simulator.deleteState(LIFECYCLE_NAMESPACE, key),
    list: (prefix) => collect(simulator.rangeQuery(LIFECYCLE_NAMESPACE, prefix, `${prefix}\x7f`)),
  };
}

export function organisationState(simulator: SimulatedState, mspId: string): LifecycleState {
  const collection = implicitCollectionName(mspId);
  return {
    get: (key) => simulator.getPrivateData(LIFECYCLE_NAMESPACE, collection, key),
    put: (key, value) => simulator.putPrivateData(LIFECYCLE_NAMESPACE, collection, key, value),
    delete: (key) => simulator.deletePrivateData(LIFECYCLE_NAMESPACE, collection, key),
    list: (prefix) =>
      collect(simulator.privateRangeQuery(LIFECYCLE_NAMESPACE, collection, prefix, `${prefix}\x7f`)),
  };
}

export function opaqueState(simulator: SimulatedState, mspId: string): OpaqueState {
  const collection = implicitCollectionName(mspId);
  return {
    mspId,
    hash: (key) => simulator.getPrivateDataHash(LIFECYCLE_NAMESPACE, collection, key),
  };
}

async function collect(iterator: ResultIterator<StateEntry>): Promise<readonly StateEntry[]> {
  const entries: StateEntry[] = [];
  for (let entry = await iterator.next(); entry !== undefined; entry = await iterator.next()) {
    entries.push(entry);
  }
  await iterator.close();
  return entries;
}
