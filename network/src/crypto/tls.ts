import { type Authority, loadAuthority } from './authority.js';
import { signCertificate, validForYears } from './certificate.js';
import { earlier, type IssuedCredentials, LEAF_YEARS } from './identity.js';
import { generateKeyPair, privateKeyPem } from './keys.js';
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  type JsonName,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
} from './x509.js';

/** What a holder of a TLS certificate does: nodes both serve and connect, users and peers' chaincode clients connect. */
export type TlsUse = 'node' | 'client';

export interface TlsRequest {
  readonly commonName: string;
  readonly use: TlsUse;
  /** Host names besides `localhost`; only a node's certificate has any. */
  readonly hosts?: readonly string[];
  readonly notBefore?: Date;
  readonly notAfter?: Date;
}

/**
 * Issues a TLS pair signed by the authority in `tlsCaDir` (`tlsca-cert.pem`, `tlsca-key.pem`), writing nothing.
 */
export async function issueTls(
  request: TlsRequest & { readonly tlsCaDir: string },
): Promise<IssuedCredentials> {
  return signTls(await loadAuthority('tlsca', request.tlsCaDir), request);
}

export async function signTls(authority: Authority, request: TlsRequest): Promise<IssuedCredentials> {
  const keys = await generateKeyPair();
  const subject: JsonName = [{ C: ['CN'] }, { CN: [request.commonName] }];
  const usual = validForYears(LEAF_YEARS);
  const certificate = await signCertificate({
    subject,
    publicKey: keys.publicKey,
    issuer: authority,
    validity: {
      notBefore: request.notBefore ?? usual.notBefore,
      notAfter: request.notAfter ?? earlier(usual.notAfter, authority.notAfter),
    },
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature | KeyUsageFlags.keyEncipherment, true),
      ...useExtensions(request),
    ],
  });
  return {
    certificatePem: `${certificate.toString('pem')}\n`,
    privateKeyPem: await privateKeyPem(keys.privateKey),
  };
}

function useExtensions({ use, hosts = [] }: TlsRequest) {
  if (use === 'client') {
    return [new ExtendedKeyUsageExtension([ExtendedKeyUsage.clientAuth])];
  }
  return [
    new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth, ExtendedKeyUsage.clientAuth]),
    new SubjectAlternativeNameExtension([
      ...[...hosts, 'localhost'].map((value) => ({ type: 'dns' as const, value })),
      ...['127.0.0.1', '::1'].map((value) => ({ type: 'ip' as const, value })),
    ]),
  ];
}
