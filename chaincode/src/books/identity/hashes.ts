import { createHmac } from 'node:crypto';
import type { IdentityHashes } from '../../model/rows/account-file.js';

interface Identity {
  readonly name: string;
  readonly document: string;
  readonly mobile?: string | undefined;
}

type Field = 'name' | 'document' | 'mobile' | 'bankAccount';

const REFERENCE_DIGITS = 16;

/** Each field has a key of its own, so that one can be proved to somebody without opening the others to guessing. */
export function saltedHash(salt: string, field: Field, text: string): string {
  const fieldKey = createHmac('sha256', Buffer.from(salt, 'hex')).update(field).digest();
  return createHmac('sha256', fieldKey).update(text).digest('hex');
}

/** What is public of who a client is. */
export function identityHashes({ name, document, mobile }: Identity, salt: string): IdentityHashes {
  return {
    name: saltedHash(salt, 'name', name),
    document: saltedHash(salt, 'document', document),
    ...(mobile !== undefined && { mobile: saltedHash(salt, 'mobile', mobile) }),
  };
}

/** The pseudonym of a bank account. */
export function bankAccountRef(salt: string, number: string): string {
  return saltedHash(salt, 'bankAccount', number).slice(0, REFERENCE_DIGITS);
}

/** The key of a person or an institution among all; the pepper keeps it from being found by trying out documents. */
export function personKey(
  pepper: string,
  { holder, document }: { readonly holder: string; readonly document: string },
): string {
  const keyed = createHmac('sha256', Buffer.from(pepper, 'hex'))
    .update(`${holder}/${document}`)
    .digest('hex');
  return `person/${keyed}`;
}
