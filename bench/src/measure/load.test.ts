import { describe, expect, it } from 'vitest';
import { closedLoop, median, percentile } from './load.js';

describe('a closed loop', () => {
  it('counts what completed and what failed, and keeps the first failure', async () => {
    const result = await closedLoop({
      callers: 3,
      durationMs: 20,
      call: async (n) => {
        await new Promise((resolve) => setImmediate(resolve));
        if (n % 2 === 1) throw new Error(`call ${n} refused`);
      },
    });
    expect(result.completed).toBeGreaterThan(0);
    expect(result.completed).toBe(result.latenciesMs.length);
    expect(result.failed).toBeGreaterThan(0);
    expect(result.firstFailure).toBe('Error: call 1 refused');
  });

  it('never has more calls in flight than callers', async () => {
    let inFlight = 0;
    let most = 0;
    await closedLoop({
      callers: 4,
      durationMs: 20,
      call: async () => {
        most = Math.max(most, ++inFlight);
        await new Promise((resolve) => setImmediate(resolve));
        inFlight -= 1;
      },
    });
    expect(most).toBe(4);
  });
});

describe('percentile and median', () => {
  it('take values that occurred', () => {
    expect(percentile([1, 2, 3, 4], 0.5)).toBe(3);
    expect(percentile([1, 2, 3, 4], 1)).toBe(4);
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1])).toBe(1);
  });

  it('refuse to speak of nothing', () => {
    expect(() => percentile([], 0.5)).toThrow('no call completed');
  });
});
