import type { CodeRow } from './code-row.js';

/** Rules that both members agree on. In order of precedence. */
export const GOVERNANCE_CODES = {
  PROPOSAL_EXISTS: {
    http: 409,
    cure: 'caller',
    retry: false,
    en: 'The id of the proposal is taken.',
    zh: '提案编号已存在',
  },
  PROPOSAL_NOT_FOUND: {
    http: 404,
    cure: 'caller',
    retry: false,
    en: 'There is no such proposal.',
    zh: '提案不存在',
  },
  PROPOSAL_ANSWERED: {
    http: 409,
    cure: 'caller',
    retry: false,
    en: 'The proposal is confirmed or withdrawn already.',
    zh: '提案已处理',
  },
  PROPOSAL_OWN: {
    http: 403,
    cure: 'operator',
    retry: false,
    en: 'A proposal is confirmed by the other member, and withdrawn by its own.',
    zh: '提案须由对方机构确认，由提出方撤回',
  },
  PROPOSAL_CONTENT_DIFFERS: {
    http: 409,
    cure: 'caller',
    retry: false,
    en: 'What is being confirmed is not what was proposed.',
    zh: '确认内容与提案不一致',
  },
  EFFECTIVE_DATE_PAST: {
    http: 422,
    cure: 'caller',
    retry: false,
    en: 'A rule can come into force only after the days that have begun.',
    zh: '生效日期须晚于当前业务日',
  },
  FOLIO_SIZE_FIXED: {
    http: 422,
    cure: 'caller',
    retry: false,
    en: 'The size of folios cannot change once it is in force.',
    zh: '账页大小生效后不可变更',
  },
  NO_PARAMETERS: {
    http: 409,
    cure: 'operator',
    retry: true,
    en: 'No parameters are in force on the day.',
    zh: '当日无生效参数',
  },
  NO_CALENDAR: {
    http: 409,
    cure: 'operator',
    retry: true,
    en: 'The trading calendar does not reach the day.',
    zh: '交易日历未覆盖该日期',
  },
  SECURITY_NOT_FOUND: {
    http: 404,
    cure: 'caller',
    retry: false,
    en: 'Nothing is agreed on the security for that day.',
    zh: '证券代码在该日期无资料',
  },
} as const satisfies Readonly<Record<string, CodeRow>>;
