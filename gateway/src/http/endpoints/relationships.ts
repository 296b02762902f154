import { z } from 'zod';
import { endpoint } from '../endpoint.js';
import { RelationshipName } from '../schemas.js';

const Status = z
  .enum(['ready', 'awaiting-agreement', 'differs', 'unavailable'])
  .meta({ description: 'Whether business can be done in it now.' });

export const listRelationships = endpoint({
  method: 'get',
  path: '/v1/relationships',
  summary: 'The custody relationships that this member takes part in, and how each stands on the ledger.',
  roles: ['bank', 'broker', 'regulator'],
  answers: {
    200: z
      .object({
        relationships: z.array(
          z.object({ relationship: RelationshipName, bank: z.string(), broker: z.string(), status: Status }),
        ),
      })
      .meta({ id: 'Relationships' }),
  },
  async handle(_request, { relationships }) {
    const rows = relationships.all.map(async (relationship) => ({
      relationship: relationship.name,
      bank: relationship.bank.id,
      broker: relationship.broker.id,
      status: await relationships.statusOf(relationship),
    }));
    return { status: 200, body: { relationships: await Promise.all(rows) } };
  },
});
