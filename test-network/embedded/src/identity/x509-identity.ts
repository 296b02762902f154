import { verify, type X509Certificate } from 'node:crypto';
import type { Certificate } from './certificate.js';
import { isSignatureValid, publicKeyId, type SignatureHash } from './checked-signatures.js';
import { isKnownCurve, isLowS, readEcdsaSignature, toP1363 } from './ecdsa-signature.js';
import type { Identity } from './identity.js';

/** An identity read from its serialised form by its MSP. */
export class X509Identity implements Identity {
  readonly mspId: string;
  readonly serialized: Uint8Array;
  readonly id: string;
  readonly expiresAtMs: number;
  /** With the issuer's signature in low-S form. */
  readonly details: Certificate;
  readonly #hash: SignatureHash;
  readonly #keyId: string;

  constructor(options: {
    readonly mspId: string;
    readonly certificate: Certificate;
    readonly serialized: Uint8Array;
    readonly hash: SignatureHash;
  }) {
    this.mspId = options.mspId;
    this.details = options.certificate;
    this.serialized = options.serialized;
    this.id = options.certificate.fingerprint;
    this.expiresAtMs = options.certificate.notAfterMs;
    this.#hash = options.hash;
    this.#keyId = publicKeyId(options.certificate.x509.publicKey);
  }

  get certificate(): X509Certificate {
    return this.details.x509;
  }

  verify(message: Uint8Array, signature: Uint8Array): boolean {
    return isSignatureValid({ keyId: this.#keyId, hash: this.#hash, message, signature }, () =>
      this.#verify(message, signature),
    );
  }

  #verify(message: Uint8Array, signature: Uint8Array): boolean {
    const key = this.certificate.publicKey;
    if (key.asymmetricKeyType === 'ed25519') return verify(null, message, key, signature);
    const curve = key.asymmetricKeyDetails?.namedCurve;
    if (!isKnownCurve(curve)) return false;
    const parsed = readEcdsaSignature(signature);
    if (parsed === undefined || !isLowS(curve, parsed)) return false;
    const raw = toP1363(curve, parsed);
    return raw !== undefined && verify(this.#hash, message, { key, dsaEncoding: 'ieee-p1363' }, raw);
  }
}
