import { z } from 'zod';
import { endpoint } from '../endpoint.js';

export const live = endpoint({
  method: 'get',
  path: '/health/live',
  summary: 'Whether this process answers.',
  roles: ['bank', 'broker', 'regulator'],
  open: true,
  answers: { 200: z.object({ status: z.literal('live') }).meta({ id: 'Live' }) },
  handle: () => ({ status: 200, body: { status: 'live' } }),
});

const Readiness = z
  .object({
    status: z.enum(['ready', 'not-ready']),
    dependencies: z.array(z.object({ name: z.string(), status: z.string() })),
  })
  .meta({ id: 'Readiness' });

export const ready = endpoint({
  method: 'get',
  path: '/health/ready',
  summary: 'Whether business can be done, and if not, which dependency is why.',
  roles: ['bank', 'broker', 'regulator'],
  open: true,
  answers: { 200: Readiness, 503: Readiness },
  async handle(_request, { relationships }) {
    const dependencies = await Promise.all(
      relationships.all.map(async (relationship) => ({
        name: relationship.name,
        status: await relationships.statusOf(relationship),
      })),
    );
    const isReady = dependencies.every(({ status }) => status === 'ready');
    const body = { status: isReady ? 'ready' : 'not-ready', dependencies };
    return isReady ? { status: 200, body } : { status: 503, body, headers: { 'Retry-After': '1' } };
  },
});
