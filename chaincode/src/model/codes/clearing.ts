import type { CodeRow } from './code-row.js';

/** Holds and clearing. In order of precedence. */
export const CLEARING_CODES = {
  HOLD_EXISTS: {
    http: 409,
    cure: 'caller',
    retry: false,
    en: 'The order has a hold already.',
    zh: '该委托已有预扣',
  },
  HOLD_NOT_FOUND: {
    http: 404,
    cure: 'caller',
    retry: false,
    en: 'The order has no hold.',
    zh: '该委托无预扣',
  },
  HOLD_TOO_SMALL: {
    http: 422,
    cure: 'caller',
    retry: false,
    en: 'The hold is smaller than what is to be released.',
    zh: '预扣金额不足以释放',
  },
  CONTROL_TOTALS_EXIST: {
    http: 409,
    cure: 'caller',
    retry: false,
    en: 'The control totals of the day are there already.',
    zh: '当日控制总数已存在',
  },
  CONTROL_TOTALS_MISSING: {
    http: 409,
    cure: 'operator',
    retry: true,
    en: 'The control totals of the day are not confirmed by both sides.',
    zh: '当日控制总数尚未双方确认',
  },
  CONTROL_TOTALS_DIFFER: {
    http: 409,
    cure: 'operator',
    retry: false,
    en: 'What is posted is not what the control totals say.',
    zh: '与控制总数不符',
  },
  CHUNK_POSTED: {
    http: 409,
    cure: 'caller',
    retry: false,
    en: 'The chunk is posted already.',
    zh: '该分块已入账',
  },
  CHUNKS_MISSING: {
    http: 409,
    cure: 'operator',
    retry: true,
    en: 'Not every chunk of the day is posted.',
    zh: '当日分块尚未全部入账',
  },
  CLEARING_SHORTFALL: {
    http: 409,
    cure: 'operator',
    retry: false,
    en: 'An account would have less than nothing.',
    zh: '清算后余额不足',
  },
} as const satisfies Readonly<Record<string, CodeRow>>;
