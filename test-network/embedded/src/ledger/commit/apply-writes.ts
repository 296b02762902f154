import { deletes, hashDeletes } from '../rwset/kv-messages.js';
import { hex, type ParsedNamespace } from '../rwset/parsed-rwset.js';
import { encodeMetadata } from '../state/metadata-codec.js';
import type { StateView } from '../state/state-view.js';
import type { Version } from '../version.js';
import type { Update, UpdateBatch } from './update-batch.js';

/** What one transaction does to one key: to its value, its metadata, or both. */
interface KeyChange {
  value?: { readonly bytes: Uint8Array | undefined };
  metadata?: { readonly bytes: Uint8Array | undefined };
}

type Changes = Map<string, KeyChange>;

/**
 * Adds a valid transaction's writes to the block's updates.
 *
 * A write of a value keeps the key's metadata, a write of metadata keeps its value and raises its version
 * all the same, and metadata of a key that does not exist is lost.
 */
export function applyWrites(
  rwset: readonly ParsedNamespace[],
  version: Version,
  batch: UpdateBatch,
  view: StateView,
): void {
  for (const namespace of rwset) {
    const { name } = namespace;
    for (const [key, change] of publicChanges(namespace)) {
      const update = merged(change, version, {
        updated: () => batch.get(name, key),
        committed: () => view.get(name, key)?.value,
        metadata: () => view.metadata(name, key),
      });
      if (update !== undefined) {
        batch.set(name, key, update);
      }
    }
    for (const collection of namespace.collections) {
      for (const [keyHash, change] of hashedChanges(collection.hashed)) {
        const update = merged(change, version, {
          updated: () => batch.getHash(name, collection.name, keyHash),
          committed: () => view.getHash(name, collection.name, keyHash)?.value,
          metadata: () => view.hashMetadata(name, collection.name, keyHash),
        });
        if (update !== undefined) {
          batch.setHash(name, collection.name, keyHash, update);
        }
      }
    }
  }
}

function publicChanges({ kv }: ParsedNamespace): Changes {
  const changes: Changes = new Map();
  for (const write of kv.getWritesList()) {
    const bytes = deletes(write) ? undefined : write.getValue_asU8();
    changeOf(changes, write.getKey()).value = { bytes };
  }
  for (const write of kv.getMetadataWritesList()) {
    changeOf(changes, write.getKey()).metadata = { bytes: metadataBytes(write.getEntriesList()) };
  }
  return changes;
}

function hashedChanges(hashed: ParsedNamespace['collections'][number]['hashed']): Changes {
  const changes: Changes = new Map();
  for (const write of hashed.getHashedWritesList()) {
    const bytes = hashDeletes(write) ? undefined : write.getValueHash_asU8();
    changeOf(changes, hex(write.getKeyHash_asU8())).value = { bytes };
  }
  for (const write of hashed.getMetadataWritesList()) {
    changeOf(changes, hex(write.getKeyHash_asU8())).metadata = {
      bytes: metadataBytes(write.getEntriesList()),
    };
  }
  return changes;
}

function changeOf(changes: Changes, key: string): KeyChange {
  const existing = changes.get(key);
  if (existing !== undefined) {
    return existing;
  }
  const created: KeyChange = {};
  changes.set(key, created);
  return created;
}

function metadataBytes(entries: Parameters<typeof encodeMetadata>[0]): Uint8Array | undefined {
  return entries.length === 0 ? undefined : encodeMetadata(entries);
}

/** How to learn what a key is before a transaction. */
interface Before {
  /** By transactions before it in the block. */
  updated(): Update | undefined;
  committed(): Uint8Array | undefined;
  metadata(): Uint8Array | undefined;
}

function merged(change: KeyChange, version: Version, before: Before): Update | undefined {
  if (change.value === undefined) {
    const updated = before.updated();
    const value = updated === undefined ? before.committed() : updated.value;
    return value === undefined ? undefined : { value, metadata: change.metadata?.bytes, version };
  }
  const value = change.value.bytes;
  if (value === undefined) {
    return { value, metadata: undefined, version };
  }
  return {
    value,
    metadata: change.metadata === undefined ? keptMetadata(before) : change.metadata.bytes,
    version,
  };
}

function keptMetadata(before: Before): Uint8Array | undefined {
  const updated = before.updated();
  return updated === undefined ? before.metadata() : updated.metadata;
}
