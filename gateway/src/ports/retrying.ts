import { setTimeout as pause } from 'node:timers/promises';
import type { Committed, Ledger, LedgerCall } from './ledger.js';
import { LedgerError } from './ledger-error.js';

export interface RetryLimits {
  /** How often a call is submitted in all. */
  readonly attempts: number;
  /** Longest pause before the second attempt; it doubles with each further one, and chance shortens it. */
  readonly firstPauseMs: number;
}

/** A ledger that submits again, as a new transaction, what another transaction's change made invalid. */
export function retryingConflicts(ledger: Ledger, { attempts, firstPauseMs }: RetryLimits): Ledger {
  const submit = async (call: LedgerCall, attempt: number): Promise<Committed> => {
    try {
      return await ledger.submit(call);
    } catch (error) {
      const isConflict = error instanceof LedgerError && error.fault.kind === 'conflict';
      if (!isConflict || attempt >= attempts) throw error;
    }
    // Two that collided must not collide again, so each waits for a time of its own.
    await pause(Math.random() * firstPauseMs * 2 ** (attempt - 1));
    return submit(call, attempt + 1);
  };
  return { evaluate: (call) => ledger.evaluate(call), submit: (call) => submit(call, 1) };
}
