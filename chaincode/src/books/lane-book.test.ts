import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MemoryState } from '../../test/scenario/memory-state.js';
import { laneKey, takeBatch } from './lane-book.js';
import { UnitOfWork } from './unit-of-work.js';

const at = (lastBatch: number) => ({
  [laneKey('bank', 3)]: { lastBatch, transactionId: 'cd'.repeat(32) },
});
const workOn = (values: Readonly<Record<string, object>>) => new UnitOfWork(new MemoryState(values).stub);

describe('a lane', () => {
  it('takes of all numbers the next one alone', async () => {
    const number = fc.integer({ min: 1, max: 1_000_000 });
    await fc.assert(
      fc.asyncProperty(number, number, async (last, batch) => {
        const work = workOn(at(last));
        const taken = takeBatch(work, 'bank', { number: 3, batch });
        if (batch === last + 1) await taken;
        else
          await expect(taken).rejects.toThrow(batch <= last ? 'BATCH_ALREADY_POSTED' : 'BATCH_OUT_OF_ORDER');
        expect(work.hasChanges).toBe(batch === last + 1);
      }),
    );
  });

  it('begins with batch 1, for each side and number of its own', async () => {
    const work = workOn(at(9));
    await expect(takeBatch(work, 'broker', { number: 3, batch: 10 })).rejects.toThrow(
      'BATCH_OUT_OF_ORDER [lane.batch]: The next batch of lane 3 of the broker is 1.',
    );
    await takeBatch(work, 'broker', { number: 3, batch: 1 });
    await takeBatch(work, 'bank', { number: 4, batch: 1 });
    await takeBatch(work, 'bank', { number: 3, batch: 10 });
  });
});
