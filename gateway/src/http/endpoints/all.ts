import type { Endpoint } from '../endpoint.js';
import { activateAccounts, confirmAgreements, proposeAgreements } from './accounts/agreements.js';
import { findAccount } from './accounts/find.js';
import { listAccounts } from './accounts/list.js';
import { registerAccounts } from './accounts/register.js';
import { findDay, signIn, signOut } from './days.js';
import { live, ready } from './health.js';
import { listRelationships } from './relationships.js';
import { beginTransfers } from './transfers/begin.js';
import { findTransfer } from './transfers/find.js';
import { answerTransfers, claimTransfers } from './transfers/follow-up.js';

/** Every endpoint of the API. Router and OpenAPI document are made from this list. */
export const ENDPOINTS: readonly Endpoint[] = [
  live,
  ready,
  listRelationships,
  findDay,
  signIn,
  signOut,
  registerAccounts,
  listAccounts,
  findAccount,
  proposeAgreements,
  confirmAgreements,
  activateAccounts,
  beginTransfers,
  findTransfer,
  claimTransfers,
  answerTransfers,
];
