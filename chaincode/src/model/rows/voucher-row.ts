import type { BusinessDate } from '../../rules/business-date.js';
import type { Fen } from '../../rules/money.js';
import type { Purpose } from '../../rules/purposes.js';
import type { ClearedLine } from './clearing-row.js';

/** Where the other leg of a client's entry stands. Money that is not a client's is kept outside; these name it. */
export type CounterAccount =
  /** 汇总账户: the bank's pooled account, for transfers to and from clients' own bank accounts. */
  | 'bank-pool'
  /** 交收: settlement of clients' trades with the clearing house. */
  | 'settlement'
  /** Fees and taxes due from clients. */
  | 'fees-and-tax'
  /** 结息: interest that the bank pays to clients. */
  | 'interest'
  /** What a court has had taken. */
  | 'enforcement';

/** One movement of a client's balance. */
export interface Entry {
  /** `side/serial` of the instruction, or what else caused it. */
  readonly instruction: string;
  readonly accountNumber: string;
  readonly kind: string;
  readonly purpose?: Purpose;
  readonly amountFen: Fen;
  /** Balance after the entry. */
  readonly balanceFen: Fen;
  readonly counter: CounterAccount;
}

/** Something other than a balance that has changed: a status, a freeze, what is in transit. */
export interface Note {
  readonly instruction: string;
  readonly kind: string;
  readonly subject: string;
  readonly facts?: Readonly<Record<string, string | number | boolean>>;
}

/** 凭证: what one transaction did. The entries of clients and of their counter-accounts sum to zero. */
export interface VoucherRow {
  readonly transactionId: string;
  /** Absent before the first day is opened. */
  readonly businessDate?: BusinessDate;
  readonly function: string;
  readonly by: { readonly mspId: string; readonly user: string };
  readonly lane?: { readonly number: number; readonly batch: number };
  readonly entries: readonly Entry[];
  /** Entries of a chunk of clearing: one line an account, because there are thousands. */
  readonly cleared?: readonly ClearedLine[];
  readonly counterEntries: Readonly<Partial<Record<CounterAccount, Fen>>>;
  readonly notes: readonly Note[];
}
