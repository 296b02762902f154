import { type KeyObject, sign } from 'node:crypto';
import { type Curve, P256, P384, withLowS } from './low-s.js';

const CURVES: Readonly<Record<string, Curve>> = { prime256v1: P256, secp384r1: P384 };

/** The shape of fabric-gateway's Signer. */
export type MessageSigner = (message: Uint8Array) => Promise<Uint8Array>;

/**
 * A signer of whole messages by ECDSA with SHA-256, in the form that Fabric accepts: DER, and the lower of the
 * two values that s can have.
 *
 * It takes the SDK's place because that one computes in JavaScript, which costs a transaction with its three
 * signatures some milliseconds. Connect with `hash.none`, so that the message arrives and not its digest.
 */
export function messageSigner(key: KeyObject): MessageSigner {
  const name = key.asymmetricKeyDetails?.namedCurve ?? '';
  const curve = CURVES[name];
  if (curve === undefined) {
    throw new Error(
      `The signing key is of ${name || key.asymmetricKeyType}, and Fabric takes the curves P-256 and P-384.`,
    );
  }
  return async (message) => {
    const both = withLowS(sign('sha256', message, { key, dsaEncoding: 'ieee-p1363' }), curve);
    return sequence(integer(both.subarray(0, curve.bytes)), integer(both.subarray(curve.bytes)));
  };
}

/** DER INTEGER: no leading zeros, but one where the first bit would be a sign. */
function integer(value: Buffer): Buffer {
  const first = value.findIndex((byte) => byte !== 0);
  const digits = value.subarray(first);
  const isNegative = (digits[0] ?? 0) >= 0x80;
  const body = isNegative ? Buffer.concat([Buffer.of(0), digits]) : digits;
  return Buffer.concat([Buffer.of(0x02, body.length), body]);
}

/** DER SEQUENCE; of two integers of at most 49 bytes, so the length fits into one byte. */
function sequence(...items: readonly Buffer[]): Buffer {
  const body = Buffer.concat(items);
  return Buffer.concat([Buffer.of(0x30, body.length), body]);
}
