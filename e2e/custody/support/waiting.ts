import { setTimeout as pause } from 'node:timers/promises';

const LIMIT_MS = 30_000;
const INTERVAL_MS = 50;

/** Tries until it works, and answers what it then gives; at the end of the time the last failure counts. */
export async function untilDone<Result>(attempt: () => Promise<Result>): Promise<Result> {
  const end = performance.now() + LIMIT_MS;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (performance.now() > end) throw error;
      await pause(INTERVAL_MS);
    }
  }
}
