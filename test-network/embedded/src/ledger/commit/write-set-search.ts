import { sha256 } from '../blocks/sha256.js';
import type { OrganisationStore } from '../private/organisation-store.js';
import type { CollectionWrites } from '../private/private-writes.js';

/**
 * Looks for a collection's write set in clear as peers do: among what was kept at endorsement, the
 * organisation's own first, then with the collection's other members. What does not have the hash that the
 * block names is not it.
 */
export function findWriteSet(
  wanted: CollectionWrites,
  block: number,
  stores: readonly OrganisationStore[],
): Uint8Array | undefined {
  for (const store of stores) {
    const found = store.transient.find(wanted.txId, wanted) ?? committed(wanted, block, store);
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}

/** Only a store that is ahead, after a crash or because another organisation came later, has the block. */
function committed(
  wanted: CollectionWrites,
  block: number,
  store: OrganisationStore,
): Uint8Array | undefined {
  if (store.nextBlock <= block) {
    return undefined;
  }
  return store
    .privateDataOf(block)
    .get(wanted.tx)
    ?.getNsPvtRwsetList()
    .filter((namespace) => namespace.getNamespace() === wanted.namespace)
    .flatMap((namespace) => namespace.getCollectionPvtRwsetList())
    .filter((collection) => collection.getCollectionName() === wanted.collection)
    .map((collection) => collection.getRwset_asU8())
    .find((rwset) => Buffer.from(wanted.hash).equals(sha256(rwset)));
}
