import { type Authority, loadAuthority } from './authority.js';
import { type IssuedCredentials, signLeaf } from './leaf.js';
import { Extension, type JsonName, KeyUsageFlags } from './x509.js';

/** Where Fabric CA, and the chaincode shim after it, keep attributes: a JSON text in an extension of its own. */
const ATTRIBUTE_EXTENSION = '1.2.3.4.5.6.7.8.1';

/** The organisational units by which node OUs tell kinds of identities apart. */
export type NodeOu = 'client' | 'peer' | 'admin' | 'orderer';

export interface IdentityRequest {
  readonly commonName: string;
  /** The node OU, or any other text where an identity that no role fits is wanted; undefined for none. */
  readonly ou: NodeOu | (string & {}) | undefined;
  /** Values of certificate attributes by name, for example `{ 'sanfang.role': 'bank-operator' }`. */
  readonly attributes?: Readonly<Record<string, string>>;
  /** By default from a few minutes ago for five years, never longer than the authority. */
  readonly notBefore?: Date;
  readonly notAfter?: Date;
}

/**
 * Issues an enrolment identity signed by the authority in `caDir` (`ca-cert.pem`, `ca-key.pem`), writing nothing.
 */
export async function issueIdentity(
  request: IdentityRequest & { readonly caDir: string },
): Promise<IssuedCredentials> {
  return signIdentity(await loadAuthority('ca', request.caDir), request);
}

export async function signIdentity(
  authority: Authority,
  request: IdentityRequest,
): Promise<IssuedCredentials> {
  const subject: JsonName = [
    { C: ['CN'] },
    ...(request.ou === undefined ? [] : [{ OU: [request.ou] }]),
    { CN: [request.commonName] },
  ];
  return signLeaf(authority, {
    subject,
    keyUsage: KeyUsageFlags.digitalSignature,
    extensions: attributeExtension(request.attributes),
    notBefore: request.notBefore,
    notAfter: request.notAfter,
  });
}

function attributeExtension(attributes: Readonly<Record<string, string>> = {}): readonly Extension[] {
  if (Object.keys(attributes).length === 0) {
    return [];
  }
  return [new Extension(ATTRIBUTE_EXTENSION, false, Buffer.from(JSON.stringify({ attrs: attributes })))];
}
