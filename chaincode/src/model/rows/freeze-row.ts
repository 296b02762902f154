import type { FreezeReason, Operation } from '../../rules/freezes.js';
import type { Instant } from '../../rules/instant.js';
import type { Fen } from '../../rules/money.js';
import type { Authority } from '../requests/freezes.js';
import type { TransferName } from '../requests/transfers.js';
import type { Member } from './proposal-row.js';

/** How an order has ended, and by what. An order that has expired was ended by nobody. */
export interface OrderEnd {
  readonly at: Instant;
  readonly by?: Member;
  readonly authority?: Authority;
  readonly documentNumber?: string;
  /** Transaction that has taken it out of the account. */
  readonly transactionId: string;
}

interface Order {
  /** `side/serial` of the instruction where the order has no id of its own. */
  readonly id: string;
  readonly authority?: Authority;
  readonly documentNumber?: string;
  readonly placedBy: Member;
  readonly placedAt: Instant;
  /** Transaction that placed it. */
  readonly transactionId: string;
  readonly end?: OrderEnd;
}

/**
 * An order on an account, in full. What it does stands in the account's custody row.
 *
 * `placed` holds until `endsAt`: where nobody has touched the account since, an order past its end still says
 * `placed`, and has no effect. `deducted`: everything that it could take has been taken.
 */
export interface FreezeOrderRow extends Order {
  readonly kind: 'freeze';
  readonly accountNumber: string;
  readonly reason: FreezeReason;
  /** As ordered; null: everything there is and comes. */
  readonly limitFen: Fen | null;
  readonly officers?: readonly string[];
  readonly startsAt: Instant;
  readonly endsAt: Instant | null;
  /** Place in the waiting list. */
  readonly priorityAt: Instant;
  readonly blocks?: readonly Operation[];
  readonly renews?: string;
  readonly renewedBy?: string;
  /** When the first order began of those that this one renews, or this one itself. */
  readonly firstStartsAt: Instant;
  /** What has been taken under the order (划扣); its limit is less by that. */
  readonly deductedFen: Fen;
  readonly state: 'placed' | 'renewed' | 'released' | 'expired' | 'deducted';
}

/** An order that stops one transfer where it stands. */
export interface SuspensionRow extends Order {
  readonly kind: 'suspension';
  readonly transfer: TransferName;
  readonly reason: string;
  readonly state: 'placed' | 'released';
}

export type OrderRow = FreezeOrderRow | SuspensionRow;
