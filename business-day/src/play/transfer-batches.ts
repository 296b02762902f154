import { formatYuan } from '@sanfang/chaincode/rules/money';
import { z } from 'zod';
import type { Side, TransferRow } from '../input/rows.js';
import type { Stage, Watcher } from './stage.js';
import { wavesOf } from './waves.js';

const Result = z.object({
  idempotencyKey: z.string(),
  status: z.enum(['posted', 'refused']),
  code: z.string().optional(),
});
const Results = z.object({ results: z.array(Result) });

/** What became of a transfer: `posted`, or the code with which it was refused. */
export interface Played {
  readonly transfer: TransferRow;
  readonly outcome: string;
}

const LARGEST_BATCH = 100;

/** Plays the transfers of a relationship in waves; bank and broker send their batches of a wave at the same time. */
export async function playTransfers(
  transfers: readonly TransferRow[],
  stage: Stage,
  watcher: Watcher,
): Promise<readonly Played[]> {
  const played: Played[] = [];
  for (const wave of wavesOf(transfers, LARGEST_BATCH)) {
    const both = await Promise.all([send('bank', wave.bank, stage), send('broker', wave.broker, stage)]);
    played.push(...both.flat());
    watcher.transferred(wave.bank.length + wave.broker.length);
  }
  return played;
}

async function send(side: Side, batch: readonly TransferRow[], stage: Stage): Promise<readonly Played[]> {
  const [first] = batch;
  if (first === undefined) return [];
  const body = {
    relationship: first.relationship,
    transfers: batch.map(({ serial, account_number, direction, amount }) => ({
      idempotencyKey: serial,
      accountNumber: account_number,
      direction,
      amount: formatYuan(amount),
    })),
  };
  const { results } = await stage.sides[side].post('/v1/transfer-batches', { body }, Results);
  const outcomes = new Map(
    results.map(({ idempotencyKey, status, code }) => [idempotencyKey, code ?? status]),
  );
  return batch.map((transfer) => ({ transfer, outcome: outcomes.get(transfer.serial) ?? 'no answer' }));
}
