import path from 'node:path';
import { type Authority, loadAuthority } from '../crypto/authority.js';
import { type IdentityRequest, signIdentity } from '../crypto/identity.js';
import { signTls, type TlsRequest } from '../crypto/tls.js';
import { signingFiles, tlsFiles } from '../layout/paths.js';
import type { Staging } from './staging.js';

/** The two authorities of an organisation. */
export interface Authorities {
  readonly domain: string;
  readonly ca: Authority;
  readonly tlsCa: Authority;
}

export async function loadAuthorities(domain: string, caDir: string, tlsCaDir: string): Promise<Authorities> {
  return { domain, ca: await loadAuthority('ca', caDir), tlsCa: await loadAuthority('tlsca', tlsCaDir) };
}

/** Writes the verifying part of an MSP folder: roots, and node OUs by which client, peer, admin and orderer differ. */
export async function writeVerifyingMsp(staging: Staging, dir: string, { domain, ca, tlsCa }: Authorities) {
  const caCert = path.join('cacerts', `ca.${domain}-cert.pem`);
  await staging.write(path.join(dir, caCert), ca.certificatePem);
  await staging.write(path.join(dir, 'tlscacerts', `tlsca.${domain}-cert.pem`), tlsCa.certificatePem);
  const identifiers = ['Client', 'Peer', 'Admin', 'Orderer'].map((kind) =>
    [
      `  ${kind}OUIdentifier:`,
      `    Certificate: ${caCert}`,
      `    OrganizationalUnitIdentifier: ${kind.toLowerCase()}`,
    ].join('\n'),
  );
  await staging.write(
    path.join(dir, 'config.yaml'),
    ['NodeOUs:', '  Enable: true', ...identifiers, ''].join('\n'),
  );
}

/** Writes a whole MSP folder with a new identity in it, and answers the identity. */
export async function writeSigningMsp(
  staging: Staging,
  dir: string,
  { authorities, identity }: { readonly authorities: Authorities; readonly identity: IdentityRequest },
) {
  await writeVerifyingMsp(staging, dir, authorities);
  const credentials = await signIdentity(authorities.ca, identity);
  const files = signingFiles(dir);
  await staging.write(files.certificate, credentials.certificatePem);
  await staging.write(files.privateKey, credentials.privateKeyPem, 'private');
  return credentials;
}

/** Writes a TLS pair and the root that signed it; a second pair in the same folder shares the root. */
export async function writeTls(
  staging: Staging,
  dir: string,
  { authorities, ...request }: TlsRequest & { readonly authorities: Authorities },
  root: 'with-root' | 'root-is-there' = 'with-root',
) {
  const credentials = await signTls(authorities.tlsCa, request);
  const files = tlsFiles(dir, request.use === 'node' ? 'server' : 'client');
  if (root === 'with-root') {
    await staging.write(files.ca, authorities.tlsCa.certificatePem);
  }
  await staging.write(files.cert, credentials.certificatePem);
  await staging.write(files.key, credentials.privateKeyPem, 'private');
}
