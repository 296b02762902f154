import { randomBytes } from 'node:crypto';
import { KEY_ALGORITHM, type PrivateKey, type PublicKey, SIGNATURE_ALGORITHM } from './keys.js';
import {
  AuthorityKeyIdentifierExtension,
  type Extension,
  type JsonName,
  SubjectKeyIdentifierExtension,
  type X509Certificate,
  X509CertificateGenerator,
} from './x509.js';

export interface Validity {
  readonly notBefore: Date;
  readonly notAfter: Date;
}

/** From a few minutes ago, so that a machine whose clock is a little behind takes the certificate too. */
export function validForYears(years: number, now: Date = new Date()): Validity {
  const notBefore = new Date(now.getTime() - 5 * 60_000);
  notBefore.setUTCMilliseconds(0);
  const notAfter = new Date(notBefore);
  notAfter.setUTCFullYear(notAfter.getUTCFullYear() + years);
  return { notBefore, notAfter };
}

export interface CertificateRequest {
  readonly subject: JsonName;
  readonly publicKey: PublicKey;
  readonly issuer: {
    readonly subject: JsonName;
    readonly publicKey: PublicKey;
    readonly privateKey: PrivateKey;
  };
  readonly validity: Validity;
  /** Besides subject and authority key identifiers, which every certificate gets. */
  readonly extensions: readonly Extension[];
}

/** Signs a certificate with a random 127-bit serial number. */
export async function signCertificate(request: CertificateRequest): Promise<X509Certificate> {
  const serialNumber = randomBytes(16);
  serialNumber[0] = ((serialNumber[0] ?? 0) & 0x7f) | 0x40;
  const parameters = {
    serialNumber: serialNumber.toString('hex'),
    subject: request.subject,
    issuer: request.issuer.subject,
    ...request.validity,
    publicKey: request.publicKey,
    signingKey: request.issuer.privateKey,
    signingAlgorithm: { ...KEY_ALGORITHM, ...SIGNATURE_ALGORITHM },
    extensions: [
      ...request.extensions,
      await SubjectKeyIdentifierExtension.create(request.publicKey),
      await AuthorityKeyIdentifierExtension.create(request.issuer.publicKey),
    ],
  };
  // Fabric rewrites a certificate whose signature has a high S before it compares it with others. One that has a
  // low S from the start is the same bytes everywhere. Every second signature has, so this ends at once.
  for (;;) {
    const certificate = await X509CertificateGenerator.create(parameters);
    if (hasLowS(new Uint8Array(certificate.signature))) {
      return certificate;
    }
  }
}

const HALF_ORDER = 0x7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8n;

/** Whether S is at most half the curve's order. Takes the DER form or the raw 64 bytes R and S. */
export function hasLowS(signature: Uint8Array): boolean {
  const raw = signature.length === 64 ? signature.subarray(32) : derS(signature);
  return BigInt(`0x${Buffer.from(raw).toString('hex')}`) <= HALF_ORDER;
}

/** S of a DER sequence of the two integers R and S; each is at most 33 bytes, so every length is one byte. */
function derS(der: Uint8Array): Uint8Array {
  const lengthOfR = der[3] ?? 0;
  const start = 4 + lengthOfR + 2;
  return der.subarray(start, start + (der[start - 1] ?? 0));
}
