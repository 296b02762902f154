import { setTimeout as delay } from 'node:timers/promises';

const POLL_MS = 25;

/** Asks again and again until the answer is yes. @throws Error naming what did not come within the limit. */
export async function waitFor(options: {
  readonly what: string;
  readonly limitMs: number;
  readonly check: () => Promise<boolean>;
}): Promise<void> {
  const deadline = Date.now() + options.limitMs;
  while (!(await options.check())) {
    if (Date.now() > deadline) {
      throw new Error(`Waited ${options.limitMs / 1000} seconds in vain for ${options.what}.`);
    }
    await delay(POLL_MS);
  }
}
