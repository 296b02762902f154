import type { CodeRow } from './code-row.js';

/** Who may ask, and what was asked before. In order of precedence. */
export const ACCESS_CODES = {
  RELATIONSHIP_NOT_AGREED: {
    http: 409,
    cure: 'operator',
    retry: true,
    en: 'Bank and broker have not both agreed to the custody relationship.',
    zh: '银行与证券公司尚未共同确认存管关系',
  },
  RELATIONSHIP_DIFFERS: {
    http: 409,
    cure: 'operator',
    retry: false,
    en: 'What is agreed differs from what is on the ledger.',
    zh: '与账本上的存管关系不一致',
  },
  NOT_PERMITTED: {
    http: 403,
    cure: 'operator',
    retry: false,
    en: 'The caller may not do this.',
    zh: '无权执行此操作',
  },
  BATCH_ALREADY_POSTED: {
    http: 409,
    cure: 'caller',
    retry: false,
    en: 'The lane has this batch already.',
    zh: '该通道批次已入账',
  },
  BATCH_OUT_OF_ORDER: {
    http: 409,
    cure: 'caller',
    retry: false,
    en: 'The batch is not the next of its lane.',
    zh: '通道批次号不连续',
  },
  IDEMPOTENCY_CONFLICT: {
    http: 409,
    cure: 'caller',
    retry: false,
    en: 'The serial was used before for something else.',
    zh: '流水号已用于其他内容',
  },
  VOUCHER_NOT_FOUND: {
    http: 404,
    cure: 'caller',
    retry: false,
    en: 'The transaction has left no voucher.',
    zh: '凭证不存在',
  },
  EVIDENCE_NOT_FOUND: {
    http: 404,
    cure: 'caller',
    retry: false,
    en: 'No such evidence is filed.',
    zh: '证据不存在',
  },
} as const satisfies Readonly<Record<string, CodeRow>>;
