import { describe, expect, it } from 'vitest';
import { inParallel } from './parallel.js';

describe('work in parallel', () => {
  it('does everything once, and no more at a time than the limit', async () => {
    let now = 0;
    let most = 0;
    const done: number[] = [];
    await inParallel([1, 2, 3, 4, 5, 6, 7], 3, async (item) => {
      now += 1;
      most = Math.max(most, now);
      await Promise.resolve();
      done.push(item);
      now -= 1;
    });
    expect(done.sort()).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(most).toBe(3);
  });

  it('begins nothing more after a failure, and reports it', async () => {
    const begun: number[] = [];
    const work = inParallel([1, 2, 3, 4, 5, 6], 2, async (item) => {
      begun.push(item);
      await Promise.resolve();
      if (item === 2) throw new Error('two');
    });
    await expect(work).rejects.toThrow('two');
    expect(begun.length).toBeLessThan(6);
  });
});
