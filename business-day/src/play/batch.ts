import { z } from 'zod';
import type { GatewayClient } from './gateway-client.js';

const LineResult = z.object({
  idempotencyKey: z.string(),
  outcome: z.enum(['done', 'refused']),
  /** Where it is refused. */
  code: z.string().optional(),
  detail: z.string().optional(),
  /** Where a transfer is begun or moved on. */
  state: z.string().optional(),
  /** Where an agreement is proposed or confirmed. */
  bankAccountRef: z.string().optional(),
});
const Results = z.object({ results: z.array(LineResult) });

export type LineResult = z.output<typeof LineResult>;

export interface Batch {
  readonly relationship: string;
  readonly instructions: readonly { readonly idempotencyKey: string }[];
}

/** Sends instructions as one batch, and answers what became of each by its key; nothing is sent where there are none. */
export async function sendBatch(
  gateway: GatewayClient,
  path: string,
  batch: Batch,
): Promise<ReadonlyMap<string, LineResult>> {
  if (batch.instructions.length === 0) return new Map();
  const { results } = await gateway.post(path, batch, Results);
  return new Map(results.map((result) => [result.idempotencyKey, result]));
}
