import 'reflect-metadata';
import { type KeyObject, webcrypto } from 'node:crypto';
import {
  AuthorityKeyIdentifierExtension,
  ExtendedKeyUsageExtension,
  Extension,
  X509CrlGenerator,
} from '@peculiar/x509';
import { beforeAll, describe, expect, it } from 'vitest';
import { Msp } from './msp.js';
import { SigningIdentity } from './signing-identity.js';
import {
  makeTestOrg,
  TestCa,
  type TestCertificateRequest,
  type TestOrg,
  testMspConfig,
} from './testing/test-org.js';

const ID = 'BankMSP';

describe('an MSP', () => {
  let org: TestOrg;
  let root: TestCa;
  let msp: Msp;
  let anyKey: KeyObject;
  beforeAll(async () => {
    org = await makeTestOrg(ID);
    root = org.ca;
    msp = Msp.fromConfig(org.mspConfig);
    anyKey = (await root.issue({ subject: 'CN=any' })).privateKey;
  });

  const issued = async (request: TestCertificateRequest, ca = root): Promise<SigningIdentity> => {
    const { pem, privateKey } = await ca.issue(request);
    return new SigningIdentity({ mspId: ID, certificatePem: pem, privateKey });
  };
  const validate = (of: Msp, signer: SigningIdentity) => of.validate(of.deserialize(signer.serialized));

  it('takes members of every role', async () => {
    for (const role of ['peer', 'client', 'admin', 'orderer'] as const) {
      const signer = await org.identity(role);
      expect(() => validate(msp, signer)).not.toThrow();
    }
  });

  it('takes a member whose certificate has expired: that is for others to ask', async () => {
    const signer = await org.identity('client', {
      notBefore: new Date('2021-01-01T00:00:00Z'),
      notAfter: new Date('2021-01-02T00:00:00Z'),
    });
    expect(() => validate(msp, signer)).not.toThrow();
    expect(msp.deserialize(signer.serialized).expiresAtMs).toBe(Date.UTC(2021, 0, 2));
  });

  it('does not read the certificate of a stranger', async () => {
    const impostor = await issued({ subject: 'CN=x, OU=client' }, await TestCa.root('ca.elsewhere'));
    expect(() => msp.deserialize(impostor.serialized)).toThrow(
      'the supplied identity is not valid: x509: certificate signed by unknown authority',
    );
  });

  it('says why an authority of the right name would not do', async () => {
    const impostor = await issued({ subject: 'CN=x, OU=client' }, await TestCa.root(`ca.${ID}`));
    expect(() => msp.deserialize(impostor.serialized)).toThrow(
      'the supplied identity is not valid: x509: certificate signed by unknown authority (possibly because of ' +
        `"x509: ECDSA verification failure" while trying to verify candidate authority certificate "ca.${ID}")`,
    );
  });

  it('does not read a certificate that was issued before its authority began', async () => {
    const early = await issued({ subject: 'CN=x, OU=client', notBefore: new Date('2019-12-31T23:00:00Z') });
    expect(() => msp.deserialize(early.serialized)).toThrow(
      'x509: certificate has expired or is not yet valid: current time 2019-12-31T23:00:01Z is before 2020-01-01T00:00:00Z',
    );
  });

  it('does not read a certificate for other uses, nor one with a critical extension that nobody knows', async () => {
    const codeSigner = await issued({
      subject: 'CN=x, OU=client',
      extensions: [new ExtendedKeyUsageExtension(['1.3.6.1.5.5.7.3.3'])],
    });
    expect(() => msp.deserialize(codeSigner.serialized)).toThrow(
      'x509: certificate specifies an incompatible key usage',
    );
    const secretive = await issued({
      subject: 'CN=x, OU=client',
      extensions: [new Extension('1.2.3.4.5', true, Buffer.from([0x05, 0x00]))],
    });
    expect(() => msp.deserialize(secretive.serialized)).toThrow('x509: unhandled critical extension');
  });

  it('does not read what is no certificate', async () => {
    const garbage = (certificatePem: string) =>
      new SigningIdentity({ mspId: ID, certificatePem, privateKey: anyKey });
    expect(() => msp.deserialize(garbage('no PEM').serialized)).toThrow('could not decode the PEM structure');
    const pem = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';
    expect(() => msp.deserialize(garbage(pem).serialized)).toThrow(
      'parseCertificate failed: x509: malformed certificate',
    );
    const member = (await org.identity('client')).serialized;
    expect(() => msp.deserialize(member.subarray(0, -1))).toThrow(
      'could not deserialize a SerializedIdentity',
    );
  });
  it('refuses the identity of another MSP', async () => {
    const other = await (await makeTestOrg('BrokerMSP')).identity('client');
    expect(() => msp.deserialize(other.serialized)).toThrow('expected MSP ID BankMSP, received BrokerMSP');
  });

  it('refuses an authority as an identity', () => {
    const authority = new SigningIdentity({ mspId: ID, certificatePem: root.pem, privateKey: anyKey });
    expect(() => validate(msp, authority)).toThrow(
      'could not obtain certification chain: An X509 certificate with Basic Constraint: ' +
        'Certificate Authority equals true cannot be used as an identity',
    );
  });

  it('takes Ed25519 keys only where the channel has the capability', async () => {
    const edwards = await issued({ subject: 'CN=x, OU=client', algorithm: { name: 'Ed25519' } });
    expect(() => validate(msp, edwards)).toThrow(
      "could not validate identity's public key algorithm: Ed25519 is not supported",
    );
    expect(() => validate(Msp.fromConfig(org.mspConfig, { ed25519: true }), edwards)).not.toThrow();
  });

  describe('with node OUs', () => {
    it('refuses a member without a role, and one with two', async () => {
      const nobody = await issued({ subject: 'CN=x, OU=department1' });
      expect(() => validate(msp, nobody)).toThrow(
        /^could not validate identity's OUs: the identity does not have an OU that resolves to client, peer, orderer, or admin role\. OUs: \[department1\([0-9A-F]{16}\)\], MSP: \[BankMSP\]$/,
      );
      const both = await issued({ subject: 'CN=x, OU=peer, OU=client' });
      expect(() => validate(msp, both)).toThrow(
        /^could not validate identity's OUs: the identity must have a client, a peer, an orderer, or an admin OU role to be valid, not a combination of them\. OUs: \[peer\([0-9A-F]{16}\) client\([0-9A-F]{16}\)\], MSP: \[BankMSP\]$/,
      );
    });

    it('refuses a role that another authority vouches for than the configuration says', async () => {
      const [nodes, people] = await Promise.all([root.intermediate('nodes'), root.intermediate('people')]);
      const strict = Msp.fromConfig(
        testMspConfig({
          mspId: ID,
          roots: [root.pem],
          intermediates: [nodes.pem, people.pem],
          nodeOus: { peer: { certificate: nodes.pem }, client: {}, admin: {} },
        }),
      );
      const node = await issued({ subject: 'CN=x, OU=peer' }, nodes);
      expect(() => validate(strict, node)).not.toThrow();
      const person = await issued({ subject: 'CN=x, OU=peer' }, people);
      expect(() => validate(strict, person)).toThrow(
        /^could not validate identity's OUs: certifiersIdentifier does not match: \[peer\(.*\)\], MSP: \[BankMSP\]$/,
      );
    });

    it('wants an admin OU or a list of admins', () => {
      const config = testMspConfig({ mspId: ID, roots: [root.pem], nodeOus: { peer: {}, client: {} } });
      expect(() => Msp.fromConfig(config)).toThrow(
        'administrators must be declared when no admin ou classification is set',
      );
    });

    it('lists only clients and admins as admins', async () => {
      const { pem } = await root.issue({ subject: 'CN=x, OU=peer' });
      expect(() => Msp.fromConfig(testMspConfig({ mspId: ID, roots: [root.pem], admins: [pem] }))).toThrow(
        'admin 0 is invalid [The identity does not contain OU [CLIENT], MSP: [BankMSP],' +
          'The identity does not contain OU [ADMIN], MSP: [BankMSP]]',
      );
    });
  });

  describe('with required organisational units', () => {
    it('takes members of one of them only', async () => {
      const config = testMspConfig({
        mspId: ID,
        roots: [root.pem],
        organizationalUnits: [{ name: 'custody', certificate: root.pem }],
      });
      const strict = Msp.fromConfig(config);
      const inside = await issued({ subject: 'CN=x, OU=client, OU=custody' });
      expect(() => validate(strict, inside)).not.toThrow();
      const outside = await issued({ subject: 'CN=x, OU=client' });
      expect(() => validate(strict, outside)).toThrow(
        /^could not validate identity's OUs: none of the identity's organizational units \[client\(.*\)\] are in MSP BankMSP$/,
      );
      const without = await issued({ subject: 'CN=x' });
      expect(() => validate(strict, without)).toThrow(
        'the identity certificate does not contain an Organizational Unit (OU)',
      );
    });
  });

  describe('with intermediate authorities', () => {
    it('takes members from the lowest of them only', async () => {
      const intermediate = await root.intermediate('intermediate');
      const layered = Msp.fromConfig(
        testMspConfig({ mspId: ID, roots: [root.pem], intermediates: [intermediate.pem] }),
      );
      const below = await issued({ subject: 'CN=x, OU=client' }, intermediate);
      expect(() => validate(layered, below)).not.toThrow();
      const directlyBelowRoot = await issued({ subject: 'CN=x, OU=client' });
      expect(() => validate(layered, directlyBelowRoot)).toThrow(
        'could not obtain certification chain: invalid validation chain. Parent certificate should be a leaf',
      );
      expect(() => msp.deserialize(below.serialized)).toThrow(
        'x509: certificate signed by unknown authority',
      );
    });
  });

  describe('with a revocation list', () => {
    const withList = async (signer: TestCa, serialNumber: string) => {
      const list = await X509CrlGenerator.create({
        issuer: root.certificate.subject,
        signingKey: signer.keys.privateKey,
        signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
        entries: [{ serialNumber, revocationDate: new Date('2030-01-01T00:00:00Z') }],
        extensions: [await AuthorityKeyIdentifierExtension.create(root.keys.publicKey, false, webcrypto)],
      });
      return Msp.fromConfig(
        testMspConfig({
          mspId: ID,
          roots: [root.pem],
          revocationLists: [list.toString('pem').replaceAll(' CRL-', ' X509 CRL-')],
        }),
      );
    };

    it('refuses the members that it names, and no others', async () => {
      const strict = await withList(root, '0a1b');
      const revoked = await issued({ subject: 'CN=x, OU=client', serialNumber: '0a1b' });
      expect(() => validate(strict, revoked)).toThrow(
        'could not validate identity against certification chain: The certificate has been revoked',
      );
      const other = await issued({ subject: 'CN=x, OU=client', serialNumber: '0a1c' });
      expect(() => validate(strict, other)).not.toThrow();
    });

    it('ignores a list that its authority has not signed', async () => {
      const forged = await withList(await TestCa.root('ca.elsewhere'), '0a1b');
      const member = await issued({ subject: 'CN=x, OU=client', serialNumber: '0a1b' });
      expect(() => validate(forged, member)).not.toThrow();
    });
  });

  it('wants at least one root, and authorities that are some', async () => {
    expect(() => Msp.fromConfig(testMspConfig({ mspId: ID, roots: [] }))).toThrow(
      'expected at least one CA certificate',
    );
    const { pem } = await root.issue({ subject: 'CN=no authority' });
    expect(() =>
      Msp.fromConfig(testMspConfig({ mspId: ID, roots: [root.pem], intermediates: [pem] })),
    ).toThrow(/^CA Certificate did not have the CA attribute, \(SN: [0-9a-f]+\)$/);
    expect(() => Msp.fromConfig(testMspConfig({ mspId: ID, roots: ['nonsense'] }))).toThrow(
      'getCertFromPem error: could not decode pem bytes [[110 111 110 115 101 110 115 101]]',
    );
  });
});
