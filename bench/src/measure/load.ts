/** What a closed loop of callers did: each caller begins its next call when the one before has ended. */
export interface LoadResult {
  readonly completed: number;
  readonly failed: number;
  readonly elapsedMs: number;
  readonly perSecond: number;
  /** Latencies of the completed calls, ascending. */
  readonly latenciesMs: readonly number[];
  /** The first failure's text, as a run with failures says nothing without it. */
  readonly firstFailure?: string;
}

export interface LoadOptions {
  /** Calls in flight at any time. */
  readonly callers: number;
  /** No call begins after this time; those in flight are waited for and counted. */
  readonly durationMs: number;
  /** One call; `n` counts up from 0 over all callers. */
  readonly call: (n: number) => Promise<unknown>;
}

/** Keeps `callers` calls in flight for `durationMs` and times each. */
export async function closedLoop({ callers, durationMs, call }: LoadOptions): Promise<LoadResult> {
  const latenciesMs: number[] = [];
  const failures: string[] = [];
  let next = 0;
  const startedAt = performance.now();
  const caller = async () => {
    while (performance.now() - startedAt < durationMs) {
      const n = next++;
      const begun = performance.now();
      try {
        await call(n);
        latenciesMs.push(performance.now() - begun);
      } catch (error) {
        failures.push(String(error));
      }
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
  const elapsedMs = performance.now() - startedAt;
  latenciesMs.sort((a, b) => a - b);
  return {
    completed: latenciesMs.length,
    failed: failures.length,
    elapsedMs,
    perSecond: (latenciesMs.length * 1000) / elapsedMs,
    latenciesMs,
    ...(failures[0] === undefined ? {} : { firstFailure: failures[0] }),
  };
}

/** The value below which the fraction `p` (0 to 1) of the ascending `sorted` values lies. */
export function percentile(sorted: readonly number[], p: number): number {
  const value = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * p))];
  if (value === undefined) throw new Error('A percentile of nothing was asked for: no call completed.');
  return value;
}

/** The middle value; of an even number, the lower of the two in the middle. */
export function median(values: readonly number[]): number {
  return percentile(
    [...values].sort((a, b) => a - b),
    0.5 - Number.EPSILON,
  );
}
