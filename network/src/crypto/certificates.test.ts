import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import shim from 'fabric-shim';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Authority, createAuthority } from './authority.js';
import { issueIdentity } from './identity.js';
import { withLowS } from './low-s.js';
import { signTls } from './tls.js';
import { X509Certificate as LibraryCertificate } from './x509.js';

const caDir = mkdtempSync(path.join(tmpdir(), 'sanfang-ca-'));
let ca: Authority;

beforeAll(async () => {
  const created = await createAuthority('ca', 'bank-a.sanfang.test');
  writeFileSync(path.join(caDir, 'ca-cert.pem'), created.certificatePem);
  writeFileSync(path.join(caDir, 'ca-key.pem'), created.keyPem, { mode: 0o600 });
  ca = created;
});
afterAll(() => rmSync(caDir, { recursive: true }));

/** The certificate as the chaincode shim sees its caller. */
const clientIdentity = (certificatePem: string) =>
  new shim.ClientIdentity({
    getChannelID: () => 'custody-bank-a-broker-x',
    getTxID: () => '0',
    getCreator: () => ({ mspid: 'BankAMSP', idBytes: Buffer.from(certificatePem) }),
  } as unknown as shim.ChaincodeStub);

describe('an issued identity', () => {
  test('verifies against its authority and has the key that was issued with it', async () => {
    const issued = await issueIdentity({ caDir, commonName: 'alice', ou: 'client' });

    const certificate = new X509Certificate(issued.certificatePem);
    const root = new X509Certificate(ca.certificatePem);
    expect(certificate.verify(root.publicKey)).toBe(true);
    expect(certificate.checkIssued(root)).toBe(true);
    expect(root.verify(root.publicKey)).toBe(true);
    expect(root.ca).toBe(true);
    expect(certificate.ca).toBe(false);
    expect(certificate.checkPrivateKey(createPrivateKey(issued.privateKeyPem))).toBe(true);
    expect(createPublicKey(issued.privateKeyPem).asymmetricKeyDetails).toStrictEqual({
      namedCurve: 'prime256v1',
    });
  });

  test('carries its OU and the attributes that a contract finds its role in', async () => {
    const issued = await issueIdentity({
      caDir,
      commonName: 'bank-operator',
      ou: 'client',
      attributes: { 'sanfang.role': 'bank-operator', 'hf.Type': 'client' },
    });

    const identity = clientIdentity(issued.certificatePem);
    expect(identity.getAttributeValue('sanfang.role')).toBe('bank-operator');
    expect(identity.assertAttributeValue('hf.Type', 'client')).toBe(true);
    expect(identity.getAttributeValue('sanfang.none')).toBeNull();
    expect(new X509Certificate(issued.certificatePem).subject.split('\n')).toContain('OU=client');
  });

  test('is valid at once, for five years, within the life of its authority', async () => {
    const { certificatePem } = await issueIdentity({ caDir, commonName: 'alice', ou: 'client' });

    const { validFrom, validTo } = new X509Certificate(certificatePem);
    expect(Date.parse(validFrom)).toBeLessThan(Date.now());
    expect(new Date(validTo).getUTCFullYear() - new Date(validFrom).getUTCFullYear()).toBe(5);
    expect(Date.parse(validTo)).toBeLessThan(ca.notAfter.getTime());
  });

  test('can be made expired, and without any OU, for tests of refusal', async () => {
    const { certificatePem } = await issueIdentity({
      caDir,
      commonName: 'late',
      ou: undefined,
      notBefore: new Date('2020-01-01T00:00:00Z'),
      notAfter: new Date('2021-01-01T00:00:00Z'),
    });

    const certificate = new X509Certificate(certificatePem);
    expect(Date.parse(certificate.validTo)).toBe(Date.parse('2021-01-01T00:00:00Z'));
    expect(certificate.subject).not.toContain('OU=');
  });

  test('has a serial number of its own and a signature with a low S', async () => {
    const issued = await Promise.all(
      Array.from({ length: 20 }, () => issueIdentity({ caDir, commonName: 'alice', ou: 'client' })),
    );

    const certificates = issued.map(({ certificatePem }) => new LibraryCertificate(certificatePem));
    expect(new Set(certificates.map(({ serialNumber }) => serialNumber)).size).toBe(20);
    // A high S would show in half of twenty.
    const halfOrder = 0x7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8n;
    for (const { signature } of certificates) {
      const der = Buffer.from(signature);
      const s = der.subarray(4 + der.readUInt8(3) + 2);
      expect(BigInt(`0x${s.toString('hex')}`)).toBeLessThanOrEqual(halfOrder);
    }
  });
});

describe('a TLS certificate', () => {
  test('of a node names its host, localhost and the loopback addresses, for serving and connecting', async () => {
    const tlsCa = await createAuthority('tlsca', 'bank-a.sanfang.test');
    const host = 'peer0.bank-a.sanfang.test';
    const { certificatePem } = await signTls(tlsCa, { commonName: host, use: 'node', hosts: [host] });

    const certificate = new X509Certificate(certificatePem);
    expect([host, 'localhost'].map((name) => certificate.checkHost(name))).toStrictEqual([host, 'localhost']);
    expect(certificate.checkHost('peer0.bank-b.sanfang.test')).toBeUndefined();
    expect(certificate.checkIP('127.0.0.1')).toBe('127.0.0.1');
    expect(certificate.keyUsage).toStrictEqual(['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2']);
    expect(certificate.verify(new X509Certificate(tlsCa.certificatePem).publicKey)).toBe(true);
  });

  test('of a client cannot serve', async () => {
    const tlsCa = await createAuthority('tlsca', 'bank-a.sanfang.test');
    const { certificatePem } = await signTls(tlsCa, { commonName: 'alice', use: 'client' });

    const certificate = new X509Certificate(certificatePem);
    expect(certificate.keyUsage).toStrictEqual(['1.3.6.1.5.5.7.3.2']);
    expect(certificate.subjectAltName).toBeUndefined();
  });
});

describe('a low S', () => {
  const signature = (s: bigint) =>
    Buffer.concat([Buffer.alloc(32, 7), Buffer.from(s.toString(16).padStart(64, '0'), 'hex')]);
  const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

  test('stays as it is', () => {
    expect(Buffer.from(withLowS(signature(5n)))).toStrictEqual(signature(5n));
    expect(Buffer.from(withLowS(signature(order / 2n)))).toStrictEqual(signature(order / 2n));
  });

  test('is made of a high one by taking it from the order of the curve', () => {
    expect(Buffer.from(withLowS(signature(order - 5n)))).toStrictEqual(signature(5n));
    expect(Buffer.from(withLowS(signature(order / 2n + 1n)))).toStrictEqual(signature(order / 2n));
  });
});
