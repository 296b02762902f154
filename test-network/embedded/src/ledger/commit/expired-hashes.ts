import type { LevelStore } from '../state/level.js';
import { scanAll } from '../state/scan.js';
import { expiryRange, partsOfHashedKey, tailOfExpiryKey } from '../state/store-keys.js';
import { decodeValue } from '../state/value-codec.js';
import type { UpdateBatch } from './update-batch.js';

/** Store keys to delete because the time to live of hashes ends with a block. */
export interface ExpiredHashes {
  /** Of hashed state. */
  readonly stateKeys: readonly string[];
  /** Of the schedule's own entries. */
  readonly scheduleKeys: readonly string[];
}

export const NOTHING_EXPIRED: ExpiredHashes = { stateKeys: [], scheduleKeys: [] };

/** What was written again since, in the same block too, lives on. */
export async function expiredHashes(
  level: LevelStore,
  block: number,
  updates: UpdateBatch,
): Promise<ExpiredHashes> {
  const scheduled = await scanAll(level, expiryRange(block));
  return {
    scheduleKeys: scheduled.map(([key]) => key),
    stateKeys: scheduled.flatMap(([key, committedAt]) => {
      const hashedKey = tailOfExpiryKey(key);
      const { namespace, collection, keyHash } = partsOfHashedKey(hashedKey);
      const stored = level.getSync(hashedKey);
      const isOld =
        updates.getHash(namespace, collection, keyHash) === undefined &&
        stored !== undefined &&
        decodeValue(stored).version.block === Number(committedAt.toString());
      return isOld ? [hashedKey] : [];
    }),
  };
}
