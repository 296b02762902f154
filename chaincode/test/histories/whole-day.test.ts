import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nothingPlayed, play } from './player.js';
import { histories } from './steps.js';

describe('random histories', () => {
  it('leave the books as the oracle has them', async () => {
    const played = nothingPlayed();
    const started = Date.now();
    await fc.assert(
      fc.asyncProperty(histories({}), (history) => play(history, played)),
      {
        numRuns: Number(process.env.N ?? 5),
        interruptAfterTimeLimit: 40_000,
        endOnFailure: process.env.END === '1',
      },
    );
    console.log(played, Date.now() - started);
    expect(played.steps).toBeGreaterThan(10);
  }, 300_000);
});
