/**
 * For what a client's money may be used at all. The list is closed by law: what is not on it, nobody can order.
 *
 * @source 证券公司监督管理条例 第六十条
 */
export type Purpose = 'subscription-and-settlement' | 'withdrawal-to-own-account' | 'fees-and-tax' | 'by-law';

/** Entries that take from a client's balance. What adds to a balance uses no client's money and has no purpose. */
export type DebitKind =
  /** 证转银: paid out to the client's own linked bank account. */
  | 'withdrawal'
  /** 冲正 of a deposit: it goes back to the bank account that it came from. */
  | 'deposit-reversal'
  /** 资金交收: what the client owes for a day's trades and subscriptions. */
  | 'settlement'
  | 'fee'
  | 'tax'
  /** 划扣: what a court or another authority has ordered to be taken. */
  | 'judicial-deduction'
  /** What was booked to the client in error goes back; both sides have signed for it. */
  | 'correction';

export interface PurposeRule {
  /** The words of the law under which the use falls. */
  readonly source: string;
  readonly entries: readonly DebitKind[];
}

const ARTICLE = '证券公司监督管理条例第六十条';

export const PURPOSES: Readonly<Record<Purpose, PurposeRule>> = {
  'subscription-and-settlement': {
    source: `${ARTICLE}第（一）项：客户进行证券的申购、证券交易的结算`,
    entries: ['settlement'],
  },
  'withdrawal-to-own-account': {
    source: `${ARTICLE}第（一）项：客户提款`,
    entries: ['withdrawal', 'deposit-reversal'],
  },
  'fees-and-tax': {
    source: `${ARTICLE}第（二）项：客户支付与证券交易有关的佣金、费用或者税款`,
    entries: ['fee', 'tax'],
  },
  'by-law': {
    source: `${ARTICLE}第（三）项：法律规定的其他情形`,
    entries: ['judicial-deduction', 'correction'],
  },
};

export function isPurpose(text: string): text is Purpose {
  return Object.hasOwn(PURPOSES, text);
}

/** Whether an entry of this kind may say that it serves this purpose. */
export function purposeAllows(purpose: Purpose, kind: DebitKind): boolean {
  return PURPOSES[purpose].entries.includes(kind);
}

/** The one purpose that an entry of this kind serves. */
export function purposeOf(kind: DebitKind): Purpose {
  const found = Object.keys(PURPOSES).find((purpose) => purposeAllows(purpose as Purpose, kind));
  if (found === undefined) throw new RangeError(`No purpose that law knows lets an entry "${kind}" be made.`);
  return found as Purpose;
}
