import { ACCESS_CODES } from './codes/access.js';
import { ACCOUNTS_CODES } from './codes/accounts.js';
import { CLEARING_CODES } from './codes/clearing.js';
import { CORRECTIONS_CODES } from './codes/corrections.js';
import { DAY_CODES } from './codes/day.js';
import { FORM_CODES } from './codes/form.js';
import { FREEZES_CODES } from './codes/freezes.js';
import { GOVERNANCE_CODES } from './codes/governance.js';
import { TRANSFERS_CODES } from './codes/transfers.js';

/**
 * Every reason for which the custody contracts refuse, in order of precedence: where several things are wrong
 * with a request, the first of them in this list is reported.
 *
 * Chaincode hands an error to its caller as text alone, so a refusal's text is `CODE [field]: sentence`;
 * {@link ./refusal.ts} writes and reads it.
 */
export const RESULT_CODES = {
  ...FORM_CODES,
  ...ACCESS_CODES,
  ...GOVERNANCE_CODES,
  ...DAY_CODES,
  ...ACCOUNTS_CODES,
  ...FREEZES_CODES,
  ...TRANSFERS_CODES,
  ...CORRECTIONS_CODES,
  ...CLEARING_CODES,
} as const;

export type ResultCode = keyof typeof RESULT_CODES;

const PRECEDENCE: ReadonlyMap<string, number> = new Map(
  Object.keys(RESULT_CODES).map((code, index) => [code, index]),
);

/** Orders codes by precedence: negative where `a` is to be reported before `b`. */
export function byPrecedence(a: ResultCode, b: ResultCode): number {
  return (PRECEDENCE.get(a) ?? 0) - (PRECEDENCE.get(b) ?? 0);
}

export function isResultCode(text: string): text is ResultCode {
  return Object.hasOwn(RESULT_CODES, text);
}
