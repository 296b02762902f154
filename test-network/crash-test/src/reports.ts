/** What the callers were told before the kill: each of these must be true of the ledger for ever after. */
export interface ValidReport {
  readonly txId: string;
  readonly id: string;
  readonly kind: 'public' | 'private';
}

/** The secret that belongs to an id; made by rule so that the check needs no memory of what was sent. */
export const secretOf = (id: string): string => `secret-of-${id}`;
