/** Raised for bytes that are no message of the expected type. */
export class DecodeError extends Error {
  override readonly name = 'DecodeError';
}

interface MessageClass<T> {
  deserializeBinary(bytes: Uint8Array): T;
}

/**
 * Decodes a protobuf message and refuses malformed bytes.
 *
 * The generated classes read past truncated fields without complaint; Fabric's decoder does not, and the
 * validation code of a transaction depends on it.
 */
export function strictDecode<T>(type: MessageClass<T>, bytes: Uint8Array): T {
  assertWellFormed(bytes);
  try {
    return type.deserializeBinary(bytes);
  } catch (cause) {
    throw new DecodeError('proto: cannot parse invalid wire-format data', { cause });
  }
}

/** Walks the message's own fields, not those of nested messages. */
function assertWellFormed(bytes: Uint8Array): void {
  const cursor = { at: 0 };
  while (cursor.at < bytes.length) {
    const tag = readVarint(bytes, cursor);
    if (tag >>> 3 === 0) {
      throw malformed();
    }
    skipValue(bytes, cursor, tag & 7);
  }
  if (cursor.at !== bytes.length) {
    throw malformed();
  }
}

function skipValue(bytes: Uint8Array, cursor: { at: number }, wireType: number): void {
  switch (wireType) {
    case 0:
      readVarint(bytes, cursor);
      return;
    case 1:
      cursor.at += 8;
      return;
    case 2: {
      const length = readVarint(bytes, cursor);
      cursor.at += length;
      break;
    }
    case 5:
      cursor.at += 4;
      return;
    default:
      // Groups have not been written by any version of Fabric.
      throw malformed();
  }
  if (cursor.at > bytes.length) {
    throw malformed();
  }
}

/** The low 32 bits of a varint of at most ten bytes; lengths and tags never need more. */
function readVarint(bytes: Uint8Array, cursor: { at: number }): number {
  let value = 0;
  for (let shift = 0; shift < 70; shift += 7) {
    const byte = bytes[cursor.at++];
    if (byte === undefined) {
      throw malformed();
    }
    if (shift < 32) {
      value |= (byte & 0x7f) << shift;
    }
    if (byte < 0x80) {
      return value >>> 0;
    }
  }
  throw malformed();
}

function malformed(): DecodeError {
  return new DecodeError('proto: cannot parse invalid wire-format data');
}
