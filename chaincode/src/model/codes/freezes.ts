import type { CodeRow } from './code-row.js';

/** Freezes and other controls. In order of precedence. */
export const FREEZES_CODES = {
  FREEZE_EXISTS: {
    http: 409,
    cure: 'caller',
    retry: false,
    en: 'The id of the order is taken.',
    zh: '冻结编号已存在',
  },
  FREEZE_NOT_FOUND: {
    http: 404,
    cure: 'caller',
    retry: false,
    en: 'There is no such order in force.',
    zh: '冻结不存在或已解除',
  },
  FREEZE_TERM: {
    http: 422,
    cure: 'caller',
    retry: false,
    en: 'The term of the order is not one that the law allows.',
    zh: '冻结期限不符合规定',
  },
  FREEZE_AUTHORITY: {
    http: 403,
    cure: 'operator',
    retry: false,
    en: 'The order is released by whom it came from.',
    zh: '须由原冻结机关或机构解除',
  },
  FREEZE_RENEWAL: {
    http: 422,
    cure: 'caller',
    retry: false,
    en: 'A renewal keeps the place of an order for no more than the order’s amount.',
    zh: '续行冻结金额不得超过原冻结金额',
  },
  TOO_MANY_FREEZES: {
    http: 422,
    cure: 'operator',
    retry: false,
    en: 'The account has as many orders as can be kept.',
    zh: '冻结笔数已达上限',
  },
  ACCOUNT_FROZEN: {
    http: 409,
    cure: 'operator',
    retry: true,
    en: 'An order on the account forbids this.',
    zh: '账户被冻结或限制',
  },
  TRANSFER_SUSPENDED: {
    http: 409,
    cure: 'operator',
    retry: true,
    en: 'An order suspends this transfer.',
    zh: '该笔转账已被暂停',
  },
  NOT_CAPTURED: {
    http: 422,
    cure: 'caller',
    retry: false,
    en: 'The order does not hold that much money.',
    zh: '冻结金额不足',
  },
} as const satisfies Readonly<Record<string, CodeRow>>;
