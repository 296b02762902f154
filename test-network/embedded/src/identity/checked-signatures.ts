import { createHash, type KeyObject } from 'node:crypto';
import { BoundedCache } from './bounded-cache.js';

export type SignatureHash = 'sha256' | 'sha3-256';

/**
 * Signatures already checked, by public key, digest and signature.
 *
 * Whether a signature is right never changes, and all peers of the process ask about the same ones: the endorsers
 * about the proposal's, validation about those of every endorsement.
 */
const checked = new BoundedCache<boolean>(20_000);

export interface SignatureQuestion {
  /** Of {@link publicKeyId}. */
  readonly keyId: string;
  readonly hash: SignatureHash;
  readonly message: Uint8Array;
  readonly signature: Uint8Array;
}

/** A short name of a public key. */
export function publicKeyId(publicKey: KeyObject): string {
  return createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('base64');
}

/** Whether the signature is right: as remembered, else as the check finds. */
export function isSignatureValid(question: SignatureQuestion, check: () => boolean): boolean {
  const key = keyOf(question);
  const known = checked.get(key);
  if (known !== undefined) return known;
  const valid = check();
  checked.set(key, valid);
  return valid;
}

/** Remembers a signature just made with the private key of this public key: it need not be checked in this process. */
export function rememberOwnSignature(question: SignatureQuestion): void {
  checked.set(keyOf(question), true);
}

function keyOf({ keyId, hash, message, signature }: SignatureQuestion): string {
  const digest = createHash(hash).update(message).digest('base64');
  const bytes = Buffer.from(signature.buffer, signature.byteOffset, signature.byteLength);
  return `${keyId}${hash}${digest}${bytes.toString('latin1')}`;
}
