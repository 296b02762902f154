import type { LedgerError } from '../../ports/ledger-error.js';
import { Problem } from './problem.js';

/** The problem that a caller sees for a fault of the ledger. */
export function problemOfLedger(error: LedgerError): Problem {
  const { fault, message: detail } = error;
  const cause = { cause: error };
  switch (fault.kind) {
    case 'refused':
      return new Problem({ code: fault.refusal.code, detail, field: apiField(fault.refusal.field) }, cause);
    case 'not-endorsed':
      return new Problem({ code: 'NOT_ENDORSED', detail }, cause);
    case 'conflict':
      return new Problem({ code: 'CONCURRENT_UPDATE', detail, transactionId: fault.transactionId }, cause);
    case 'invalid':
      return new Problem({ code: 'TRANSACTION_INVALID', detail, transactionId: fault.transactionId }, cause);
    case 'unavailable':
      return new Problem({ code: 'LEDGER_UNAVAILABLE', detail }, cause);
    case 'busy':
      return new Problem({ code: 'BUSY', detail }, cause);
    case 'unknown': {
      const remedy =
        'Send the request again with the same idempotency keys and times: it will be carried out once.';
      const { transactionId } = fault;
      return new Problem({ code: 'OUTCOME_UNKNOWN', detail: `${detail} ${remedy}`, transactionId }, cause);
    }
  }
}

/** The API's name of a field of the contract's request. */
export function apiField(field: string | undefined): string | undefined {
  return field
    ?.replace(/(^|\.)personal\./, '$1')
    .replace(/amountFen$/, 'amount')
    .replace(/(^|\.)serial$/, '$1idempotencyKey');
}
