import type { CodeRow } from './code-row.js';

/** The business day. In order of precedence. */
export const DAY_CODES = {
  NOT_A_TRADING_DAY: {
    http: 422,
    cure: 'caller',
    retry: false,
    en: 'The day is no trading day.',
    zh: '非交易日',
  },
  DAY_OUT_OF_ORDER: {
    http: 409,
    cure: 'operator',
    retry: false,
    en: 'The business day does not stand where this can be done.',
    zh: '业务日状态不允许此操作',
  },
  ALREADY_SIGNED_IN: {
    http: 409,
    cure: 'operator',
    retry: false,
    en: 'The side has signed in already.',
    zh: '重复签到',
  },
  NOT_SIGNED_IN: {
    http: 409,
    cure: 'operator',
    retry: true,
    en: 'Business is done only while both sides are signed in.',
    zh: '尚未签到',
  },
  CLOSED_TO_TRANSFERS: {
    http: 409,
    cure: 'time',
    retry: false,
    en: 'The day is closed to transfers.',
    zh: '当日已停止转账',
  },
  OTHER_BUSINESS_DAY: {
    http: 422,
    cure: 'caller',
    retry: false,
    en: 'The time of the instruction lies on another day.',
    zh: '指令时间不在当前业务日',
  },
  CLOCK_OFFSET: {
    http: 422,
    cure: 'operator',
    retry: false,
    en: 'The time of the instruction lies too far from the time of the transaction.',
    zh: '时钟偏差超限',
  },
  OUTSIDE_HOURS: {
    http: 422,
    cure: 'time',
    retry: false,
    en: 'Transfers are not taken at this time.',
    zh: '不在转账服务时间内',
  },
  FOLIOS_NOT_COUNTED: {
    http: 409,
    cure: 'operator',
    retry: true,
    en: 'Not every folio of the book has been counted since the day was closed to transfers.',
    zh: '账页尚未全部核对',
  },
  TRANSFERS_PENDING: {
    http: 409,
    cure: 'operator',
    retry: true,
    en: 'Transfers are in no final state yet.',
    zh: '存在未完结的转账',
  },
} as const satisfies Readonly<Record<string, CodeRow>>;
