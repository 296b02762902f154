import type { CodeRow } from '@sanfang/chaincode/model/codes/code-row';
import { RESULT_CODES, type ResultCode } from '@sanfang/chaincode/model/result-codes';

/** What is known of a problem; of the ledger's refusals the ledger's own catalogue says it. */
interface Entry extends Omit<CodeRow, 'http'> {
  readonly status: number;
}

const GATEWAY_PROBLEMS = {
  NOT_AUTHENTICATED: {
    status: 401,
    en: 'The bearer token is missing or wrong.',
    zh: '缺少访问令牌或令牌不正确',
    cure: 'caller',
    retry: false,
  },
  READ_ONLY_MEMBER: {
    status: 403,
    en: 'This member observes and changes nothing.',
    zh: '该成员仅可查询',
    cure: 'caller',
    retry: false,
  },
  OTHER_SIDE: {
    status: 403,
    en: 'This is for the other side of the custody relationship.',
    zh: '该业务由存管关系的另一方办理',
    cure: 'caller',
    retry: false,
  },
  NOT_FOUND: {
    status: 404,
    en: 'There is nothing at this address.',
    zh: '地址不存在',
    cure: 'caller',
    retry: false,
  },
  METHOD_NOT_ALLOWED: {
    status: 405,
    en: 'The address does not take this method.',
    zh: '不支持该请求方法',
    cure: 'caller',
    retry: false,
  },
  BODY_TOO_LARGE: {
    status: 413,
    en: 'The body is too large.',
    zh: '请求内容过大',
    cure: 'caller',
    retry: false,
  },
  UNSUPPORTED_MEDIA_TYPE: {
    status: 415,
    en: 'The body must be application/json in UTF-8.',
    zh: '请求内容类型须为 UTF-8 编码的 application/json',
    cure: 'caller',
    retry: false,
  },
  RELATIONSHIP_UNKNOWN: {
    status: 404,
    en: 'This member takes part in no such relationship.',
    zh: '该成员不在此存管关系中',
    cure: 'caller',
    retry: false,
  },
  CONCURRENT_UPDATE: {
    status: 409,
    en: 'The account was changed at the same time, again and again.',
    zh: '账户正被并发更新',
    cure: 'time',
    retry: true,
  },
  NOT_ENDORSED: {
    status: 502,
    en: 'Bank and broker did not both endorse.',
    zh: '银行与证券公司未共同背书',
    cure: 'operator',
    retry: true,
  },
  TRANSACTION_INVALID: {
    status: 502,
    en: 'The transaction was found invalid.',
    zh: '交易被判定无效',
    cure: 'operator',
    retry: false,
  },
  LEDGER_UNAVAILABLE: {
    status: 503,
    en: 'The ledger cannot be reached now.',
    zh: '账本暂不可用',
    cure: 'time',
    retry: true,
  },
  BUSY: { status: 503, en: 'The gateway is busy.', zh: '网关繁忙', cure: 'time', retry: true },
  OUTCOME_UNKNOWN: {
    status: 504,
    en: 'The outcome is not known yet.',
    zh: '处理结果未知',
    cure: 'time',
    retry: true,
  },
  INTERNAL: { status: 500, en: 'The gateway failed.', zh: '网关内部错误', cure: 'operator', retry: false },
} as const satisfies Record<string, Entry>;

export type ProblemCode = ResultCode | keyof typeof GATEWAY_PROBLEMS;

/** Every problem that the gateway answers with: the contract's refusals and its own. */
export function problemEntry(code: ProblemCode): Entry {
  if (code in GATEWAY_PROBLEMS) return GATEWAY_PROBLEMS[code as keyof typeof GATEWAY_PROBLEMS];
  const { http: status, ...row } = RESULT_CODES[code as ResultCode];
  return { status, ...row };
}

export const PROBLEM_CODES = [
  ...Object.keys(RESULT_CODES),
  ...Object.keys(GATEWAY_PROBLEMS),
] as ProblemCode[];
