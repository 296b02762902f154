import { createHash, X509Certificate } from 'node:crypto';
import { type DerElement, DerError, DerTag, derChildren, derOid, encodeDer, readDer } from './der.js';
import { encodeEcdsaSignature, isKnownCurve, readEcdsaSignature, toLowS } from './ecdsa-signature.js';
import { explained, IdentityError } from './identity-error.js';
import { decodePem } from './pem.js';

const Oid = {
  organizationalUnit: '2.5.4.11',
  commonName: '2.5.4.3',
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  basicConstraints: '2.5.29.19',
  authorityKeyIdentifier: '2.5.29.35',
  extendedKeyUsage: '2.5.29.37',
} as const;

/** Critical extensions that a verifier understands; any other critical one makes a certificate unusable. */
const UNDERSTOOD_EXTENSIONS = new Set([
  ...Object.values(Oid),
  '2.5.29.17',
  '2.5.29.18',
  '2.5.29.30',
  '2.5.29.31',
  '2.5.29.32',
  '2.5.29.33',
  '2.5.29.36',
  '2.5.29.54',
  '1.3.6.1.5.5.7.1.1',
]);
const ECDSA_SIGNATURES = new Set([
  '1.2.840.10045.4.1',
  '1.2.840.10045.4.3.2',
  '1.2.840.10045.4.3.3',
  '1.2.840.10045.4.3.4',
]);

interface Extension {
  readonly critical: boolean;
  readonly value: Uint8Array;
}

/** An X.509 certificate with the fields that membership depends on, down to the bytes of its names. */
export class Certificate {
  readonly x509: X509Certificate;
  /** DER of the names: chains are built by comparing bytes. */
  readonly subject: Uint8Array;
  readonly issuer: Uint8Array;
  /** Hexadecimal, without leading zeros. */
  readonly serialNumber: string;
  readonly organizationalUnits: readonly string[];
  readonly commonName: string;
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
  /** SHA-256 of the DER in hexadecimal. */
  readonly fingerprint: string;
  readonly hasEcdsaSignature: boolean;
  readonly signature: Uint8Array;
  readonly #parts: readonly [DerElement, DerElement];
  readonly #extensions: ReadonlyMap<string, Extension>;

  private constructor(der: Uint8Array) {
    if (readDer(der).raw.length !== der.length) throw new DerError('trailing data');
    this.x509 = new X509Certificate(der);
    const [tbs, algorithm, signature] = derChildren(readDer(this.x509.raw).content);
    if (tbs === undefined || algorithm === undefined || signature === undefined) {
      throw new DerError('a certificate has three parts');
    }
    const fields = derChildren(tbs.content);
    const [serial, , issuer, , subject, , ...optional] = fields[0]?.tag === 0xa0 ? fields.slice(1) : fields;
    if (serial === undefined || issuer === undefined || subject === undefined) {
      throw new DerError('a certificate has a serial number, an issuer and a subject');
    }
    this.#parts = [tbs, algorithm];
    this.subject = subject.raw;
    this.issuer = issuer.raw;
    this.serialNumber = serialNumberOf(serial);
    this.organizationalUnits = attributes(subject, Oid.organizationalUnit);
    this.commonName = attributes(subject, Oid.commonName).at(-1) ?? '';
    this.notBeforeMs = Date.parse(this.x509.validFrom);
    this.notAfterMs = Date.parse(this.x509.validTo);
    this.fingerprint = createHash('sha256').update(this.x509.raw).digest('hex');
    this.hasEcdsaSignature = ECDSA_SIGNATURES.has(
      derOid(derChildren(algorithm.content)[0]?.content ?? new Uint8Array()),
    );
    this.signature = signature.content.subarray(1);
    this.#extensions = extensionsOf(optional.find(({ tag }) => tag === 0xa3));
  }

  /** Throws IdentityError if the bytes are no certificate. */
  static fromDer(der: Uint8Array): Certificate {
    try {
      return new Certificate(der);
    } catch {
      // What OpenSSL or the reader here says about it is of no use to those who see the error.
      throw new IdentityError('x509: malformed certificate');
    }
  }

  /** Throws IdentityError if the text holds no PEM block, or one that is no certificate. */
  static fromPem(pem: Uint8Array): Certificate {
    const der = decodePem(pem);
    if (der === undefined) {
      throw new IdentityError(
        `getCertFromPem error: could not decode pem bytes [[${Array.from(pem).join(' ')}]]`,
      );
    }
    return explained('getCertFromPem error: failed to parse x509 cert', () => Certificate.fromDer(der));
  }

  /** `CN=peer0,OU=peer`: for errors. */
  get name(): string {
    return this.x509.subject.replaceAll('\n', ',');
  }

  get raw(): Buffer {
    return this.x509.raw;
  }

  /** 'ec', 'ed25519', 'rsa', ... as Node.js names them. */
  get keyType(): string | undefined {
    return this.x509.publicKey.asymmetricKeyType;
  }

  get isCa(): boolean {
    return this.#basicConstraints()[0]?.content[0] === 0xff;
  }

  get hasBasicConstraints(): boolean {
    return this.#extensions.has(Oid.basicConstraints);
  }

  /** How many intermediate authorities may stand below this one; undefined if that is not limited. */
  get maxPathLength(): number | undefined {
    const length = this.#basicConstraints().find(({ tag }) => tag === DerTag.integer);
    return length === undefined ? undefined : Number.parseInt(serialNumberOf(length), 16);
  }

  /** Whether the key may sign certificates, as far as key usage tells. */
  get mayCertify(): boolean {
    const usage = this.#extensions.get(Oid.keyUsage);
    if (usage === undefined) return true;
    return ((readDer(usage.value).content[1] ?? 0) & 0x04) !== 0;
  }

  /** Object identifiers; empty if the certificate does not limit its use. */
  get extendedKeyUsages(): readonly string[] {
    const usage = this.#extensions.get(Oid.extendedKeyUsage);
    return usage === undefined
      ? []
      : derChildren(readDer(usage.value).content).map(({ content }) => derOid(content));
  }

  get subjectKeyIdentifier(): Uint8Array | undefined {
    const extension = this.#extensions.get(Oid.subjectKeyIdentifier);
    return extension === undefined ? undefined : readDer(extension.value).content;
  }

  get hasUnknownCriticalExtension(): boolean {
    return [...this.#extensions].some(([oid, { critical }]) => critical && !UNDERSTOOD_EXTENSIONS.has(oid));
  }

  /**
   * The same certificate with its issuer's signature in low-S form, so that one certificate has one fingerprint.
   *
   * Throws IdentityError if the signature is none of the issuer's kind.
   */
  withLowS(issuer: Certificate): Certificate {
    const curve = issuer.x509.publicKey.asymmetricKeyDetails?.namedCurve;
    const signature = readEcdsaSignature(this.signature);
    if (signature === undefined || !isKnownCurve(curve)) {
      throw new IdentityError('failed unmashalling signature [not an ECDSA signature]');
    }
    const lowS = encodeEcdsaSignature(toLowS(curve, signature));
    if (Buffer.compare(lowS, this.signature) === 0) return this;
    const [tbs, algorithm] = this.#parts;
    const bits = encodeDer(DerTag.bitString, Uint8Array.of(0), lowS);
    return Certificate.fromDer(encodeDer(DerTag.sequence, tbs.raw, algorithm.raw, bits));
  }

  #basicConstraints(): DerElement[] {
    const extension = this.#extensions.get(Oid.basicConstraints);
    return extension === undefined ? [] : derChildren(readDer(extension.value).content);
  }
}

/** An INTEGER's value in hexadecimal, without leading zeros. */
export function serialNumberOf(integer: DerElement): string {
  return Buffer.from(integer.content)
    .toString('hex')
    .replace(/^0+(?=.)/, '');
}

/** Extensions by object identifier, from the explicitly tagged list that certificates and revocation lists have. */
export function extensionsOf(list: DerElement | undefined): Map<string, Extension> {
  if (list === undefined) return new Map();
  return new Map(
    derChildren(readDer(list.content).content).map((extension) => {
      const [oid, ...rest] = derChildren(extension.content);
      const critical = rest[0]?.tag === DerTag.boolean && rest[0].content[0] === 0xff;
      const value = rest.at(-1)?.content ?? new Uint8Array();
      return [derOid(oid?.content ?? new Uint8Array()), { critical, value }];
    }),
  );
}

/** The key identifier of an AuthorityKeyIdentifier extension. */
export function authorityKeyIdentifier(extensions: ReadonlyMap<string, Extension>): Uint8Array | undefined {
  const extension = extensions.get(Oid.authorityKeyIdentifier);
  if (extension === undefined) return undefined;
  return derChildren(readDer(extension.value).content).find(({ tag }) => tag === 0x80)?.content;
}

function attributes(name: DerElement, wanted: string): string[] {
  return derChildren(name.content)
    .flatMap((rdn) => derChildren(rdn.content))
    .map((attribute) => derChildren(attribute.content))
    .flatMap(([oid, value]) => (oid && value && derOid(oid.content) === wanted ? [textOf(value)] : []));
}

function textOf({ tag, content }: DerElement): string {
  if (tag === DerTag.bmpString) return Buffer.from(content).swap16().toString('utf16le');
  return Buffer.from(content).toString('utf8');
}
