import { createCipheriv, createDecipheriv } from 'node:crypto';

/** A key seals one answer only, so its nonce need not differ from any other. */
const NONCE = Buffer.alloc(12);
const TAG_BYTES = 16;

/**
 * Seals an answer that only whoever asked may read: AES-256-GCM under the caller's own key, used once.
 *
 * Nothing stops a caller from having a question ordered like a transaction, and then its answer stands in a block
 * for ever. Sealed, it says nothing there; and every peer seals alike, since nothing here is left to chance.
 *
 * @param key 32 random bytes in hexadecimal
 * @returns base64
 */
export function seal(answer: object, key: string): string {
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(key, 'hex'), NONCE);
  const text = Buffer.concat([cipher.update(JSON.stringify(answer), 'utf8'), cipher.final()]);
  return Buffer.concat([text, cipher.getAuthTag()]).toString('base64');
}

/** Opens what {@link seal} has sealed; throws where key or text is another. */
export function unseal(sealed: string, key: string): unknown {
  const bytes = Buffer.from(sealed, 'base64');
  const decipher = createDecipheriv('aes-256-gcm', Buffer.from(key, 'hex'), NONCE, {
    authTagLength: TAG_BYTES,
  });
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  const text = Buffer.concat([decipher.update(bytes.subarray(0, -TAG_BYTES)), decipher.final()]);
  return JSON.parse(text.toString('utf8'));
}
