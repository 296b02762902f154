import type { EndorsedTransaction } from '../block.js';
import type { Collection } from '../simulation/collection-access.js';
import type { KeyValueStore } from '../state/key-value-store.js';
import type { PeerState } from '../state/peer-state.js';
import { allOf, type EndorsementPolicy, isSatisfied, parseKeyPolicy } from './policies.js';

export interface EndorsementRules {
  /** Of the chaincode: for every key that has no other. */
  readonly policy: EndorsementPolicy;
  readonly collections: ReadonlyMap<string, Collection>;
}

/**
 * Whether a transaction’s endorsers may change every key that it changes. A key’s own policy comes before that of its
 * collection, and that before the chaincode’s. `changedInBlock` are keys that an earlier transaction of the block has
 * given another policy: who may change them is not known yet, so nobody may.
 */
export function endorsementsSuffice(
  { set, endorsers }: EndorsedTransaction,
  state: PeerState,
  { policy, collections }: EndorsementRules,
  changedInBlock: ReadonlySet<string>,
): boolean {
  const mayChange = (key: string, id: string, store: KeyValueStore, general: EndorsementPolicy) =>
    !changedInBlock.has(id) && isSatisfied(ownPolicy(key, store) ?? general, endorsers);

  const publicKeys = [...set.writes, ...set.parameters].map(({ key }) => key);
  const mayAll =
    publicKeys.every((key) => mayChange(key, key, state.world, policy)) &&
    set.collections.every(({ collection, writes, parameters }) => {
      const own = collections.get(collection)?.endorsers;
      const general = own === undefined ? policy : allOf(...own);
      return [...writes, ...parameters].every(({ key }) =>
        mayChange(key, `${collection}#${key}`, state.hashes(collection), general),
      );
    });
  const changesNothing =
    publicKeys.length === 0 &&
    set.collections.every(({ writes, parameters }) => writes.length + parameters.length === 0);
  return changesNothing ? isSatisfied(policy, endorsers) : mayAll;
}

function ownPolicy(key: string, store: KeyValueStore): EndorsementPolicy | undefined {
  const parameter = store.get(key)?.validationParameter;
  return parameter === undefined ? undefined : parseKeyPolicy(parameter);
}
