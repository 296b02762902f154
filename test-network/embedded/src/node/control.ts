import { z } from 'zod';
import type { EmbeddedFabric } from '../index.js';

const id = z.union([z.string(), z.number()]);

const request = z.discriminatedUnion('type', [
  z.object({ id, type: z.literal('stopNode'), name: z.string() }),
  z.object({ id, type: z.literal('startNode'), name: z.string() }),
  z.object({ id, type: z.literal('stopChaincode'), label: z.string(), mspId: z.string() }),
  z.object({ id, type: z.literal('startChaincode'), label: z.string(), mspId: z.string() }),
  z.object({ id, type: z.literal('status') }),
  z.object({ id, type: z.literal('stop') }),
]);

export type ControlRequest = z.output<typeof request>;

/** The answer to the request of the same id. */
export type ControlAnswer =
  | { readonly type: 'answer'; readonly id: string | number; readonly result: unknown }
  | { readonly type: 'error'; readonly id: string | number | null; readonly message: string };

/** Carries out one message of the parent process; never rejects. */
export async function control(fabric: EmbeddedFabric, message: unknown): Promise<ControlAnswer> {
  const parsed = request.safeParse(message);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return {
      type: 'error',
      id: idOf(message),
      message: `not a control message: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim(),
    };
  }
  try {
    return { type: 'answer', id: parsed.data.id, result: (await carryOut(fabric, parsed.data)) ?? null };
  } catch (error) {
    return {
      type: 'error',
      id: parsed.data.id,
      message: error instanceof Error ? error.message : String(error),
    };
  }
}

function carryOut(fabric: EmbeddedFabric, verb: ControlRequest): Promise<unknown> {
  switch (verb.type) {
    case 'stopNode':
      return fabric.stopNode(verb.name);
    case 'startNode':
      return fabric.startNode(verb.name);
    case 'stopChaincode':
      return fabric.stopChaincode(verb.label, verb.mspId);
    case 'startChaincode':
      return fabric.startChaincode(verb.label, verb.mspId);
    case 'status':
      return Promise.resolve(fabric.stats());
    case 'stop':
      return fabric.stop();
  }
}

function idOf(message: unknown): string | number | null {
  const parsed = z.object({ id }).safeParse(message);
  return parsed.success ? parsed.data.id : null;
}
