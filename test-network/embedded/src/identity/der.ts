/** One DER element: tag, content, and the bytes of the whole. */
export interface DerElement {
  readonly tag: number;
  readonly content: Uint8Array;
  /** Tag, length and content. */
  readonly raw: Uint8Array;
}

export const DerTag = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  oid: 0x06,
  bmpString: 0x1e,
  sequence: 0x30,
  set: 0x31,
} as const;

/**
 * Reads the element that starts at `offset`.
 *
 * Only what X.509 and ECDSA signatures use: single-byte tags and definite lengths. The project's certificates are
 * made elsewhere; here they are only taken apart, and a signature put back in its low-S form, which libraries that
 * hide the encoding cannot do.
 */
export function readDer(bytes: Uint8Array, offset = 0): DerElement {
  const tag = bytes[offset];
  const first = bytes[offset + 1];
  if (tag === undefined || first === undefined) throw new DerError('truncated element');
  if ((tag & 0x1f) === 0x1f) throw new DerError('tags of several bytes do not occur here');
  let start = offset + 2;
  let length = first;
  if (first >= 0x80) {
    const count = first & 0x7f;
    if (count === 0 || count > 4) throw new DerError('length not supported');
    length = 0;
    for (const end = start + count; start < end; start += 1) length = length * 256 + (bytes[start] ?? 0);
  }
  const end = start + length;
  if (end > bytes.length) throw new DerError('element is longer than its surroundings');
  return { tag, content: bytes.subarray(start, end), raw: bytes.subarray(offset, end) };
}

/** The elements that a constructed element's content consists of. */
export function derChildren(content: Uint8Array): DerElement[] {
  const children: DerElement[] = [];
  for (let offset = 0; offset < content.length; ) {
    const child = readDer(content, offset);
    children.push(child);
    offset += child.raw.length;
  }
  return children;
}

/** Encodes one element around `parts`, laid end to end. */
export function encodeDer(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const sizes: number[] = [];
  for (let rest = length; length >= 0x80 && rest > 0; rest = Math.floor(rest / 256))
    sizes.unshift(rest % 256);
  const header = length < 0x80 ? [tag, length] : [tag, 0x80 | sizes.length, ...sizes];
  return Buffer.concat([Uint8Array.from(header), ...parts]);
}

/** A dotted object identifier from an OID element's content. */
export function derOid(content: Uint8Array): string {
  const arcs: number[] = [];
  let arc = 0;
  for (const byte of content) {
    arc = arc * 128 + (byte & 0x7f);
    if (byte < 0x80) {
      if (arcs.length === 0)
        arcs.push(Math.min(2, Math.floor(arc / 40)), arc - 40 * Math.min(2, Math.floor(arc / 40)));
      else arcs.push(arc);
      arc = 0;
    }
  }
  return arcs.join('.');
}

export class DerError extends Error {
  override readonly name = 'DerError';
}
