import { z } from 'zod';

const EvidenceId = z.string().regex(/^[A-Za-z0-9._:-]{1,64}$/, 'must be 1 to 64 letters, digits or . _ : -');

/** The evidence itself comes in the transient map and stays with the side that files it. */
export const FileEvidenceRequest = z.strictObject({ id: EvidenceId });
export const FindEvidenceRequest = z.strictObject({ id: EvidenceId });

/** Longest evidence, in characters. */
export const LONGEST_EVIDENCE = 100_000;
export const Evidence = z.strictObject({
  kind: z.enum(['reconciliation-file', 'core-bank-reference', 'other']),
  content: z.string().max(LONGEST_EVIDENCE, `must have at most ${LONGEST_EVIDENCE} characters`),
  /** Keeps short content from being guessed by its hash, which is all that the others have of it. */
  salt: z.string().regex(/^[0-9a-f]{64}$/, 'must be 32 random bytes in hexadecimal'),
});
