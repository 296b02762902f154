import type { LevelStore } from './level.js';
import { FIXED_WIDTH, fixed, prefixRange } from './store-keys.js';

/** The blocks at which anything in a store expires, so that the others cost no look at the store. */
export class ExpirySchedule {
  readonly #blocks: Set<number>;

  private constructor(blocks: Set<number>) {
    this.#blocks = blocks;
  }

  /** Finds the blocks from the schedule's keys, with one look a block instead of reading them all. */
  static async open(level: LevelStore): Promise<ExpirySchedule> {
    const blocks = new Set<number>();
    let range = prefixRange('e');
    for (;;) {
      const [key] = await level.keys({ ...range, limit: 1 }).all();
      if (key === undefined) {
        return new ExpirySchedule(blocks);
      }
      const block = Number.parseInt(key.slice(1, 1 + FIXED_WIDTH), 16);
      blocks.add(block);
      range = { ...range, gte: `e${fixed(block + 1)}` };
    }
  }

  has(block: number): boolean {
    return this.#blocks.has(block);
  }

  /** To be called when a block's expired entries are gone and its own are scheduled. */
  advance(block: number, scheduled: ReadonlySet<number>): void {
    this.#blocks.delete(block);
    for (const each of scheduled) {
      this.#blocks.add(each);
    }
  }
}
