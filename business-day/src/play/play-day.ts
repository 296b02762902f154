import type { RelationshipPlan } from '../input/plan.js';
import { type PlayedRelationship, resultOf } from '../report/result.js';
import { closingBalances } from './closing-balances.js';
import { openAccounts } from './open-accounts.js';
import type { Stage, Watcher } from './stage.js';
import { playTransfers } from './transfer-batches.js';

/** Plays the day in all relationships at once, and compares what came of it with the plan. */
export function playDay(
  plans: readonly RelationshipPlan[],
  stageOf: (relationship: string) => Stage,
  watcher: Watcher,
): Promise<readonly PlayedRelationship[]> {
  return Promise.all(
    plans.map(async (plan) => {
      const stage = stageOf(plan.relationship);
      const accounts = await openAccounts(plan.clients, stage, watcher);
      const { bankAccountRefs } = accounts;
      const clients = { rows: plan.clients, bankAccountRefs };
      const played = await playTransfers(plan.transfers, { stage, clients, watcher });
      const balances = await closingBalances(plan, stage);
      return resultOf(plan, { accounts, played, balances });
    }),
  );
}
