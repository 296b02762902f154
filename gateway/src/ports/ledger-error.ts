import type { RefusalDetails } from '@sanfang/chaincode/model/refusal';

/** An organisation that did not sign, and why. */
export interface Objection {
  readonly mspId: string;
  readonly reason: string;
}

/**
 * What it means that the ledger did not do what was asked:
 *
 * - `refused`: the contract says no; final until a fact changes.
 * - `not-endorsed`: bank and broker did not both sign the same result; nothing happened.
 * - `conflict`: what the transaction had read was changed by another one; nothing happened, and again is safe.
 * - `invalid`: ordered, but found invalid by every peer; nothing happened.
 * - `unavailable`: a process that is needed cannot be reached; nothing happened, and later is safe.
 * - `busy`: this gateway has as much in flight as it may.
 * - `unknown`: it may or may not have happened or may yet; only the same instruction id again is safe.
 */
export type LedgerFault =
  | { readonly kind: 'refused'; readonly refusal: RefusalDetails }
  | { readonly kind: 'not-endorsed'; readonly objections: readonly Objection[] }
  | { readonly kind: 'conflict'; readonly transactionId: string }
  | { readonly kind: 'invalid'; readonly transactionId: string; readonly validationCode: string }
  | { readonly kind: 'unavailable'; readonly what: string }
  | { readonly kind: 'busy'; readonly inFlight: number }
  | { readonly kind: 'unknown'; readonly transactionId: string };

/** The ledger did not do what was asked. `cause` is for the log, never for the caller. */
export class LedgerError extends Error {
  override readonly name = 'LedgerError';
  readonly fault: LedgerFault;

  constructor(fault: LedgerFault, options?: ErrorOptions) {
    super(describe(fault), options);
    this.fault = fault;
  }
}

function describe(fault: LedgerFault): string {
  switch (fault.kind) {
    case 'refused':
      return fault.refusal.message;
    case 'not-endorsed':
      return fault.objections.length === 0
        ? 'Bank and broker did not both endorse the transaction.'
        : `Bank and broker did not both endorse the transaction: ${fault.objections.map(({ mspId, reason }) => `${mspId} ${reason}`).join('; ')}.`;
    case 'conflict':
      return 'Another transaction changed the same account at the same time.';
    case 'invalid':
      return `The peers found the transaction invalid (${fault.validationCode}).`;
    case 'unavailable':
      return `${fault.what} cannot be reached now.`;
    case 'busy':
      return `This gateway has ${fault.inFlight} calls in flight, as many as it may.`;
    case 'unknown':
      return `Whether transaction ${fault.transactionId} will be committed is not known yet.`;
  }
}
