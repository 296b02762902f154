import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isLowS, readEcdsaSignature } from './ecdsa-signature.js';
import { Msp } from './msp.js';
import { SigningIdentity } from './signing-identity.js';
import { makeTestOrg, type TestOrg } from './testing/test-org.js';

const MESSAGE = Buffer.from('pay 1 fen');

describe('a signing identity', () => {
  let org: TestOrg;
  let dir: string;
  beforeAll(async () => {
    org = await makeTestOrg('BankMSP');
    dir = mkdtempSync(join(tmpdir(), 'signing-identity-'));
    await org.writeMspDir(dir, 'peer');
  });
  afterAll(() => rmSync(dir, { recursive: true }));

  it('signs so that its public identity verifies it, in the low-S form only', async () => {
    const signer = await org.identity('client');
    const identity = Msp.fromConfig(org.mspConfig).deserialize(signer.serialized);
    for (let round = 0; round < 20; round += 1) {
      const signature = signer.sign(MESSAGE);
      const read = readEcdsaSignature(signature);
      expect(read && isLowS('prime256v1', read)).toBe(true);
      expect(identity.verify(MESSAGE, signature)).toBe(true);
      expect(identity.verify(Buffer.from('pay 2 fen'), signature)).toBe(false);
    }
  });

  it('is read from an MSP folder, with the key that fits its certificate among several', async () => {
    const { privateKey } = await org.ca.issue({ subject: 'CN=somebody else' });
    writeFileSync(join(dir, 'keystore', 'a_sk'), privateKey.export({ type: 'pkcs8', format: 'pem' }));

    const signer = SigningIdentity.fromMspDir(dir, 'BankMSP');
    const identity = Msp.fromDirectory(dir, 'BankMSP').deserialize(signer.serialized);
    expect(identity.verify(MESSAGE, signer.sign(MESSAGE))).toBe(true);
  });

  it('says which folder lacks a certificate or the right key', async () => {
    const empty = mkdtempSync(join(tmpdir(), 'signing-identity-'));
    expect(() => SigningIdentity.fromMspDir(empty, 'BankMSP')).toThrow(
      `no signing certificate found in directory ${join(empty, 'signcerts')}`,
    );
    await org.writeMspDir(empty, 'peer');
    rmSync(join(empty, 'keystore'), { recursive: true });
    expect(() => SigningIdentity.fromMspDir(empty, 'BankMSP')).toThrow(
      `no private key in ${join(empty, 'keystore')} fits the certificate`,
    );
    rmSync(empty, { recursive: true });
  });
});
