import type { ClientRow, Side } from '../input/rows.js';
import { type LineResult, sendBatch } from './batch.js';
import type { Stage, Watcher } from './stage.js';

/** Accounts that are open now, and what was wrong with the others. */
export interface OpenedAccounts {
  readonly opened: number;
  readonly problems: readonly string[];
  /** Reference of the linked bank account by account number, which transfers name it by. */
  readonly bankAccountRefs: ReadonlyMap<string, string>;
}

/** What one side does on the way from a client's data to an account in business. */
interface Step {
  readonly side: Side;
  readonly path: string;
  /** The first part of the step's idempotency keys. */
  readonly key: string;
  readonly line: (client: ClientRow) => object;
}

/** As many accounts as go through the steps together. */
const LARGEST_BATCH = 150;

const STEPS: readonly Step[] = [
  {
    side: 'broker',
    path: '/v1/accounts',
    key: 'register',
    line: ({ client_number, name, resident_id, mobile }) => ({
      clientNumber: client_number,
      holder: 'person',
      name,
      document: resident_id,
      mobile,
    }),
  },
  {
    side: 'broker',
    path: '/v1/agreements',
    key: 'agree',
    line: ({ bank_card }) => ({
      bankAccount: bank_card,
      bankAccountType: 'card',
      bankAccountHolder: 'person',
    }),
  },
  {
    side: 'bank',
    path: '/v1/agreement-confirmations',
    key: 'confirm',
    line: ({ name, resident_id, bank_card }) => ({ name, document: resident_id, bankAccount: bank_card }),
  },
  { side: 'broker', path: '/v1/account-activations', key: 'activate', line: () => ({}) },
];

/** Opens every client's account of a relationship: the broker registers and proposes, the bank confirms. */
export async function openAccounts(
  clients: readonly ClientRow[],
  stage: Stage,
  watcher: Watcher,
): Promise<OpenedAccounts> {
  const refs = new Map<string, string>();
  const problems: string[] = [];
  // One batch after the other: neighbouring accounts share a page of the book, which one transaction changes at a time.
  for (let from = 0; from < clients.length; from += LARGEST_BATCH) {
    const batch = clients.slice(from, from + LARGEST_BATCH);
    let left: readonly ClientRow[] = batch;
    for (const step of STEPS) left = await take(step, left, { stage, refs, problems });
    watcher.opened(batch.length);
  }
  return { opened: clients.length - problems.length, problems, bankAccountRefs: refs };
}

interface Taking {
  readonly stage: Stage;
  readonly refs: Map<string, string>;
  readonly problems: string[];
}

/** Takes a step with clients of one relationship, and answers with those who can take the next one. */
async function take(
  { side, path, key, line }: Step,
  clients: readonly ClientRow[],
  { stage, refs, problems }: Taking,
): Promise<readonly ClientRow[]> {
  const [first] = clients;
  if (first === undefined) return [];
  const keyOf = ({ account_number }: ClientRow) => `${key}-${account_number}`;
  const results = await sendBatch(stage.sides[side], path, {
    relationship: first.relationship,
    instructions: clients.map((client) => ({
      idempotencyKey: keyOf(client),
      accountNumber: client.account_number,
      ...line(client),
    })),
  });
  return clients.filter((client) => {
    const result = results.get(keyOf(client));
    if (result?.bankAccountRef !== undefined) refs.set(client.account_number, result.bankAccountRef);
    if (result?.outcome === 'done') return true;
    problems.push(`Account ${client.account_number} was not opened: ${reasonOf(result)}`);
    return false;
  });
}

function reasonOf(result: LineResult | undefined): string {
  return result === undefined ? 'the gateway gave no answer for it.' : `${result.code}: ${result.detail}`;
}
