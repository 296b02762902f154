import { type KeyObject, sign } from 'node:crypto';
import type { Signer } from '@hyperledger/fabric-gateway';

interface Curve {
  readonly order: bigint;
  readonly bytes: number;
}

const CURVES: Readonly<Record<string, Curve>> = {
  prime256v1: { order: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n, bytes: 32 },
  secp384r1: {
    order:
      0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973n,
    bytes: 48,
  },
};

/**
 * A signer of whole messages by ECDSA with SHA-256, in the form that Fabric accepts: DER, and the lower of the
 * two values that s can have.
 *
 * It takes the SDK's place because that one computes in JavaScript, which costs a transaction with its three
 * signatures some milliseconds. Connect with `hash.none`, so that the message arrives and not its digest.
 */
export function messageSigner(key: KeyObject): Signer {
  const name = key.asymmetricKeyDetails?.namedCurve ?? '';
  const curve = CURVES[name];
  if (curve === undefined) {
    throw new Error(
      `The signing key is of ${name || key.asymmetricKeyType}, and Fabric takes the curves P-256 and P-384.`,
    );
  }
  return async (message) => {
    const both = sign('sha256', message, { key, dsaEncoding: 'ieee-p1363' });
    const r = both.subarray(0, curve.bytes);
    return sequence(integer(r), integer(lower(both.subarray(curve.bytes), curve)));
  };
}

/** Both s and order − s are valid; Fabric takes the lower one only, so that nobody can make a second signature of one. */
function lower(s: Buffer, { order, bytes }: Curve): Buffer {
  const value = BigInt(`0x${s.toString('hex')}`);
  if (value <= order / 2n) return s;
  return Buffer.from((order - value).toString(16).padStart(bytes * 2, '0'), 'hex');
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
