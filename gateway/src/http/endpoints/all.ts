import type { Endpoint } from '../endpoint.js';
import { accountBalance, listAccounts } from './accounts.js';
import { live, ready } from './health.js';
import { openAccount } from './open-account.js';
import { listRelationships } from './relationships.js';
import { deposit, withdraw } from './transfer.js';
import { transferBatch } from './transfer-batch.js';

/** Every endpoint of the API. Router and OpenAPI document are made from this list. */
export const ENDPOINTS: readonly Endpoint[] = [
  live,
  ready,
  listRelationships,
  openAccount,
  listAccounts,
  accountBalance,
  deposit,
  withdraw,
  transferBatch,
];
