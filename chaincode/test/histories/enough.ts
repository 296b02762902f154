import fc from 'fast-check';
import { nothingPlayed, type Played, play } from './player.js';
import { type Emphasis, histories } from './steps.js';

/** Steps that a file of the suite plays at least; HISTORY_STEPS asks for more, for a night of them. */
const STEPS = Number(process.env.HISTORY_STEPS ?? 5_000);
const HISTORIES_AT_A_TIME = 10;
/** Ends the search for a shorter history, so that the one found so far is printed before the test runs out of time. */
const LONGEST_MS = 60_000;

/** As many random histories as it takes, each with another seed; the shortest that shows a difference is printed. */
export async function playEnough(emphasis: Emphasis): Promise<Played> {
  const played = nothingPlayed();
  while (played.steps < STEPS) {
    await fc.assert(
      fc.asyncProperty(histories(emphasis), (history) => play(history, played)),
      {
        numRuns: HISTORIES_AT_A_TIME,
        interruptAfterTimeLimit: LONGEST_MS,
        endOnFailure: process.env.END === '1',
      },
    );
  }
  return played;
}
