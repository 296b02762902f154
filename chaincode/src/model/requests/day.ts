import { z } from 'zod';
import { BusinessDay } from '../parts.js';

export const NothingRequest = z.strictObject({});

export const SignInRequest = z.strictObject({ businessDate: BusinessDay });

/** Folios that one transaction counts: bounded, so that it ends well inside the peer’s time-out. */
export const MOST_FOLIOS_COUNTED = 2_000;

/** Goes on after the folio that the count has reached, or begins with the first where `after` is null. */
export const CountFoliosRequest = z.strictObject({
  after: z.int().min(0).max(999_999_999_999_999).nullable(),
  limit: z.int().min(1).max(MOST_FOLIOS_COUNTED),
});
export type CountFoliosRequest = z.infer<typeof CountFoliosRequest>;

export const FindCountRequest = z.strictObject({ businessDate: BusinessDay });
