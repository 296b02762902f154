import 'reflect-metadata';
import { createPrivateKey, type KeyObject, webcrypto } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { msp } from '@hyperledger/fabric-protos';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  cryptoProvider,
  ExtendedKeyUsageExtension,
  type Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  type X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';
import { SigningIdentity } from '../signing-identity.js';

cryptoProvider.set(webcrypto);

const EC = { name: 'ECDSA', namedCurve: 'P-256' };
const SIGNING = { name: 'ECDSA', hash: 'SHA-256' };
const LONG_AGO = new Date('2020-01-01T00:00:00Z');
const FAR_OFF = new Date('2040-01-01T00:00:00Z');

const CONFIG_YAML = ['Client', 'Peer', 'Admin', 'Orderer']
  .map((kind) => `  ${kind}OUIdentifier:\n    OrganizationalUnitIdentifier: ${kind.toLowerCase()}\n`)
  .reduce((text, part) => text + part, 'NodeOUs:\n  Enable: true\n');

export type TestRole = 'peer' | 'client' | 'admin' | 'orderer';

/** An organisation made for a test: its CA, its MSP and any number of identities. */
export interface TestOrg {
  readonly mspId: string;
  readonly ca: TestCa;
  readonly caCertificatePem: string;
  readonly tlsCaCertificatePem: string;
  /** The MSP as it stands in a channel's configuration: root and TLS root, node OUs on. */
  readonly mspConfig: msp.MSPConfig;
  /** A new identity with a node OU of the given role. */
  identity(role: TestRole, options?: TestIdentityOptions): Promise<SigningIdentity>;
  /** Writes an MSP directory (cacerts, tlscacerts, signcerts, keystore, config.yaml) for a new identity. */
  writeMspDir(dir: string, role: TestRole, options?: TestIdentityOptions): Promise<void>;
  /** A TLS key pair for localhost and 127.0.0.1, for a server and a client alike. */
  tls(commonName: string): Promise<TestTls>;
}

/** PEM texts. */
export interface TestTls {
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

export interface TestIdentityOptions {
  readonly name?: string;
  /** Organisational units besides the role's. */
  readonly organizationalUnits?: readonly string[];
  readonly notBefore?: Date;
  readonly notAfter?: Date;
}

export interface TestCertificate {
  readonly pem: string;
  readonly privateKey: KeyObject;
}

export interface TestCertificateRequest {
  /** As @peculiar/x509 reads names: `CN=..., OU=...`. */
  readonly subject: string;
  readonly notBefore?: Date;
  readonly notAfter?: Date;
  readonly serialNumber?: string;
  readonly algorithm?: webcrypto.EcKeyGenParams | { readonly name: 'Ed25519' };
  readonly extensions?: readonly Extension[];
}

/** A certificate authority made for a test. */
export class TestCa {
  readonly certificate: X509Certificate;
  readonly keys: webcrypto.CryptoKeyPair;

  private constructor(certificate: X509Certificate, keys: webcrypto.CryptoKeyPair) {
    this.certificate = certificate;
    this.keys = keys;
  }

  get pem(): string {
    return pemOf(this.certificate);
  }

  static async root(name: string): Promise<TestCa> {
    const keys = await makeKeys(EC);
    const certificate = await X509CertificateGenerator.createSelfSigned({
      name: `CN=${name}`,
      keys,
      notBefore: LONG_AGO,
      notAfter: FAR_OFF,
      signingAlgorithm: SIGNING,
      extensions: await caExtensions(keys.publicKey),
    });
    return new TestCa(certificate, keys);
  }

  /** An intermediate authority under this one. */
  async intermediate(name: string): Promise<TestCa> {
    const keys = await makeKeys(EC);
    const certificate = await this.#certify(
      { subject: `CN=${name}`, extensions: await caExtensions(keys.publicKey) },
      keys.publicKey,
    );
    return new TestCa(certificate, keys);
  }

  /** A leaf certificate with a key of its own. */
  async issue(request: TestCertificateRequest): Promise<TestCertificate> {
    const keys = await makeKeys(request.algorithm ?? EC);
    const extensions = request.extensions ?? [
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new BasicConstraintsExtension(false, undefined, true),
    ];
    const certificate = await this.#certify({ ...request, extensions }, keys.publicKey);
    return { pem: pemOf(certificate), privateKey: await exportKey(keys.privateKey) };
  }

  async #certify(request: TestCertificateRequest, publicKey: webcrypto.CryptoKey): Promise<X509Certificate> {
    return X509CertificateGenerator.create({
      subject: request.subject,
      issuer: this.certificate.subject,
      notBefore: request.notBefore ?? LONG_AGO,
      notAfter: request.notAfter ?? FAR_OFF,
      ...(request.serialNumber === undefined ? {} : { serialNumber: request.serialNumber }),
      publicKey,
      signingKey: this.keys.privateKey,
      signingAlgorithm: SIGNING,
      extensions: [
        ...(request.extensions ?? []),
        await AuthorityKeyIdentifierExtension.create(this.keys.publicKey),
      ],
    });
  }
}

/** Makes an organisation: a root CA, a TLS CA, an MSP with node OUs. */
export async function makeTestOrg(mspId: string): Promise<TestOrg> {
  const [ca, tlsCa] = await Promise.all([TestCa.root(`ca.${mspId}`), TestCa.root(`tlsca.${mspId}`)]);
  const issue = (role: TestRole, options: TestIdentityOptions = {}) =>
    ca.issue({
      subject: [
        `CN=${options.name ?? `${role}@${mspId}`}`,
        ...[role, ...(options.organizationalUnits ?? [])].map((unit) => `OU=${unit}`),
      ].join(', '),
      ...(options.notBefore === undefined ? {} : { notBefore: options.notBefore }),
      ...(options.notAfter === undefined ? {} : { notAfter: options.notAfter }),
    });
  return {
    mspId,
    ca,
    caCertificatePem: ca.pem,
    tlsCaCertificatePem: tlsCa.pem,
    mspConfig: testMspConfig({ mspId, roots: [ca.pem], tlsRoots: [tlsCa.pem] }),
    async identity(role, options) {
      const { pem, privateKey } = await issue(role, options);
      return new SigningIdentity({ mspId, certificatePem: pem, privateKey });
    },
    async writeMspDir(dir, role, options) {
      const { pem, privateKey } = await issue(role, options);
      const write = (path: string, content: string) => {
        mkdirSync(join(dir, path, '..'), { recursive: true });
        writeFileSync(join(dir, path), content, { mode: 0o600 });
      };
      write('cacerts/ca-cert.pem', ca.pem);
      write('tlscacerts/tlsca-cert.pem', tlsCa.pem);
      write('signcerts/cert.pem', pem);
      write('keystore/key_sk', privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
      write('config.yaml', CONFIG_YAML);
    },
    async tls(commonName) {
      const { pem, privateKey } = await tlsCa.issue({
        subject: `CN=${commonName}`,
        extensions: [
          new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
          new ExtendedKeyUsageExtension(['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2']),
          new SubjectAlternativeNameExtension([
            { type: 'dns', value: 'localhost' },
            { type: 'dns', value: commonName },
            { type: 'ip', value: '127.0.0.1' },
          ]),
        ],
      });
      return {
        ca: tlsCa.pem,
        cert: pem,
        key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      };
    },
  };
}

export interface TestMspOptions {
  readonly mspId: string;
  readonly roots: readonly string[];
  readonly intermediates?: readonly string[];
  readonly tlsRoots?: readonly string[];
  readonly admins?: readonly string[];
  readonly revocationLists?: readonly string[];
  /** Node OUs are on, with the usual four names, unless this says otherwise; a certificate pins an OU's issuer. */
  readonly nodeOus?: false | Partial<Record<TestRole, { readonly certificate?: string }>>;
  readonly organizationalUnits?: readonly { readonly name: string; readonly certificate: string }[];
}

/** An MSP's configuration out of PEM texts. */
export function testMspConfig(options: TestMspOptions): msp.MSPConfig {
  const bytes = (pems: readonly string[] | undefined) => (pems ?? []).map((pem) => Buffer.from(pem));
  const fabric = new msp.FabricMSPConfig();
  fabric.setName(options.mspId);
  fabric.setRootCertsList(bytes(options.roots));
  fabric.setIntermediateCertsList(bytes(options.intermediates));
  fabric.setTlsRootCertsList(bytes(options.tlsRoots));
  fabric.setAdminsList(bytes(options.admins));
  fabric.setRevocationListList(bytes(options.revocationLists));
  fabric.setOrganizationalUnitIdentifiersList(
    (options.organizationalUnits ?? []).map(({ name, certificate }) => ouIdentifier(name, certificate)),
  );
  if (options.nodeOus !== false) {
    const ous = options.nodeOus ?? { client: {}, peer: {}, admin: {}, orderer: {} };
    const nodeOus = new msp.FabricNodeOUs();
    nodeOus.setEnable(true);
    if (ous.client) nodeOus.setClientOuIdentifier(ouIdentifier('client', ous.client.certificate));
    if (ous.peer) nodeOus.setPeerOuIdentifier(ouIdentifier('peer', ous.peer.certificate));
    if (ous.admin) nodeOus.setAdminOuIdentifier(ouIdentifier('admin', ous.admin.certificate));
    if (ous.orderer) nodeOus.setOrdererOuIdentifier(ouIdentifier('orderer', ous.orderer.certificate));
    fabric.setFabricNodeOus(nodeOus);
  }
  const config = new msp.MSPConfig();
  config.setConfig(fabric.serializeBinary());
  return config;
}

function ouIdentifier(name: string, certificate?: string): msp.FabricOUIdentifier {
  const identifier = new msp.FabricOUIdentifier();
  identifier.setOrganizationalUnitIdentifier(name);
  if (certificate !== undefined) identifier.setCertificate(Buffer.from(certificate));
  return identifier;
}

async function caExtensions(publicKey: webcrypto.CryptoKey): Promise<Extension[]> {
  return [
    new BasicConstraintsExtension(true, undefined, true),
    new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
    await SubjectKeyIdentifierExtension.create(publicKey),
  ];
}

async function makeKeys(
  algorithm: webcrypto.EcKeyGenParams | { readonly name: 'Ed25519' },
): Promise<webcrypto.CryptoKeyPair> {
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  return keys as webcrypto.CryptoKeyPair;
}

async function exportKey(key: webcrypto.CryptoKey): Promise<KeyObject> {
  const der = await webcrypto.subtle.exportKey('pkcs8', key);
  return createPrivateKey({ key: Buffer.from(der), format: 'der', type: 'pkcs8' });
}

function pemOf(certificate: X509Certificate): string {
  return `${certificate.toString('pem')}\n`;
}
