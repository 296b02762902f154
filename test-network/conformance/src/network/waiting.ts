import { setTimeout as pause } from 'node:timers/promises';

const LIMIT_MS = 20_000;
const INTERVAL_MS = 50;

/** Tries until it works, and answers what it then gives; after 20 seconds the last failure counts. */
export async function untilDone<Result>(attempt: () => Promise<Result>): Promise<Result> {
  const end = Date.now() + LIMIT_MS;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > end) {
        throw error;
      }
      await pause(INTERVAL_MS);
    }
  }
}
