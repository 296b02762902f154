import { setImmediate } from 'node:timers/promises';

/** How long a block may be worked on before others in the process get their turn, in milliseconds. */
const TURN_MS = 5;

/** Lets a long computation give way, so that a large block does not hold up everything else. */
export class TurnTaking {
  #turnEnds = performance.now() + TURN_MS;

  async take(): Promise<void> {
    if (performance.now() >= this.#turnEnds) {
      await setImmediate();
      this.#turnEnds = performance.now() + TURN_MS;
    }
  }
}
