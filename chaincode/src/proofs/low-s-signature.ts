import { type KeyObject, verify } from 'node:crypto';

interface Curve {
  readonly order: bigint;
  /** How many bytes a number below the order takes. */
  readonly bytes: number;
}

/** The curves of Fabric identities. */
const CURVES: Readonly<Record<string, Curve>> = {
  prime256v1: {
    order: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
    bytes: 32,
  },
  secp384r1: {
    order:
      0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973n,
    bytes: 48,
  },
};

/**
 * Whether an ECDSA signature of `message` by SHA-256 is good as Fabric sees it: DER, and of the two values of S that
 * both fit, the lower.
 *
 * The DER is read here, strictly, and not by the cryptographic library, whose tolerance differs from version to
 * version: two peers must never disagree on a proof.
 */
export function isSignedWithLowS(message: Uint8Array, signature: Uint8Array, key: KeyObject): boolean {
  const curve = CURVES[key.asymmetricKeyDetails?.namedCurve ?? ''];
  const numbers = readNumbers(Buffer.from(signature));
  if (curve === undefined || numbers === undefined) return false;
  const [r, s] = numbers;
  if (r >= curve.order || s > curve.order / 2n) return false;
  const digits = [r, s].map((number) => number.toString(16).padStart(curve.bytes * 2, '0')).join('');
  return verify('sha256', message, { key, dsaEncoding: 'ieee-p1363' }, Buffer.from(digits, 'hex'));
}

/** R and S of a DER sequence of exactly two positive integers in their shortest form; undefined for all else. */
function readNumbers(der: Buffer): readonly [bigint, bigint] | undefined {
  const r = readInteger(der, 2);
  if (r === undefined) return undefined;
  const s = readInteger(der, r.end);
  const isWhole = der[0] === 0x30 && der[1] === der.length - 2 && s?.end === der.length;
  return isWhole ? [r.value, s.value] : undefined;
}

/** Of less than 128 bytes, so that one byte holds the length. */
function readInteger(
  der: Buffer,
  start: number,
): { readonly value: bigint; readonly end: number } | undefined {
  const [tag, length = 0, first = 0, second = 0] = der.subarray(start);
  const end = start + 2 + length;
  const isPositive = length > 0 && first < 0x80;
  const isShortest = first !== 0 || (length > 1 && second >= 0x80);
  if (tag !== 0x02 || length >= 0x80 || !isPositive || !isShortest) return undefined;
  return { value: BigInt(`0x${der.toString('hex', start + 2, end)}`), end };
}
