import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { signCertificate, validForYears } from './certificate.js';
import { generateKeyPair, importPrivateKey, type PrivateKey, type PublicKey, privateKeyPem } from './keys.js';
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  type JsonName,
  KeyUsageFlags,
  KeyUsagesExtension,
  X509Certificate,
} from './x509.js';

/** Years for which a root certificate is valid. */
const ROOT_YEARS = 10;

/** `ca`: signs identities. `tlsca`: signs TLS certificates. The name begins the names of the authority's files. */
export type AuthorityKind = 'ca' | 'tlsca';

/** A certificate authority that can sign. */
export interface Authority {
  readonly certificatePem: string;
  readonly subject: JsonName;
  readonly notAfter: Date;
  readonly publicKey: PublicKey;
  readonly privateKey: PrivateKey;
}

/** Makes a self-signed authority for a domain, for example `ca.bank-a.sanfang.test`. */
export async function createAuthority(
  kind: AuthorityKind,
  domain: string,
): Promise<Authority & { keyPem: string }> {
  const keys = await generateKeyPair();
  const subject: JsonName = [{ C: ['CN'] }, { O: [domain] }, { CN: [`${kind}.${domain}`] }];
  const validity = validForYears(ROOT_YEARS);
  const certificate = await signCertificate({
    subject,
    publicKey: keys.publicKey,
    issuer: { subject, ...keys },
    validity,
    extensions: [
      new BasicConstraintsExtension(true, undefined, true),
      new KeyUsagesExtension(
        KeyUsageFlags.digitalSignature | KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign,
        true,
      ),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth, ExtendedKeyUsage.clientAuth]),
    ],
  });
  return {
    certificatePem: `${certificate.toString('pem')}\n`,
    subject,
    notAfter: validity.notAfter,
    publicKey: keys.publicKey,
    privateKey: keys.privateKey,
    keyPem: await privateKeyPem(keys.privateKey),
  };
}

/** Reads `<kind>-cert.pem` and `<kind>-key.pem` of a folder. */
export async function loadAuthority(kind: AuthorityKind, dir: string): Promise<Authority> {
  const certificatePem = await readFile(path.join(dir, `${kind}-cert.pem`), 'utf8');
  const certificate = new X509Certificate(certificatePem);
  return {
    certificatePem,
    subject: certificate.subjectName.toJSON(),
    notAfter: certificate.notAfter,
    publicKey: await certificate.publicKey.export(),
    privateKey: await importPrivateKey(await readFile(path.join(dir, `${kind}-key.pem`), 'utf8')),
  };
}
