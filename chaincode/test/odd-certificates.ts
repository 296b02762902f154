// The X.509 library needs Reflect's metadata functions before it is loaded.
import 'reflect-metadata';
import { KeyObject, webcrypto } from 'node:crypto';
import { BasicConstraintsExtension, type JsonName, X509CertificateGenerator } from '@peculiar/x509';
import type { Authority } from '@sanfang/network';
import { type Member, type Signer, signerOf } from './endorsed-envelope.js';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256' };
const DAY_MS = 24 * 3_600_000;

interface OddCertificate {
  readonly subject: JsonName;
  readonly isAuthority: boolean;
  /** Itself where none is named. */
  readonly issuer?: Authority;
}

/** A certificate such as no authority of the consortium issues: without key usage and key identifiers. */
async function issueOdd({ subject, isAuthority, issuer }: OddCertificate): Promise<Authority> {
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const notAfter = new Date(Date.now() + 365 * DAY_MS);
  const certificate = await X509CertificateGenerator.create({
    serialNumber: '01',
    subject,
    issuer: issuer?.subject ?? subject,
    notBefore: new Date(Date.now() - DAY_MS),
    notAfter,
    publicKey: keys.publicKey,
    signingKey: issuer?.privateKey ?? keys.privateKey,
    signingAlgorithm: { ...ALGORITHM, hash: 'SHA-256' },
    extensions: [new BasicConstraintsExtension(isAuthority, undefined, true)],
  });
  return { certificatePem: certificate.toString('pem'), subject, notAfter, ...keys };
}

/** A member whose root certificate does not say that it may issue others. */
export async function newMemberWithoutAuthority(mspId: string): Promise<Member> {
  return { mspId, authority: await issueOdd({ subject: [{ CN: ['root'] }], isAuthority: false }) };
}

/** Someone with a certificate of the member's authority that is odd in its subject or in being an authority's. */
export async function newOddSigner(
  { mspId, authority }: Member,
  odd: Omit<OddCertificate, 'issuer'>,
): Promise<Signer> {
  const { certificatePem, privateKey } = await issueOdd({ ...odd, issuer: authority });
  return signerOf(mspId, certificatePem, KeyObject.from(privateKey));
}
