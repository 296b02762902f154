import { DerTag, derChildren, encodeDer, readDer } from './der.js';

/** Orders of the curves that Fabric knows, by the names that Node.js gives them. */
const CURVE_ORDERS: Readonly<Record<string, bigint>> = {
  secp224r1: 0xffffffffffffffffffffffffffff16a2e0b8f03e13dd29455c5c2a3dn,
  prime256v1: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
  secp384r1:
    0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973n,
  secp521r1:
    0x01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409n,
};

export interface EcdsaSignature {
  readonly r: bigint;
  readonly s: bigint;
}

/** Reads a DER signature; undefined if it is none. Bytes after it are ignored, as Fabric does. */
export function readEcdsaSignature(der: Uint8Array): EcdsaSignature | undefined {
  try {
    const sequence = readDer(der);
    const [r, s] = derChildren(sequence.content);
    if (sequence.tag !== DerTag.sequence || r?.tag !== DerTag.integer || s?.tag !== DerTag.integer)
      return undefined;
    if (!isPositiveMinimal(r.content) || !isPositiveMinimal(s.content)) return undefined;
    return { r: toBigInt(r.content), s: toBigInt(s.content) };
  } catch {
    // Whatever cannot be read is no signature; the caller's answer is the same for every way of being malformed.
    return undefined;
  }
}

export function encodeEcdsaSignature({ r, s }: EcdsaSignature): Uint8Array {
  return encodeDer(DerTag.sequence, encodeInteger(r), encodeInteger(s));
}

/** Whether s lies in the lower half of the curve's order, the only form of a signature that Fabric takes. */
export function isLowS(curve: string, { s }: EcdsaSignature): boolean {
  return s <= curveOrder(curve) / 2n;
}

/** The same signature with s in the lower half of the curve's order. */
export function toLowS(curve: string, signature: EcdsaSignature): EcdsaSignature {
  return isLowS(curve, signature) ? signature : { r: signature.r, s: curveOrder(curve) - signature.s };
}

/** r and s as fixed-length integers laid end to end (IEEE P1363), which Node.js verifies without reading DER again. */
export function toP1363(curve: string, { r, s }: EcdsaSignature): Buffer | undefined {
  const size = Math.ceil(curveOrder(curve).toString(16).length / 2);
  const hex = [r, s].map((each) => each.toString(16).padStart(size * 2, '0')).join('');
  return hex.length === size * 4 ? Buffer.from(hex, 'hex') : undefined;
}

export function fromP1363(raw: Uint8Array): EcdsaSignature {
  const half = raw.length / 2;
  return { r: toBigInt(raw.subarray(0, half)), s: toBigInt(raw.subarray(half)) };
}

export function isKnownCurve(curve: string | undefined): curve is string {
  return curve !== undefined && curve in CURVE_ORDERS;
}

function curveOrder(curve: string): bigint {
  const order = CURVE_ORDERS[curve];
  if (order === undefined) throw new Error(`curve not recognized [${curve}]`);
  return order;
}

function isPositiveMinimal(content: Uint8Array): boolean {
  const [first = 0x80, second = 0x80] = content;
  if (first >= 0x80) return false;
  return first !== 0 || (content.length > 1 && second >= 0x80);
}

function toBigInt(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')}`);
}

function encodeInteger(value: bigint): Uint8Array {
  const hex = value.toString(16);
  const bytes = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
  return encodeDer(
    DerTag.integer,
    (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Uint8Array.of(0), bytes]) : bytes,
  );
}
