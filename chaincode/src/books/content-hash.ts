import { createHash } from 'node:crypto';
import { canonicalJson } from './canonical-json.js';

/** What tells one content from another: the SHA-256 of its canonical JSON, in hexadecimal. */
export function contentHash(content: object): string {
  return createHash('sha256').update(canonicalJson(content)).digest('hex');
}
