import { type Authority, loadAuthority } from './authority.js';
import { signCertificate, validForYears } from './certificate.js';
import { generateKeyPair, privateKeyPem } from './keys.js';
import {
  BasicConstraintsExtension,
  Extension,
  type JsonName,
  KeyUsageFlags,
  KeyUsagesExtension,
} from './x509.js';

/** Years for which an identity's or a TLS certificate is valid. */
export const LEAF_YEARS = 5;

/** Where Fabric CA, and the chaincode shim after it, keep attributes: a JSON text in an extension of its own. */
const ATTRIBUTE_EXTENSION = '1.2.3.4.5.6.7.8.1';

/** The organisational units by which node OUs tell kinds of identities apart. */
export type NodeOu = 'client' | 'peer' | 'admin' | 'orderer';

export interface IssuedCredentials {
  readonly certificatePem: string;
  /** PKCS#8 PEM. */
  readonly privateKeyPem: string;
}

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
  const keys = await generateKeyPair();
  const subject: JsonName = [
    { C: ['CN'] },
    ...(request.ou === undefined ? [] : [{ OU: [request.ou] }]),
    { CN: [request.commonName] },
  ];
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
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      ...attributeExtension(request.attributes),
    ],
  });
  return {
    certificatePem: `${certificate.toString('pem')}\n`,
    privateKeyPem: await privateKeyPem(keys.privateKey),
  };
}

function attributeExtension(attributes: Readonly<Record<string, string>> = {}): readonly Extension[] {
  if (Object.keys(attributes).length === 0) {
    return [];
  }
  return [new Extension(ATTRIBUTE_EXTENSION, false, Buffer.from(JSON.stringify({ attrs: attributes })))];
}

export function earlier(one: Date, other: Date): Date {
  return one < other ? one : other;
}
