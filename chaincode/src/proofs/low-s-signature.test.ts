import { generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSignedWithLowS } from './low-s-signature.js';

const MESSAGE = Buffer.from('what was endorsed');
const P256_ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const P384_ORDER =
  0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973n;

const keysOf = (namedCurve: string) => generateKeyPairSync('ec', { namedCurve });
const p256 = keysOf('P-256');

const hexOf = (number: bigint) => {
  const digits = number.toString(16);
  const even = digits.padStart(digits.length + (digits.length % 2), '0');
  return even < '8' ? even : `00${even}`;
};
const integer = (hex: string) => Buffer.concat([Buffer.of(2, hex.length / 2), Buffer.from(hex, 'hex')]);
const sequence = (...items: Buffer[]) => {
  const body = Buffer.concat(items);
  return Buffer.concat([Buffer.of(0x30, body.length), body]);
};

/** R and S of a signature by the key, S being the lower. */
function signatureNumbers(key: KeyObject, order: bigint): readonly [bigint, bigint] {
  const raw = sign('sha256', MESSAGE, { key, dsaEncoding: 'ieee-p1363' });
  const r = BigInt(`0x${raw.toString('hex', 0, raw.length / 2)}`);
  const s = BigInt(`0x${raw.toString('hex', raw.length / 2)}`);
  return [r, s > order / 2n ? order - s : s];
}

describe('an endorser’s signature', () => {
  it.each([
    ['P-256', P256_ORDER],
    ['P-384', P384_ORDER],
  ])('on the curve %s is good with the lower S, and not with the higher', (curve, order) => {
    const { privateKey, publicKey } = keysOf(curve);
    for (let round = 0; round < 20; round += 1) {
      const [r, s] = signatureNumbers(privateKey, order);
      const low = sequence(integer(hexOf(r)), integer(hexOf(s)));
      const high = sequence(integer(hexOf(r)), integer(hexOf(order - s)));
      expect(verify('sha256', MESSAGE, publicKey, high)).toBe(true);
      expect(isSignedWithLowS(MESSAGE, low, publicKey)).toBe(true);
      expect(isSignedWithLowS(MESSAGE, high, publicKey)).toBe(false);
      expect(isSignedWithLowS(Buffer.from('another text'), low, publicKey)).toBe(false);
    }
  });

  it('is by a key on a curve that Fabric knows', () => {
    for (const { privateKey, publicKey } of [
      keysOf('secp256k1'),
      generateKeyPairSync('rsa', { modulusLength: 2048 }),
    ]) {
      const signature = sign('sha256', MESSAGE, privateKey);
      expect(isSignedWithLowS(MESSAGE, signature, publicKey)).toBe(false);
    }
  });

  it('has one form only', () => {
    const [r, s] = signatureNumbers(p256.privateKey, P256_ORDER);
    const [first, second] = [integer(hexOf(r)), integer(hexOf(s))];
    const body = Buffer.concat([first, second]);
    const good = sequence(first, second);
    const others = {
      'nothing at all': Buffer.alloc(0),
      'one number': sequence(first),
      'three numbers': sequence(first, second, second),
      'bytes behind it': Buffer.concat([good, Buffer.of(0)]),
      'bytes missing': good.subarray(0, -1),
      'another tag': Buffer.concat([Buffer.of(0x31), good.subarray(1)]),
      'a length that is not its own': Buffer.concat([Buffer.of(0x30, body.length + 1), body]),
      'a number longer than what is there': sequence(first, Buffer.of(2, 32, 1)),
      'a length in two bytes': Buffer.concat([Buffer.of(0x30, 0x81, body.length), body]),
      'a number with a zero before it': sequence(integer(`00${hexOf(r)}`), second),
      'an R of zero': sequence(integer('00'), second),
      'an S of zero': sequence(first, integer('00')),
      'an R that is no less than the order': sequence(integer(hexOf(r + P256_ORDER)), second),
      'a negative S': sequence(first, integer('ff')),
      'an empty number': sequence(first, Buffer.of(2, 0)),
      'a bit string for a number': sequence(Buffer.concat([Buffer.of(3), first.subarray(1)]), second),
    };
    expect(isSignedWithLowS(MESSAGE, good, p256.publicKey)).toBe(true);
    for (const [what, signature] of Object.entries(others)) {
      expect(isSignedWithLowS(MESSAGE, signature, p256.publicKey), what).toBe(false);
    }
  });

  it('is refused, and nothing worse, whatever the bytes are', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc
        .tuple(fc.uint8Array({ maxLength: 40 }), fc.uint8Array({ maxLength: 40 }))
        .map(([r, s]) =>
          sequence(Buffer.concat([Buffer.of(2, r.length), r]), Buffer.concat([Buffer.of(2, s.length), s])),
        ),
    );
    fc.assert(
      fc.property(bytes, (signature) => !isSignedWithLowS(MESSAGE, signature, p256.publicKey)),
      { numRuns: 500 },
    );
  });
});
