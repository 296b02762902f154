import { randomBytes, webcrypto } from 'node:crypto';
import { KEY_ALGORITHM, type PrivateKey, type PublicKey, SIGNATURE_ALGORITHM } from './keys.js';
import { withLowS } from './low-s.js';
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

/**
 * Fabric rewrites a certificate whose signature has a high S before it compares it with others. One that has a low S
 * from the start is the same bytes everywhere, so that is all this signs with; exporting the public key is the only
 * other thing that the X.509 library asks of it.
 */
const lowSCrypto = {
  subtle: {
    exportKey: (format: 'spki', key: PublicKey) => webcrypto.subtle.exportKey(format, key),
    sign: async (algorithm: webcrypto.EcdsaParams, key: PrivateKey, data: ArrayBuffer) =>
      withLowS(new Uint8Array(await webcrypto.subtle.sign(algorithm, key, data))),
  },
};

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
  return X509CertificateGenerator.create(parameters, lowSCrypto);
}
