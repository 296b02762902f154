import { addFen, type Fen, ZERO_FEN } from './money.js';
import type { Direction } from './transfer-state.js';

export type Channel = 'counter' | 'web' | 'mobile' | 'bank' | 'broker';
export type AccountKind = 'normal' | 'credit';
export type Holder = 'person' | 'institution';

/**
 * A limit that bank and broker have agreed. It holds for the transfers that it describes, and counts what it
 * describes: without a channel all channels together, without a direction deposits and withdrawals together.
 */
export interface TransferLimit {
  readonly direction?: Direction | undefined;
  readonly channel?: Channel | undefined;
  readonly kind?: AccountKind | undefined;
  readonly holder?: Holder | undefined;
  readonly perTransferFen?: Fen | undefined;
  readonly perDayFen?: Fen | undefined;
  readonly perDayCount?: number | undefined;
}

export interface LimitedTransfer {
  readonly direction: Direction;
  readonly channel: Channel;
  readonly kind: AccountKind;
  readonly holder: Holder;
  readonly amountFen: Fen;
}

/** Sum in fen and count of an account's transfers through each channel. */
export type TotalsByChannel = Readonly<Partial<Record<Channel, readonly [amountFen: Fen, count: number]>>>;

/** What an account has transferred today, without the transfer in question. */
export interface TransferredToday {
  readonly deposits: TotalsByChannel;
  readonly withdrawals: TotalsByChannel;
}

export type LimitName = 'per-transfer' | 'per-day' | 'per-day-count';

export interface LimitExceeded {
  readonly limit: LimitName;
  readonly rule: TransferLimit;
  /** What it would come to with this transfer: fen, or transfers for `per-day-count`. */
  readonly thereIs: number;
  /** What is allowed at most, in the same unit. */
  readonly allowed: number;
}

const NAMES: readonly LimitName[] = ['per-transfer', 'per-day', 'per-day-count'];

/**
 * The limit that stands against a transfer, or undefined where none does.
 *
 * Every limit that describes the transfer holds, so the strictest decides. Where several are exceeded, one a
 * transfer is told before one a day, a sum before a count, and of each the one that is exceeded by most.
 *
 * @throws RangeError where a day's sum is too large to be exact.
 */
export function limitExceeded(
  limits: readonly TransferLimit[],
  transfer: LimitedTransfer,
  today: TransferredToday,
): LimitExceeded | undefined {
  const exceeded = limits
    .filter((rule) => describes(rule, transfer))
    .flatMap((rule) => measured(rule, transfer, today))
    .filter(({ thereIs, allowed }) => thereIs > allowed);
  return exceeded.sort(byRank)[0];
}

function describes(rule: TransferLimit, transfer: LimitedTransfer): boolean {
  const fields = ['direction', 'channel', 'kind', 'holder'] as const;
  return fields.every((field) => rule[field] === undefined || rule[field] === transfer[field]);
}

/** What a rule limits, and what each would come to. */
function measured(
  rule: TransferLimit,
  { amountFen }: LimitedTransfer,
  today: TransferredToday,
): readonly LimitExceeded[] {
  const { perTransferFen, perDayFen, perDayCount } = rule;
  const [sumFen, count] = counted(rule, today);
  const found: LimitExceeded[] = [];
  if (perTransferFen !== undefined) {
    found.push({ limit: 'per-transfer', rule, thereIs: amountFen, allowed: perTransferFen });
  }
  if (perDayFen !== undefined) {
    found.push({ limit: 'per-day', rule, thereIs: addFen(sumFen, amountFen), allowed: perDayFen });
  }
  if (perDayCount !== undefined) {
    found.push({ limit: 'per-day-count', rule, thereIs: count + 1, allowed: perDayCount });
  }
  return found;
}

/** Sum and count of what a rule counts of today's transfers. */
function counted({ direction, channel }: TransferLimit, today: TransferredToday): readonly [Fen, number] {
  const totals = [
    ...(direction === 'withdrawal' ? [] : [today.deposits]),
    ...(direction === 'deposit' ? [] : [today.withdrawals]),
  ];
  const parts = totals.flatMap((byChannel) =>
    channel === undefined ? Object.values(byChannel) : [byChannel[channel] ?? ([ZERO_FEN, 0] as const)],
  );
  return parts.reduce<readonly [Fen, number]>(
    ([sumFen, count], [partFen, partCount]) => [addFen(sumFen, partFen), count + partCount],
    [ZERO_FEN, 0],
  );
}

function byRank(a: LimitExceeded, b: LimitExceeded): number {
  return NAMES.indexOf(a.limit) - NAMES.indexOf(b.limit) || excess(b) - excess(a);
}

function excess({ thereIs, allowed }: LimitExceeded): number {
  return thereIs - allowed;
}
