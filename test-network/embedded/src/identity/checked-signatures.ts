import { createHash } from 'node:crypto';
import { BoundedCache } from './bounded-cache.js';

export type SignatureHash = 'sha256' | 'sha3-256';

/**
 * Signatures already checked, by certificate, digest and signature.
 *
 * Whether a signature is right never changes, and all peers of the process ask about the same ones: the endorsers
 * about the proposal's, validation about those of every endorsement.
 */
const checked = new BoundedCache<boolean>(20_000);

export interface SignatureQuestion {
  /** The certificate's fingerprint. */
  readonly id: string;
  readonly hash: SignatureHash;
  readonly message: Uint8Array;
  readonly signature: Uint8Array;
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

/** Remembers a signature just made with the certificate's own key: it need not be checked in this process. */
export function rememberOwnSignature(question: SignatureQuestion): void {
  checked.set(keyOf(question), true);
}

function keyOf({ id, hash, message, signature }: SignatureQuestion): string {
  const digest = createHash(hash).update(message).digest('base64');
  const bytes = Buffer.from(signature.buffer, signature.byteOffset, signature.byteLength);
  return `${id}${hash}${digest}${bytes.toString('latin1')}`;
}
