import { createHash } from 'node:crypto';
import type { msp } from '@hyperledger/fabric-protos';
import { Certificate } from './certificate.js';
import { TrustAnchors } from './certificate-chain.js';
import { explained, IdentityError } from './identity-error.js';
import { RevocationList } from './revocation-list.js';

/** The certificate authorities of an MSP: who may vouch for its members, and whom they have taken back. */
export class Authorities {
  readonly roots: readonly Certificate[];
  readonly intermediates: readonly Certificate[];
  readonly #anchors: TrustAnchors;
  /** Authorities that stand above another one: members must come from the lowest. */
  readonly #upper: ReadonlySet<string>;
  readonly #revocationLists: readonly RevocationList[];

  /** Throws IdentityError if the configuration's authorities are not well formed. */
  constructor(config: msp.FabricMSPConfig) {
    const roots = config.getRootCertsList_asU8().map((pem) => Certificate.fromPem(pem));
    const intermediates = config.getIntermediateCertsList_asU8().map((pem) => Certificate.fromPem(pem));
    if (roots.length === 0) throw new IdentityError('expected at least one CA certificate');
    const unsanitized = new TrustAnchors(roots, intermediates);
    this.roots = roots.map((root) => inLowS(root, unsanitized));
    this.intermediates = intermediates.map((each) => inLowS(each, unsanitized));
    this.#anchors = new TrustAnchors(this.roots, this.intermediates);
    this.#revocationLists = config.getRevocationListList_asU8().map((list) => RevocationList.parse(list));
    for (const authority of [...this.roots, ...this.intermediates]) {
      checkAuthority(authority, () => this.checkNotRevoked(this.#anchors.chain(authority)));
    }
    this.#upper = new Set(
      this.intermediates
        .flatMap((each) => this.#anchors.chain(each).slice(1))
        .map((each) => each.fingerprint),
    );
    checkTlsAuthorities(config);
  }

  /** The certificate with its signature in low-S form. Throws IdentityError if no authority here has issued it. */
  sanitized(certificate: Certificate): Certificate {
    return inLowS(certificate, this.#anchors);
  }

  /** The chain from a member's certificate, which comes first, to a root. Throws IdentityError. */
  memberChain(certificate: Certificate): readonly Certificate[] {
    if (certificate.isCa) {
      throw new IdentityError(
        'An X509 certificate with Basic Constraint: Certificate Authority equals true cannot be used as an identity',
      );
    }
    const chain = explained('failed getting validation chain', () => this.#anchors.chain(certificate));
    const [, issuer] = chain;
    if (issuer === undefined) {
      throw new IdentityError(`expected a chain of length at least 2, got ${chain.length}`);
    }
    if (this.#upper.has(issuer.fingerprint)) throw notLowest(certificate);
    return chain;
  }

  /** Throws IdentityError if a list of the issuer's takes the first certificate of the chain back. */
  checkNotRevoked(chain: readonly Certificate[]): void {
    const [certificate, issuer] = chain;
    if (certificate === undefined || issuer === undefined) return;
    if (this.#revocationLists.some((list) => list.revokes(certificate, issuer))) {
      throw new IdentityError('The certificate has been revoked');
    }
  }

  /** The hash of the chain from one of these authorities, given in PEM, to its root. Throws IdentityError. */
  certifiersIdentifier(pem: Uint8Array): Buffer {
    const certificate = this.sanitized(Certificate.fromPem(pem));
    const isSame = ({ fingerprint }: Certificate) => fingerprint === certificate.fingerprint;
    if (this.roots.some(isSame)) return certifiersIdentifier([certificate]);
    if (!this.intermediates.some(isSame)) {
      throw new IdentityError(
        `Failed adding OU. Certificate [${certificate.name}] not in root or intermediate certs.`,
      );
    }
    if (this.#upper.has(certificate.fingerprint)) {
      throw new IdentityError(
        `Failed computing validation chain for [${certificate.name}]. [${notLowest(certificate).message}]`,
      );
    }
    return certifiersIdentifier(this.#anchors.chain(certificate));
  }
}

/** SHA-256 over a chain of authorities: what an organisational unit in a principal is tied to. */
export function certifiersIdentifier(authorities: readonly Certificate[]): Buffer {
  const hash = createHash('sha256');
  for (const { raw } of authorities) hash.update(raw);
  return hash.digest();
}

/** One certificate has two valid ECDSA signatures; only one of them may stand, or it would have two identities. */
function inLowS(certificate: Certificate, anchors: TrustAnchors): Certificate {
  if (!certificate.hasEcdsaSignature) return certificate;
  if (certificate.isCa && certificate.x509.verify(certificate.x509.publicKey)) {
    return certificate.withLowS(certificate);
  }
  const [, issuer] = anchors.chain(certificate);
  if (issuer === undefined) {
    throw new IdentityError(
      `failed to traverse certificate verification chain for leaf or intermediate certificate, with subject ${certificate.name}`,
    );
  }
  return certificate.withLowS(issuer);
}

function checkAuthority(authority: Certificate, checkChain: () => void): void {
  const serialNumber = `(SN: ${authority.serialNumber})`;
  if (!authority.isCa) {
    throw new IdentityError(`CA Certificate did not have the CA attribute, ${serialNumber}`);
  }
  if (authority.subjectKeyIdentifier === undefined) {
    throw new IdentityError(
      `CA Certificate problem with Subject Key Identifier extension, ${serialNumber}: subjectKeyIdentifier not found in certificate`,
    );
  }
  explained(`CA Certificate is not valid, ${serialNumber}`, () =>
    explained('could not obtain certification chain', checkChain),
  );
}

function checkTlsAuthorities(config: msp.FabricMSPConfig): void {
  const roots = config.getTlsRootCertsList_asU8().map((pem) => Certificate.fromPem(pem));
  const intermediates = config.getTlsIntermediateCertsList_asU8().map((pem) => Certificate.fromPem(pem));
  const anchors = new TrustAnchors(roots, intermediates);
  for (const authority of [...roots, ...intermediates])
    checkAuthority(authority, () => anchors.chain(authority));
}

function notLowest(certificate: Certificate): IdentityError {
  return new IdentityError(
    'invalid validation chain. Parent certificate should be a leaf of the certification tree ' +
      `[[${Array.from(certificate.raw).join(' ')}]]`,
  );
}
