import type { Version, VersionedValue } from '../version.js';

/** Layout: block (6 bytes), transaction (4), length of metadata (4), metadata, value; numbers big-endian. */
const HEADER = 14;

export function encodeValue(entry: VersionedValue): Buffer {
  const metadata = entry.metadata ?? NO_BYTES;
  const encoded = Buffer.allocUnsafe(HEADER + metadata.length + entry.value.length);
  encoded.writeUIntBE(entry.version.block, 0, 6);
  encoded.writeUInt32BE(entry.version.tx, 6);
  encoded.writeUInt32BE(metadata.length, 10);
  encoded.set(metadata, HEADER);
  encoded.set(entry.value, HEADER + metadata.length);
  return encoded;
}

export function decodeValue(encoded: Buffer): VersionedValue {
  const end = HEADER + encoded.readUInt32BE(10);
  const version: Version = { block: encoded.readUIntBE(0, 6), tx: encoded.readUInt32BE(6) };
  const value = encoded.subarray(end);
  return end === HEADER ? { value, version } : { value, version, metadata: encoded.subarray(HEADER, end) };
}

const NO_BYTES = new Uint8Array();
