import { AsyncLocalStorage } from 'node:async_hooks';

interface Run {
  readonly reversesKeys: boolean;
  readonly forbiddenCalls: string[];
}

/** A contract did what two peers cannot do alike. */
export class NotDeterministic extends Error {
  override readonly name = 'NotDeterministic';
}

const runs = new AsyncLocalStorage<Run>();

/**
 * Runs a contract function with everything forbidden that may differ between two peers: time, chance, locale, zone,
 * environment. Whatever else runs in the process meanwhile is left alone.
 *
 * @throws NotDeterministic naming what was called, even where the contract has caught the error at the call.
 */
export async function deterministically<Result>(
  { reversesKeys }: { readonly reversesKeys: boolean },
  run: () => Promise<Result>,
): Promise<Result> {
  const context: Run = { reversesKeys, forbiddenCalls: [] };
  const [outcome] = await Promise.allSettled([runs.run(context, run)]);
  const [call] = context.forbiddenCalls;
  if (call !== undefined) throw notDeterministic(call);
  if (outcome.status === 'rejected') throw outcome.reason;
  return outcome.value;
}

/** Whether the simulation that is running, if one is, gets its objects with their keys in the opposite order. */
export function reversesKeys(): boolean {
  return runs.getStore()?.reversesKeys === true;
}

/** Runs what is no part of a simulation although one is running. */
export function aside(run: () => void): void {
  runs.exit(run);
}

function notDeterministic(call: string): NotDeterministic {
  return new NotDeterministic(
    `The contract called ${call} while simulating; two peers would not answer it alike. Take the value from the request, the state or the transaction’s timestamp.`,
  );
}

/** Stops whoever calls this in the course of a simulation, and nobody else. */
export function forbid(call: string): void {
  const context = runs.getStore();
  if (context === undefined) return;
  context.forbiddenCalls.push(call);
  throw notDeterministic(call);
}
