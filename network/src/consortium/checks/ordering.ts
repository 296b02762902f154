import type { Problem } from '../problems.js';
import type { ConsortiumValues } from '../schema.js';
import { at, duplicates, expectThat } from './path.js';

export function checkOrdering({ ordering: { nodes, batch, raft }, limits }: ConsortiumValues): Problem[] {
  const named = nodes.map(({ name }, index) => ({
    path: at('ordering', 'nodes', index, 'name'),
    value: name,
  }));
  return [
    ...duplicates(named, { what: 'a name', whose: ([, , index]) => `ordering.nodes[${index}]` }),
    ...expectThat(
      batch.preferredMax <= batch.absoluteMax,
      at('ordering', 'batch', 'preferredMax'),
      'expected no more than absoluteMax',
    ),
    ...expectThat(
      raft.heartbeatTick < raft.electionTick,
      at('ordering', 'raft', 'heartbeatTick'),
      'expected less than electionTick',
    ),
    ...expectThat(
      limits.messageSize >= batch.absoluteMax,
      at('limits', 'messageSize'),
      'expected at least ordering.batch.absoluteMax',
    ),
  ];
}
