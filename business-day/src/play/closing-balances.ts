import { setTimeout as pause } from 'node:timers/promises';
import { type Fen, parseYuan } from '@sanfang/chaincode/rules/money';
import { z } from 'zod';
import type { RelationshipPlan } from '../input/plan.js';
import type { Stage } from './stage.js';

const Page = z.object({
  accounts: z.array(z.object({ accountNumber: z.string(), balance: z.string() })),
  next: z.string().optional(),
});

const PAGE = 500;
const ATTEMPTS = 20;
const PAUSE_MS = 250;

/**
 * What the ledger says of each account of the plan, as the observer's gateway shows it.
 *
 * Peers get a block at different times. So where the answer is not what is expected, the question is put again for
 * some seconds; what is answered then counts.
 */
export async function closingBalances(
  plan: RelationshipPlan,
  stage: Stage,
): Promise<ReadonlyMap<string, Fen>> {
  let balances = await readBalances(plan, stage);
  for (let attempt = 1; attempt < ATTEMPTS && !same(balances, plan.closing); attempt += 1) {
    await pause(PAUSE_MS);
    balances = await readBalances(plan, stage);
  }
  return balances;
}

async function readBalances({ relationship, closing }: RelationshipPlan, { observer }: Stage) {
  const balances = new Map<string, Fen>();
  let after: string | undefined;
  do {
    const from = after === undefined ? '' : `&after=${after}`;
    const page = await observer.get(`/v1/accounts?relationship=${relationship}&limit=${PAGE}${from}`, Page);
    for (const { accountNumber, balance } of page.accounts) {
      const balanceFen = parseYuan(balance);
      if (balanceFen === undefined) throw new Error(`The balance of account ${accountNumber} is no amount.`);
      // Other accounts of the consortium are not part of the day.
      if (closing.has(accountNumber)) balances.set(accountNumber, balanceFen);
    }
    after = page.next;
  } while (after !== undefined);
  return balances;
}

function same(a: ReadonlyMap<string, Fen>, b: ReadonlyMap<string, Fen>): boolean {
  return a.size === b.size && [...a].every(([account, balance]) => b.get(account) === balance);
}
