import { randomBytes } from 'node:crypto';

/** A name that no other case and no earlier run uses: cases share one network and must not meet. */
export function unique(purpose: string): string {
  return `${purpose}-${randomBytes(6).toString('hex')}`;
}
