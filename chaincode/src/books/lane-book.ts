import type { LaneBatch } from '../model/parts.js';
import { Refusal } from '../model/refusal.js';
import type { Side } from '../rules/transfer-state.js';
import type { UnitOfWork } from './unit-of-work.js';

export interface LaneRow {
  readonly lastBatch: number;
  /** The transaction that carried it. */
  readonly transactionId: string;
}

export const laneKey = (side: Side, number: number): string => `lane/${side}/${number}`;

/**
 * Takes the next batch of a side's lane, and no other: a batch whose outcome is unknown can be sent again without
 * harm, because it is carried out once.
 *
 * @throws Refusal `BATCH_ALREADY_POSTED` or `BATCH_OUT_OF_ORDER`
 */
export async function takeBatch(work: UnitOfWork, side: Side, { number, batch }: LaneBatch): Promise<void> {
  const key = laneKey(side, number);
  const lane = await work.read<LaneRow>(key);
  const last = lane?.lastBatch ?? 0;
  if (lane !== undefined && batch <= last) {
    throw new Refusal({
      code: 'BATCH_ALREADY_POSTED',
      field: 'lane.batch',
      message: `Lane ${number} of the ${side} has batch ${last} already, in transaction ${lane.transactionId}; its voucher says what was done.`,
    });
  }
  if (batch !== last + 1) {
    throw new Refusal({
      code: 'BATCH_OUT_OF_ORDER',
      field: 'lane.batch',
      message: `The next batch of lane ${number} of the ${side} is ${last + 1}.`,
    });
  }
  work.write(key, { lastBatch: batch, transactionId: work.state.getTxID() } satisfies LaneRow);
}
