import { type Authority, loadAuthority } from './authority.js';
import { type IssuedCredentials, signLeaf } from './leaf.js';
import {
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
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
  return signLeaf(authority, {
    subject: [{ C: ['CN'] }, { CN: [request.commonName] }],
    keyUsage: KeyUsageFlags.digitalSignature | KeyUsageFlags.keyEncipherment,
    extensions: useExtensions(request),
    notBefore: request.notBefore,
    notAfter: request.notAfter,
  });
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
