import { createPrivateKey, createPublicKey, type KeyObject, sign, X509Certificate } from 'node:crypto';
import { join } from 'node:path';
import { msp } from '@hyperledger/fabric-protos';
import { publicKeyId, rememberOwnSignature } from './checked-signatures.js';
import { encodeEcdsaSignature, fromP1363, isKnownCurve, toLowS } from './ecdsa-signature.js';
import { IdentityError } from './identity-error.js';
import { pemFiles } from './msp-directory.js';

/** An identity with its private key, such as a node's or a user's. */
export class SigningIdentity {
  readonly mspId: string;
  readonly certificatePem: string;
  /** msp.SerializedIdentity bytes: what goes into signature headers and endorsements. */
  readonly serialized: Uint8Array;
  readonly #key: KeyObject;
  readonly #curve: string | undefined;
  readonly #keyId: string;

  constructor(options: {
    readonly mspId: string;
    readonly certificatePem: string;
    readonly privateKey: KeyObject;
  }) {
    this.mspId = options.mspId;
    this.certificatePem = options.certificatePem;
    this.#key = options.privateKey;
    const serialized = new msp.SerializedIdentity();
    serialized.setMspid(options.mspId);
    serialized.setIdBytes(Buffer.from(options.certificatePem));
    this.serialized = serialized.serializeBinary();
    this.#curve = signatureCurve(options.privateKey);
    this.#keyId = publicKeyId(createPublicKey(options.privateKey));
  }

  /**
   * Reads `signcerts` and the key of `keystore` that fits it, in Fabric's MSP layout.
   *
   * Throws IdentityError naming the folder if there is no certificate or no key that fits it.
   */
  static fromMspDir(dir: string, mspId: string): SigningIdentity {
    const signcerts = join(dir, 'signcerts');
    const certificate = pemFiles(signcerts)[0];
    if (certificate === undefined) {
      throw new IdentityError(`no signing certificate found in directory ${signcerts}`);
    }
    const x509 = new X509Certificate(certificate);
    const keystore = join(dir, 'keystore');
    const privateKey = pemFiles(keystore)
      .map((pem) => createPrivateKey(Buffer.from(pem)))
      .find((key) => x509.checkPrivateKey(key));
    if (privateKey === undefined) {
      throw new IdentityError(`no private key in ${keystore} fits the certificate in ${signcerts}`);
    }
    return new SigningIdentity({
      mspId,
      certificatePem: Buffer.from(certificate).toString('utf8'),
      privateKey,
    });
  }

  /** A signature as Fabric takes it: ECDSA over SHA-256 in DER with low S, or Ed25519. */
  sign(message: Uint8Array): Uint8Array {
    if (this.#curve === undefined) return sign(null, message, this.#key);
    const raw = sign('sha256', message, { key: this.#key, dsaEncoding: 'ieee-p1363' });
    const signature = encodeEcdsaSignature(toLowS(this.#curve, fromP1363(raw)));
    rememberOwnSignature({ keyId: this.#keyId, hash: 'sha256', message, signature });
    return signature;
  }
}

/** The curve of an ECDSA key; undefined for Ed25519. */
function signatureCurve(key: KeyObject): string | undefined {
  if (key.asymmetricKeyType === 'ed25519') return undefined;
  const curve = key.asymmetricKeyDetails?.namedCurve;
  if (key.asymmetricKeyType === 'ec' && isKnownCurve(curve)) return curve;
  throw new IdentityError(
    `a ${key.asymmetricKeyType ?? 'secret'} key cannot sign for Fabric; use an ECDSA key on P-256 or P-384, or Ed25519`,
  );
}
