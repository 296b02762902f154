/**
 * Every reason for which the custody contract refuses, in order of precedence: where several things are wrong
 * with a request, the first of them in this list is reported.
 *
 * Chaincode hands an error to its caller as text alone, so a refusal's text is `CODE [field]: sentence`;
 * {@link ./refusal.ts} writes and reads it.
 */
export const RESULT_CODES = {
  MALFORMED_REQUEST: { en: 'The request does not have the form asked for.', zh: '请求格式不正确' },
  RESIDENT_ID_FORM: {
    en: 'A resident ID number has 17 digits and a digit or X.',
    zh: '身份证号码格式不正确',
  },
  RESIDENT_ID_DATE: {
    en: 'The birth date in the resident ID number is no date.',
    zh: '身份证号码中的出生日期不存在',
  },
  RESIDENT_ID_CHECK_CHARACTER: {
    en: 'The check character of the resident ID number is wrong.',
    zh: '身份证号码校验码不正确',
  },
  BANK_CARD_FORM: { en: 'A bank card number has 16 to 19 digits.', zh: '银行卡号格式不正确' },
  BANK_CARD_CHECK_DIGIT: {
    en: 'The check digit of the bank card number is wrong.',
    zh: '银行卡号校验位不正确',
  },
  RELATIONSHIP_NOT_AGREED: {
    en: 'Bank and broker have not both agreed to the custody relationship.',
    zh: '银行与证券公司尚未共同确认存管关系',
  },
  RELATIONSHIP_DIFFERS: {
    en: 'What is agreed differs from what is on the ledger.',
    zh: '与账本上的存管关系不一致',
  },
  NOT_PERMITTED: { en: 'The caller may not do this.', zh: '无权执行此操作' },
  IDEMPOTENCY_CONFLICT: {
    en: 'The instruction id was used before for something else.',
    zh: '指令编号已用于其他内容',
  },
  ACCOUNT_EXISTS: { en: 'The account number is taken.', zh: '账户号码已存在' },
  ACCOUNT_NOT_FOUND: { en: 'There is no such account.', zh: '账户不存在' },
  INSUFFICIENT_BALANCE: { en: 'The account does not have that much money.', zh: '账户余额不足' },
  BALANCE_OUT_OF_RANGE: { en: 'The balance would be larger than can be kept.', zh: '余额超出可记账范围' },
} as const;

export type ResultCode = keyof typeof RESULT_CODES;

/** Orders codes by precedence: negative where `a` is to be reported before `b`. */
export function byPrecedence(a: ResultCode, b: ResultCode): number {
  const order = Object.keys(RESULT_CODES);
  return order.indexOf(a) - order.indexOf(b);
}

export function isResultCode(text: string): text is ResultCode {
  return Object.hasOwn(RESULT_CODES, text);
}
