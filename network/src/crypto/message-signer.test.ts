import { generateKeyPairSync, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { messageSigner } from './message-signer.js';

const HALF_ORDERS = {
  'P-256': 0x7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8n,
  'P-384':
    0x7fffffffffffffffffffffffffffffffffffffffffffffffe3b1a6c0fa1b96efac0d06d9245853bd76760cb5666294b9n,
};

/** s of a DER signature. */
function sOf(signature: Uint8Array): bigint {
  const bytes = Buffer.from(signature);
  const lengthOfR = bytes[3] ?? 0;
  return BigInt(`0x${bytes.subarray(6 + lengthOfR).toString('hex')}`);
}

describe('a signature', () => {
  it.each(['P-256', 'P-384'] as const)(
    'with a key of %s is valid DER, and its s is the lower one',
    async (namedCurve) => {
      const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve });
      const signer = messageSigner(privateKey);
      // Half of all signatures would have the higher s, and one in 256 a leading zero.
      for (let each = 0; each < 600; each += 1) {
        const message = Buffer.from(`proposal ${each}`);
        const signature = await signer(message);
        expect(verify('sha256', message, publicKey, signature)).toBe(true);
        expect(sOf(signature) <= HALF_ORDERS[namedCurve]).toBe(true);
      }
    },
  );

  it('is not made with a key that Fabric does not take', () => {
    const { privateKey } = generateKeyPairSync('ed25519');
    expect(() => messageSigner(privateKey)).toThrow('The signing key is of ed25519');
  });
});
