import type { Caller } from '../ledger/proposal.js';
import type { Side } from '../oracle/books.js';
import { BANK, BROKER } from '../scenario/members.js';

/** Somebody of the side who may. */
export function callerOf(name: string, side: Side): Caller {
  const of = side === 'bank' ? BANK : BROKER;
  if (/^AccountContract:(Suspend|Resume)$/.test(name)) return of.risk;
  if (/^FreezeContract:(?!ReportLoss|CancelLoss)/.test(name)) return of.risk;
  return /^CorrectionContract:/.test(name) ? of.operator : of.gateway;
}
