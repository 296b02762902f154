import { beforeAll, describe, expect, it } from 'vitest';
import { encodeEcdsaSignature, readEcdsaSignature } from './ecdsa-signature.js';
import type { Identity } from './identity.js';
import { Msp } from './msp.js';
import { SigningIdentity } from './signing-identity.js';
import { makeTestOrg, type TestOrg } from './testing/test-org.js';

const P256_ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const MESSAGE = Buffer.from('message');

describe('an X.509 identity', () => {
  let org: TestOrg;
  let signer: SigningIdentity;
  let identity: Identity;
  beforeAll(async () => {
    org = await makeTestOrg('BankMSP');
    signer = await org.identity('client', { notAfter: new Date('2030-06-01T12:00:00Z') });
    identity = Msp.fromConfig(org.mspConfig).deserialize(signer.serialized);
  });

  it('refuses the high-S twin of a right signature', () => {
    const signature = signer.sign(MESSAGE);
    const { r, s } = readEcdsaSignature(signature) ?? { r: 0n, s: 0n };
    const twin = encodeEcdsaSignature({ r, s: P256_ORDER - s });
    expect(identity.verify(MESSAGE, signature)).toBe(true);
    expect(identity.verify(MESSAGE, twin)).toBe(false);
  });

  it('refuses what is no signature, and says so again when asked again', () => {
    for (const bytes of [Buffer.alloc(0), Buffer.from('nonsense'), Buffer.alloc(70, 0x30)]) {
      expect(identity.verify(MESSAGE, bytes)).toBe(false);
      expect(identity.verify(MESSAGE, bytes)).toBe(false);
    }
  });

  it('tells when its certificate ends', () => {
    expect(new Date(identity.expiresAtMs)).toEqual(new Date('2030-06-01T12:00:00Z'));
  });

  it('verifies Ed25519 signatures', async () => {
    const { pem, privateKey } = await org.ca.issue({
      subject: 'CN=ed, OU=client',
      algorithm: { name: 'Ed25519' },
    });
    const edwards = new SigningIdentity({ mspId: 'BankMSP', certificatePem: pem, privateKey });
    const read = Msp.fromConfig(org.mspConfig, { ed25519: true }).deserialize(edwards.serialized);
    expect(read.verify(MESSAGE, edwards.sign(MESSAGE))).toBe(true);
    expect(read.verify(MESSAGE, signer.sign(MESSAGE))).toBe(false);
  });

  it('is the same whichever of the two forms its issuer signed in', async () => {
    const msp = Msp.fromConfig(org.mspConfig);
    const forms = new Set<string>();
    const ids = new Set<string>();
    const { raw } = identity.certificate;
    for (const der of [raw, withOtherSignature(raw)]) {
      const pem = `-----BEGIN CERTIFICATE-----\n${der.toString('base64')}\n-----END CERTIFICATE-----\n`;
      const twin = new SigningIdentity({
        mspId: 'BankMSP',
        certificatePem: pem,
        privateKey: (await org.ca.issue({ subject: 'CN=any' })).privateKey,
      });
      forms.add(pem);
      ids.add(msp.deserialize(twin.serialized).id);
    }
    expect(forms.size).toBe(2);
    expect(ids.size).toBe(1);
  });
});

/** The certificate with its issuer's signature turned into the other of its two forms. */
function withOtherSignature(certificate: Buffer): Buffer {
  const start = signatureOffset(certificate);
  const { r, s } = readEcdsaSignature(certificate.subarray(start + 3)) ?? { r: 0n, s: 0n };
  const signature = encodeEcdsaSignature({ r, s: P256_ORDER - s });
  const body = Buffer.concat([
    certificate.subarray(4, start),
    Buffer.from([0x03, signature.length + 1, 0]),
    signature,
  ]);
  const header = Buffer.from([0x30, 0x82, body.length >> 8, body.length & 0xff]);
  return Buffer.concat([header, body]);
}

/** Where the certificate's last element starts, the BIT STRING with its signature. */
function signatureOffset(certificate: Buffer): number {
  for (let length = 68; length <= 74; length += 1) {
    const offset = certificate.length - length - 2;
    if (certificate[offset] === 0x03 && certificate[offset + 1] === length && certificate[offset + 2] === 0) {
      return offset;
    }
  }
  throw new Error('the certificate does not end in an ECDSA signature');
}
