import { BinaryWriter } from 'google-protobuf';
import { sha256 } from '../blocks/sha256.js';
import { sortedByKey } from '../state/key-order.js';
import type { Version } from '../version.js';
import type { Update, UpdateBatch } from './update-batch.js';

/**
 * The hash that peers chain over what each block did to the state, so that a peer that went astray can be
 * told by comparing one value: of the validation flags, the updates, and the hash before.
 */
export function commitHash(
  flags: Uint8Array,
  updates: UpdateBatch,
  previous: Uint8Array | undefined,
): Uint8Array {
  return sha256(
    Buffer.concat([varint(flags.length), flags, updateBytes(updates), previous ?? new Uint8Array()]),
  );
}

/** One entry of the peers' internal message of updates; its names are given only where they change. */
interface WriteEntry {
  namespace?: string;
  collection?: string;
  readonly key: Uint8Array;
  readonly update: Update;
}

function updateBytes(updates: UpdateBatch): Uint8Array {
  const writer = new BinaryWriter();
  const heights = new HeightEncoder();
  const write = (entry: WriteEntry, to: BinaryWriter) => writeEntry(entry, to, heights);
  for (const namespace of updates.namespaces()) {
    const entries: WriteEntry[] = sortedByKey(updates.publicUpdates(namespace)).map(([key, update]) => ({
      key: Buffer.from(key),
      update,
    }));
    for (const [collection, hashed] of sortedByKey(updates.hashedUpdates(namespace))) {
      const collectionEntries: WriteEntry[] = sortedByKey(hashed).map(([keyHash, update]) => ({
        key: Buffer.from(keyHash, 'hex'),
        update,
      }));
      nameFirst(collectionEntries, { collection });
      entries.push(...collectionEntries);
    }
    nameFirst(entries, { namespace });
    for (const each of entries) {
      writer.writeMessage(1, each, write);
    }
  }
  return writer.getResultBuffer();
}

function nameFirst(entries: WriteEntry[], name: Pick<WriteEntry, 'namespace' | 'collection'>): void {
  const [first] = entries;
  if (first !== undefined) {
    Object.assign(first, name);
  }
}

/** Most updates of a block come many to a version. */
class HeightEncoder {
  #version: Version | undefined;
  #bytes: Uint8Array = new Uint8Array();

  encode(version: Version): Uint8Array {
    if (this.#version?.block !== version.block || this.#version.tx !== version.tx) {
      this.#version = version;
      this.#bytes = heightBytes(version);
    }
    return this.#bytes;
  }
}

function writeEntry(
  { namespace, collection, key, update }: WriteEntry,
  writer: BinaryWriter,
  heights: HeightEncoder,
): void {
  if (namespace !== undefined) {
    writer.writeString(1, namespace);
  }
  if (collection !== undefined) {
    writer.writeString(2, collection);
  }
  if (key.length > 0) {
    writer.writeBytes(3, key);
  }
  if (update.value === undefined) {
    writer.writeBool(4, true);
  } else {
    writer.writeBytes(5, update.value);
  }
  writer.writeBytes(6, heights.encode(update.version));
}

/** Each number as its length in bytes and its bytes, big-endian without leading zeros. */
export function heightBytes({ block, tx }: Version): Uint8Array {
  return Buffer.concat([orderPreserving(block), orderPreserving(tx)]);
}

function orderPreserving(value: number): Uint8Array {
  if (value === 0) {
    return Buffer.of(0);
  }
  const hex = value.toString(16);
  const bytes = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
  return Buffer.concat([Buffer.of(bytes.length), bytes]);
}

function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest & 0x7f) | 0x80);
    rest >>>= 7;
  }
  return Buffer.from([...bytes, rest]);
}
