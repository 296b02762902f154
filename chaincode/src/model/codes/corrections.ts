import type { CodeRow } from './code-row.js';

/** Corrections by both members. In order of precedence. */
export const CORRECTIONS_CODES = {
  NOT_POSTED: {
    http: 409,
    cure: 'operator',
    retry: false,
    en: 'Only a transfer that is posted can be corrected.',
    zh: '仅已入账的转账可更正',
  },
  BANK_SERIAL_BOOKED: {
    http: 409,
    cure: 'caller',
    retry: false,
    en: 'The ledger has what the bank did under this serial.',
    zh: '该银行流水已入账',
  },
  CORRECTION_TOO_LARGE: {
    http: 422,
    cure: 'caller',
    retry: false,
    en: 'The correction takes back more than the transfer moved.',
    zh: '更正金额超过原转账',
  },
} as const satisfies Readonly<Record<string, CodeRow>>;
