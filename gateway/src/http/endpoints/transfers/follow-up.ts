import { z } from 'zod';
import { batchEndpoint } from '../../batch-endpoint.js';
import { INSTRUCTION } from '../../schemas.js';
import { MOVED, moved, TransferName } from './state.js';

const LINE = { ...INSTRUCTION, transfer: TransferName };

export const claimTransfers = batchEndpoint({
  path: '/v1/transfer-claims',
  summary:
    'Claim withdrawals that the broker has begun, before paying them: from then on the bank alone can end them.',
  roles: ['bank'],
  name: 'Claim',
  line: z.strictObject(LINE).meta({ id: 'Claim' }),
  done: MOVED,
  shown: moved,
  carryOut: ({ transfers }, { channel, lines }) =>
    transfers.claim(
      channel,
      lines.map(({ idempotencyKey, initiatedAt, transfer }) => ({
        serial: idempotencyKey,
        initiatedAt,
        transfer: named(transfer),
      })),
    ),
});

const Answer = z
  .strictObject({
    ...LINE,
    outcome: z.enum(['done', 'refused']),
    reason: z
      .string()
      .regex(/^[^\s\p{C}](?:[^\p{C}]{0,198}[^\s\p{C}])?$/u, 'must be 1 to 200 printable characters')
      .optional()
      .meta({ description: 'Why it was refused; both members read it, so it names no person.' }),
  })
  .meta({ id: 'Answer' });

export const answerTransfers = batchEndpoint({
  path: '/v1/transfer-answers',
  summary: 'Say what this bank’s core system has done for transfers: paid or taken the money, or refused to.',
  roles: ['bank'],
  name: 'Answer',
  line: Answer,
  done: MOVED,
  shown: moved,
  carryOut: ({ transfers }, { channel, lines }) =>
    transfers.answer(
      channel,
      lines.map(({ idempotencyKey, initiatedAt, transfer, outcome, reason }) => ({
        serial: idempotencyKey,
        initiatedAt,
        transfer: named(transfer),
        outcome,
        ...(reason !== undefined && { reason }),
      })),
    ),
});

function named({ side, idempotencyKey }: z.output<typeof TransferName>) {
  return { side, serial: idempotencyKey };
}
