import { z } from 'zod';
import type { BusinessDate } from '../../rules/business-date.js';
import { dayOfWeek } from '../../rules/calendar.js';
import {
  AccountKind,
  AmountFen,
  BusinessDay,
  Channel,
  Direction,
  Holder,
  LARGEST_BATCH,
  lines,
  MspId,
  Reason,
} from '../parts.js';
import { unique } from '../unique.js';

export const RelationshipRequest = z.strictObject({ bankMspId: MspId, brokerMspId: MspId });
export type RelationshipRequest = z.infer<typeof RelationshipRequest>;

const TimeOfDay = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d$/, 'must be a time such as 16:00:00');
const Hours = z
  .strictObject({ from: TimeOfDay, until: TimeOfDay })
  .refine(({ from, until }) => from < until, 'must begin before it ends');

const Limit = z
  .strictObject({
    direction: Direction.optional(),
    channel: Channel.optional(),
    kind: AccountKind.optional(),
    holder: Holder.optional(),
    perTransferFen: AmountFen.optional(),
    perDayFen: AmountFen.optional(),
    perDayCount: z.int().positive().optional(),
  })
  .refine(
    ({ perTransferFen, perDayFen, perDayCount }) =>
      perTransferFen !== undefined || perDayFen !== undefined || perDayCount !== undefined,
    'must limit a transfer, a day’s sum or a day’s count',
  )
  .refine(
    ({ perTransferFen, perDayFen }) =>
      perTransferFen === undefined || perDayFen === undefined || perTransferFen <= perDayFen,
    'must not allow a transfer more than the day',
  );
type Limit = z.infer<typeof Limit>;

/** What a limit is for: two for the same transfers would leave open which was meant. */
function scopeOf({ direction, channel, kind, holder }: Limit): string {
  return [direction, channel, kind, holder].join('/');
}

/** A fee of the trade (domain tables of tax, exchange and clearing house). Rates in units of 10⁻⁸ of the turnover. */
const Fee = z.strictObject({
  item: z.enum(['stamp', 'transfer', 'handling', 'regulatory', 'commission-cap']),
  board: z
    .string()
    .regex(/^[a-z-]{1,20}$/, 'must be a board such as sse-main')
    .optional(),
  side: z.enum(['buy', 'sell', 'both']),
  rateE8: z.int().nonnegative().max(1_000_000, 'must be at most 1 per cent'),
});
type Fee = z.infer<typeof Fee>;

const chargeOf = ({ item, board = '', side }: Fee): string => [item, board, side].join('/');

const Certificate = z
  .string()
  .max(4_000)
  .regex(
    /^-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----\s*$/,
    'must be a certificate in PEM',
  );

/**
 * The values of every rule that bank and broker agree on, from a business day on.
 *
 * `folioSize` says which accounts share a key, so it cannot change once it is in force. `clockToleranceSeconds`
 * is how far an instruction's time may lie from its transaction's; null, for simulated days, compares nothing.
 */
export const ParameterSet = z.strictObject({
  effectiveFrom: BusinessDay,
  folioSize: z.int().min(1).max(1_024),
  instructionsPerBatch: z.int().min(1).max(LARGEST_BATCH),
  postingsPerBatch: z.int().min(1).max(8_192),
  clockToleranceSeconds: z.int().min(1).max(86_400).nullable(),
  transferTimeoutSeconds: z.int().min(1).max(86_400),
  transferHours: z.strictObject({ person: Hours, institution: Hours }),
  limits: z.array(Limit).max(100).superRefine(unique(scopeOf)),
  sameDayDepositWithdrawable: z.boolean(),
  auxiliaryAccounts: z.int().min(0).max(9),
  fees: z.array(Fee).max(100).superRefine(unique(chargeOf)),
  thresholds: z.strictObject({ largePersonFen: AmountFen, largeInstitutionFen: AmountFen }),
  /** Whose word counts for a hand-over record of another relationship: root certificates by MSP. */
  handOverRoots: z
    .array(z.strictObject({ mspId: MspId, rootCertificates: z.array(Certificate).min(1).max(4) }))
    .max(50)
    .superRefine(unique(({ mspId }) => mspId)),
});
export type ParameterSet = z.infer<typeof ParameterSet>;

/** Weekdays of a year on which there is no trading. */
export const TradingYear = z
  .strictObject({
    year: z.int().min(1990).max(2199),
    closedDays: z
      .array(BusinessDay)
      .max(120)
      .superRefine(unique((day) => day)),
  })
  .superRefine(({ year, closedDays }, context) => {
    for (const [index, day] of closedDays.entries()) {
      const message = closedDayFault(year, day);
      if (message !== undefined) context.addIssue({ code: 'custom', path: ['closedDays', index], message });
    }
  });
export type TradingYear = z.infer<typeof TradingYear>;

function closedDayFault(year: number, day: BusinessDate): string | undefined {
  if (Number(day.slice(0, 4)) !== year) return 'must be a day of the calendar’s year';
  return dayOfWeek(day) > 5 ? 'must be a weekday: weekends are closed anyhow' : undefined;
}

/** What is known of a security from a day on. */
export const Security = z.strictObject({
  code: z.string().regex(/^\d{6}$/, 'must be 6 digits'),
  board: z.enum(['sse-main', 'szse-main', 'star', 'chinext', 'bse', 'fund']),
  name: z.string().regex(/^[^\p{C}]{1,40}$/u, 'must be 1 to 40 printable characters'),
  effectiveFrom: BusinessDay,
  settlementCycle: z.enum(['T+0', 'T+1']),
  flags: z
    .array(z.enum(['st', 'suspended', 'no-price-limit', 'delisting']))
    .max(4)
    .superRefine(unique((flag) => flag)),
});
export type Security = z.infer<typeof Security>;

const ProposalId = z.string().regex(/^[A-Za-z0-9._:-]{1,64}$/, 'must be 1 to 64 letters, digits or . _ : -');

/** What one member proposes and the other confirms. */
export const ProposedChange = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('parameters'), parameters: ParameterSet }),
  z.strictObject({ kind: z.literal('calendar'), calendar: TradingYear }),
  z.strictObject({
    kind: z.literal('securities'),
    securities: lines(Security, 500).superRefine(
      unique(({ code, effectiveFrom }) => `${code}/${effectiveFrom}`),
    ),
  }),
]);
export type ProposedChange = z.infer<typeof ProposedChange>;

export const ProposeRequest = z.strictObject({ id: ProposalId, change: ProposedChange, reason: Reason });
export type ProposeRequest = z.infer<typeof ProposeRequest>;
export const AnswerProposalRequest = z.strictObject({
  id: ProposalId,
  contentHash: z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in hexadecimal'),
});
export type AnswerProposalRequest = z.infer<typeof AnswerProposalRequest>;

export const FindProposalRequest = z.strictObject({ id: ProposalId });

export const FindParametersRequest = z.strictObject({ date: BusinessDay });
export const FindCalendarRequest = z.strictObject({ year: TradingYear.shape.year });
export const FindSecurityRequest = z.strictObject({ code: Security.shape.code, date: BusinessDay });
