import type { Instant } from './instant.js';
import { addFen, type Fen, fen, subtractFen, ZERO_FEN } from './money.js';

/**
 * Why money is held or business forbidden: a court or another authority that law empowers (司法冻结), the
 * anti-money-laundering freeze of at most 48 hours (临时冻结), the client's own report of a loss (挂失), or a
 * restriction that the broker's contract with the client allows (业务限制).
 */
export type FreezeReason = 'judicial' | 'forty-eight-hours' | 'loss-report' | 'business-restriction';

export type Operation = 'deposit' | 'withdrawal' | 'buy' | 'sell';

export interface Freeze {
  /** Unique among the freezes of an account. */
  readonly id: string;
  readonly reason: FreezeReason;
  /** How much it may hold, not negative; null: everything there is and comes. */
  readonly limitFen: Fen | null;
  /** Not in force from here on; null: until it is released. */
  readonly endsAt: Instant | null;
  /** Place in the waiting list (轮候): of two freezes of a kind the lower one takes first. */
  readonly priority: number;
  /** What a business restriction forbids. */
  readonly blocks?: readonly Operation[] | undefined;
}

/** What one freeze holds now. */
export interface Captured {
  readonly id: string;
  readonly reason: FreezeReason;
  readonly capturedFen: Fen;
}

/**
 * Who takes first. What an authority has ordered for a debt comes before what only keeps money where it is. A
 * business restriction is missing: a contract can forbid business, but only law can freeze money.
 *
 * @source 证券法 131
 */
const CAPTURE_ORDER: readonly FreezeReason[] = ['judicial', 'forty-eight-hours', 'loss-report'];

/** What these reasons forbid outright while they are in force. A judicial freeze captures and forbids nothing. */
const FORBIDDEN: Readonly<Record<Exclude<FreezeReason, 'business-restriction'>, readonly Operation[]>> = {
  judicial: [],
  'forty-eight-hours': ['withdrawal', 'buy', 'sell'],
  'loss-report': ['withdrawal', 'buy', 'sell'],
};

/** The freezes in force at an instant, first comer first. */
export function inForce(freezes: readonly Freeze[], at: Instant): readonly Freeze[] {
  return freezes.filter(({ endsAt }) => endsAt === null || at < endsAt).sort(byPlace);
}

/**
 * How much each freeze in force holds of an account's free cash, first comer first; a freeze that waits for an
 * earlier one holds zero.
 *
 * It is computed anew each time, so money that comes in later is captured up to what a limit has left, and where
 * a freeze ends the next in the waiting list takes its place, without anybody's doing.
 *
 * @param freezableFen cash less what trades oblige to pay and less what is in transit: settlement goes before
 *   any freeze (法发〔2008〕4号). Taken as zero where it is negative.
 * @throws RangeError where a limit is negative, which no order can be.
 */
export function captured(freezes: readonly Freeze[], freezableFen: Fen, at: Instant): readonly Captured[] {
  let restFen = fen(Math.max(0, freezableFen));
  const shares: Captured[] = [];
  for (const { id, reason, limitFen } of inForce(freezes, at)) {
    if (!CAPTURE_ORDER.includes(reason)) continue;
    if (limitFen !== null && limitFen < 0) {
      throw new RangeError(`The limit of freeze ${id} is ${limitFen} fen: it must not be negative.`);
    }
    const capturedFen = limitFen !== null && limitFen < restFen ? limitFen : restFen;
    restFen = subtractFen(restFen, capturedFen);
    shares.push({ id, reason, capturedFen });
  }
  return shares;
}

/** What all freezes hold together, or only those of one reason. */
export function frozenFen(shares: readonly Captured[], reason?: FreezeReason): Fen {
  return shares.reduce(
    (sum, share) => (reason === undefined || share.reason === reason ? addFen(sum, share.capturedFen) : sum),
    ZERO_FEN,
  );
}

/** The first freeze in force that forbids an operation outright, however much money there is. */
export function blockedBy(freezes: readonly Freeze[], operation: Operation, at: Instant): Freeze | undefined {
  return inForce(freezes, at).find((freeze) => forbiddenBy(freeze).includes(operation));
}

function forbiddenBy({ reason, blocks }: Freeze): readonly Operation[] {
  return reason === 'business-restriction' ? (blocks ?? []) : FORBIDDEN[reason];
}

/** By reason, then by place in the waiting list; ids decide between equals, so that every peer sees one order. */
function byPlace(a: Freeze, b: Freeze): number {
  return rank(a) - rank(b) || a.priority - b.priority || (a.id < b.id ? -1 : 1);
}

function rank({ reason }: Freeze): number {
  const place = CAPTURE_ORDER.indexOf(reason);
  return place === -1 ? CAPTURE_ORDER.length : place;
}
