import type { X509Certificate } from 'node:crypto';

/** A public identity: an MSP's id and an X.509 certificate. Whether it is valid is for the MSP to say. */
export interface Identity {
  readonly mspId: string;
  readonly certificate: X509Certificate;
  /** msp.SerializedIdentity bytes, as received. */
  readonly serialized: Uint8Array;
  /** SHA-256 of the (low-S) certificate's DER in hex: two serialisations of one certificate have the same. */
  readonly id: string;
  /** The certificate's end of validity, in milliseconds since the epoch. */
  readonly expiresAtMs: number;
  /** Whether the signature is this identity's over the message. ECDSA with SHA-256, high-S refused; or Ed25519. */
  verify(message: Uint8Array, signature: Uint8Array): boolean;
}
