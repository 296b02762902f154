import { verify } from 'node:crypto';
import { authorityKeyIdentifier, type Certificate, extensionsOf, serialNumberOf } from './certificate.js';
import { DerTag, derChildren, derOid, readDer } from './der.js';
import { IdentityError } from './identity-error.js';
import { decodePem } from './pem.js';

const PEM_PREFIX = '-----BEGIN X509 CRL-----';
const DIGESTS: Readonly<Record<string, string>> = {
  '1.2.840.10045.4.1': 'sha1',
  '1.2.840.10045.4.3.2': 'sha256',
  '1.2.840.10045.4.3.3': 'sha384',
  '1.2.840.10045.4.3.4': 'sha512',
  '1.2.840.113549.1.1.11': 'sha256',
  '1.2.840.113549.1.1.12': 'sha384',
  '1.2.840.113549.1.1.13': 'sha512',
};

/** A certificate revocation list: serial numbers that its authority has taken back. */
export class RevocationList {
  readonly #authorityKeyIdentifier: Uint8Array | undefined;
  readonly #serialNumbers: ReadonlySet<string>;
  readonly #signed: Uint8Array;
  readonly #digest: string | undefined;
  readonly #signature: Uint8Array;

  private constructor(der: Uint8Array) {
    const [list, algorithm, signature] = derChildren(readDer(der).content);
    if (list === undefined || algorithm === undefined || signature === undefined) {
      throw new IdentityError('could not parse RevocationList');
    }
    const fields = derChildren(list.content);
    // The list of revoked certificates is the only plain SEQUENCE after the times of this and the next update.
    const revoked = fields.slice(3).find(({ tag }) => tag === DerTag.sequence);
    this.#serialNumbers = new Set(
      derChildren(revoked?.content ?? new Uint8Array()).flatMap((entry) =>
        derChildren(entry.content).slice(0, 1).map(serialNumberOf),
      ),
    );
    this.#authorityKeyIdentifier = authorityKeyIdentifier(
      extensionsOf(fields.find(({ tag }) => tag === 0xa0)),
    );
    this.#signed = list.raw;
    this.#digest = DIGESTS[derOid(derChildren(algorithm.content)[0]?.content ?? new Uint8Array())];
    this.#signature = signature.content.subarray(1);
  }

  /** Reads PEM, with the label `X509 CRL` and nothing before it, or DER. Throws IdentityError. */
  static parse(bytes: Uint8Array): RevocationList {
    try {
      const isPem = Buffer.from(bytes).toString('latin1').startsWith(PEM_PREFIX);
      return new RevocationList((isPem && decodePem(bytes)) || bytes);
    } catch (error) {
      throw new IdentityError(
        `could not parse RevocationList: ${error instanceof Error ? error.message : error}`,
      );
    }
  }

  /** Whether this list takes the certificate back: the list must be signed by the certificate's own issuer. */
  revokes(certificate: Certificate, issuer: Certificate): boolean {
    const keyIdentifier = issuer.subjectKeyIdentifier;
    if (keyIdentifier === undefined) {
      throw new IdentityError(
        'could not obtain Subject Key Identifier for signer cert: subjectKeyIdentifier not found in certificate',
      );
    }
    if (this.#authorityKeyIdentifier === undefined) {
      throw new IdentityError(
        'could not obtain Authority Key Identifier for crl: authorityKeyIdentifier not found in certificate',
      );
    }
    return (
      Buffer.compare(this.#authorityKeyIdentifier, keyIdentifier) === 0 &&
      this.#serialNumbers.has(certificate.serialNumber) &&
      verify(this.#digest, this.#signed, issuer.x509.publicKey, this.#signature)
    );
  }
}
