import { generateKeyPairSync, sign, verify } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  encodeEcdsaSignature,
  fromP1363,
  isLowS,
  readEcdsaSignature,
  toLowS,
  toP1363,
} from './ecdsa-signature.js';

const P256_ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

describe('an ECDSA signature', () => {
  it('keeps r and s through every encoding', () => {
    const number = fc.bigInt({ min: 1n, max: P256_ORDER - 1n });
    fc.assert(
      fc.property(number, number, (r, s) => {
        expect(readEcdsaSignature(encodeEcdsaSignature({ r, s }))).toEqual({ r, s });
        expect(fromP1363(toP1363('prime256v1', { r, s }) ?? Buffer.alloc(0))).toEqual({ r, s });
      }),
    );
  });

  it('has exactly one low form, which stands for both', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: P256_ORDER - 1n }), (s) => {
        const low = toLowS('prime256v1', { r: 5n, s });
        expect(low).toEqual(toLowS('prime256v1', { r: 5n, s: P256_ORDER - s }));
        expect(isLowS('prime256v1', low)).toBe(true);
      }),
    );
  });

  it.each(['secp224r1', 'prime256v1', 'secp384r1', 'secp521r1'])(
    'on %s verifies in its low form',
    (curve) => {
      const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: curve });
      for (let round = 0; round < 20; round += 1) {
        const der = sign('sha256', Buffer.from('message'), privateKey);
        const read = readEcdsaSignature(der);
        if (read === undefined) throw new Error('OpenSSL signs in DER');
        expect(Buffer.from(encodeEcdsaSignature(read))).toEqual(der);
        const low = toP1363(curve, toLowS(curve, read)) ?? Buffer.alloc(0);
        const key = { key: publicKey, dsaEncoding: 'ieee-p1363' } as const;
        expect(verify('sha256', Buffer.from('message'), key, low)).toBe(true);
      }
    },
  );

  it.each([
    ['nothing', ''],
    ['no sequence', '0201050201'],
    ['a truncated integer', '3004020105'],
    ['zero', '3006020100020101'],
    ['a negative number', '3006020180020101'],
    ['an integer with a needless zero', '300702020001020101'],
    ['a single number', '3003020105'],
  ])('is not read from %s', (_, hex) => {
    expect(readEcdsaSignature(Buffer.from(hex, 'hex'))).toBeUndefined();
  });

  it('may be followed by other bytes, as Fabric reads it', () => {
    expect(readEcdsaSignature(Buffer.from('3006020105020107ffff', 'hex'))).toEqual({ r: 5n, s: 7n });
  });

  it('with a number larger than the curve has no fixed-length form', () => {
    expect(toP1363('prime256v1', { r: 1n << 256n, s: 1n })).toBeUndefined();
  });
});
