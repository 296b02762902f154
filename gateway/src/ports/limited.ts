import type { Ledger } from './ledger.js';
import { LedgerError } from './ledger-error.js';

export interface FlightLimits {
  /** Calls to the peer at once; well below the number that a peer serves before it refuses with a bare error. */
  readonly inFlight: number;
  /** Calls that may wait for their turn. */
  readonly waiting: number;
}

/** A ledger that has a bounded number of calls in flight; more wait for their turn, and too many are refused. */
export function limitingFlight(ledger: Ledger, { inFlight, waiting }: FlightLimits): Ledger {
  let flying = 0;
  const queue: (() => void)[] = [];

  const takeOff = (): Promise<void> => {
    if (flying < inFlight) {
      flying += 1;
      return Promise.resolve();
    }
    if (queue.length >= waiting) {
      return Promise.reject(new LedgerError({ kind: 'busy', inFlight: flying + queue.length }));
    }
    return new Promise((turn) => queue.push(turn));
  };
  const land = () => {
    const next = queue.shift();
    // The place goes straight to the next in the queue, so that nobody can take it in between.
    if (next === undefined) flying -= 1;
    else next();
  };
  const flyingOne = async <Result>(call: () => Promise<Result>): Promise<Result> => {
    await takeOff();
    try {
      return await call();
    } finally {
      land();
    }
  };
  return {
    evaluate: (call) => flyingOne(() => ledger.evaluate(call)),
    submit: (call) => flyingOne(() => ledger.submit(call)),
  };
}
