import type { Authority } from './authority.js';
import { signCertificate, validForYears } from './certificate.js';
import { generateKeyPair, privateKeyPem } from './keys.js';
import {
  BasicConstraintsExtension,
  type Extension,
  type JsonName,
  type KeyUsageFlags,
  KeyUsagesExtension,
} from './x509.js';

/** Years for which an identity's or a TLS certificate is valid. */
const LEAF_YEARS = 5;

export interface IssuedCredentials {
  readonly certificatePem: string;
  /** PKCS#8 PEM. */
  readonly privateKeyPem: string;
}

export interface LeafRequest {
  readonly subject: JsonName;
  readonly keyUsage: KeyUsageFlags;
  /** Besides what every leaf has: it signs no certificates, and what its key is for. */
  readonly extensions: readonly Extension[];
  /** By default from a few minutes ago for five years, never longer than the authority. */
  readonly notBefore: Date | undefined;
  readonly notAfter: Date | undefined;
}

/** A new key pair with a certificate that can sign no other. */
export async function signLeaf(authority: Authority, request: LeafRequest): Promise<IssuedCredentials> {
  const keys = await generateKeyPair();
  const usual = validForYears(LEAF_YEARS);
  const certificate = await signCertificate({
    subject: request.subject,
    publicKey: keys.publicKey,
    issuer: authority,
    validity: {
      notBefore: request.notBefore ?? usual.notBefore,
      notAfter: request.notAfter ?? earlier(usual.notAfter, authority.notAfter),
    },
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(request.keyUsage, true),
      ...request.extensions,
    ],
  });
  return {
    certificatePem: `${certificate.toString('pem')}\n`,
    privateKeyPem: await privateKeyPem(keys.privateKey),
  };
}

function earlier(one: Date, other: Date): Date {
  return one < other ? one : other;
}
