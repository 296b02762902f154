import type { Express } from 'express';
import type { Logger } from 'pino';
import { Accounts } from './custody/accounts.js';
import { relationshipStatus } from './custody/agreement.js';
import { BusinessDays, businessDayClock } from './custody/business-day.js';
import type { Relationship } from './custody/relationship.js';
import { Transfers } from './custody/transfers.js';
import { createApp } from './http/app.js';
import type { MemberRole } from './http/endpoint.js';
import { ENDPOINTS } from './http/endpoints/all.js';
import { Relationships } from './http/services.js';
import { systemClock } from './ports/clock.js';
import type { Ledger } from './ports/ledger.js';
import { limitingFlight } from './ports/limited.js';
import { retryingConflicts } from './ports/retrying.js';

export interface GatewayLimits {
  readonly largestBodyBytes: number;
  /** Calls to the peer at once. */
  readonly inFlight: number;
  /** Calls that wait for their turn. */
  readonly waiting: number;
  /** How often a transaction is submitted that others' changes make invalid. */
  readonly attempts: number;
}

const DEFAULT_LIMITS: GatewayLimits = {
  largestBodyBytes: 1024 * 1024,
  inFlight: 200,
  waiting: 2_000,
  attempts: 6,
};
const FIRST_RETRY_PAUSE_MS = 40;

export interface ApiOptions {
  readonly member: { readonly id: string; readonly role: MemberRole };
  readonly channels: readonly Relationship[];
  /** The bearer token that callers must send. */
  readonly token: string;
  readonly logger: Logger;
  readonly limits?: Partial<GatewayLimits>;
  /**
   * Where instructions get their time from: `system`, which is the default, is this machine's clock; `business-day`
   * the ledger's open business day, for consortia that simulate theirs.
   */
  readonly clock?: 'system' | 'business-day';
  /** Where the API is found, for its document. */
  readonly url: () => string;
}

/** The member's API over a ledger, and that ledger as the API uses it: with its limits and retries. */
export function createApi(plainLedger: Ledger, options: ApiOptions): { app: Express; ledger: Ledger } {
  const { member, channels, token, logger, url } = options;
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const ledger = retryingConflicts(limitingFlight(plainLedger, limits), {
    attempts: limits.attempts,
    firstPauseMs: FIRST_RETRY_PAUSE_MS,
  });
  const days = new BusinessDays(ledger);
  const clock = options.clock === 'business-day' ? businessDayClock(days) : systemClock;
  const app = createApp({
    endpoints: ENDPOINTS,
    services: {
      accounts: new Accounts(ledger, clock),
      transfers: new Transfers(ledger, clock),
      days,
      relationships: new Relationships(channels, (one) => relationshipStatus(ledger, one)),
    },
    role: member.role,
    token,
    logger,
    largestBodyBytes: limits.largestBodyBytes,
    url,
  });
  return { app, ledger };
}
