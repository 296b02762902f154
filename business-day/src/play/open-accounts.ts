import { z } from 'zod';
import type { ClientRow } from '../input/rows.js';
import { GatewayProblem } from './gateway-client.js';
import { inParallel } from './parallel.js';
import type { Stage, Watcher } from './stage.js';

const Opened = z.object({ accountNumber: z.string(), replayed: z.boolean() });
const AT_ONCE = 32;

/** Accounts that are open now, and what was wrong with the others. */
export interface OpenedAccounts {
  readonly opened: number;
  readonly problems: readonly string[];
}

/** Opens every client's account, each by the side that the file names. */
export async function openAccounts(
  clients: readonly ClientRow[],
  stage: Stage,
  watcher: Watcher,
): Promise<OpenedAccounts> {
  let opened = 0;
  const problems: string[] = [];
  await inParallel(clients, AT_ONCE, async (client) => {
    const { relationship, account_number, opened_by, name, resident_id, mobile, bank_card } = client;
    const body = {
      relationship,
      accountNumber: account_number,
      name,
      residentId: resident_id,
      mobile,
      bankCard: bank_card,
    };
    try {
      await stage.sides[opened_by].post(
        '/v1/accounts',
        { body, idempotencyKey: `open-${account_number}` },
        Opened,
      );
      opened += 1;
    } catch (error) {
      if (!isAnswer(error)) throw error;
      problems.push(`Account ${account_number} was not opened: ${error.message}`);
    }
    watcher.opened(1);
  });
  return { opened, problems };
}

/** A no to this account alone; anything else concerns the whole day. */
function isAnswer(error: unknown): error is GatewayProblem {
  return (
    error instanceof GatewayProblem && error.status < 500 && error.status !== 401 && error.status !== 403
  );
}
