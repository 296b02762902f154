import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { msp } from '@hyperledger/fabric-protos';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mspConfigFromDirectory } from './msp-directory.js';
import { makeTestOrg } from './testing/test-org.js';

describe('an MSP folder', () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'msp-folder-'));
  });
  afterEach(() => rmSync(dir, { recursive: true }));
  const write = (path: string, content: string) => {
    mkdirSync(join(dir, path, '..'), { recursive: true });
    writeFileSync(join(dir, path), content);
  };
  const read = () =>
    msp.FabricMSPConfig.deserializeBinary(mspConfigFromDirectory(dir, 'BankMSP').getConfig_asU8());

  it('gives roots, TLS roots, hash functions and node OUs', async () => {
    const org = await makeTestOrg('BankMSP');
    await org.writeMspDir(dir, 'peer');
    const config = read();
    expect(config.getName()).toBe('BankMSP');
    expect(config.getRootCertsList_asU8().map((pem) => Buffer.from(pem).toString())).toEqual([
      org.caCertificatePem,
    ]);
    expect(config.getTlsRootCertsList()).toHaveLength(1);
    expect(config.getCryptoConfig()?.toObject()).toEqual({
      signatureHashFamily: 'SHA2',
      identityIdentifierHashFunction: 'SHA256',
    });
    expect(config.getFabricNodeOus()?.toObject()).toMatchObject({
      enable: true,
      clientOuIdentifier: { organizationalUnitIdentifier: 'client' },
      ordererOuIdentifier: { organizationalUnitIdentifier: 'orderer' },
    });
  });

  it('pins the issuer of an organisational unit to the certificate that config.yaml names', async () => {
    const { ca } = await makeTestOrg('BankMSP');
    write('cacerts/ca.pem', ca.pem);
    write(
      'config.yaml',
      'NodeOUs:\n  Enable: true\n  PeerOUIdentifier:\n    Certificate: cacerts/ca.pem\n    OrganizationalUnitIdentifier: peer\n',
    );
    const peer = read().getFabricNodeOus()?.getPeerOuIdentifier();
    expect(Buffer.from(peer?.getCertificate_asU8() ?? []).toString()).toBe(ca.pem);
    expect(read().getFabricNodeOus()?.hasClientOuIdentifier()).toBe(false);
  });

  it('leaves out what is not PEM, and needs a certificate authority', () => {
    write('cacerts/README', 'not a certificate');
    expect(() => read()).toThrow(
      `could not load a valid ca certificate from directory ${join(dir, 'cacerts')}`,
    );
  });

  it('with a config.yaml that makes no sense says which file', async () => {
    const { ca } = await makeTestOrg('BankMSP');
    write('cacerts/ca.pem', ca.pem);
    write('config.yaml', 'NodeOUs: 7\n');
    expect(() => read()).toThrow(`failed unmarshalling configuration file at [${join(dir, 'config.yaml')}]`);
  });
});
