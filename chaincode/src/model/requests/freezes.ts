import { z } from 'zod';
import { JUDICIAL_AUTHORITIES } from '../../rules/freeze-terms.js';
import { AccountNumber, AmountFen, batchOf, Reason, Serial, Time } from '../parts.js';
import { TransferName } from './transfers.js';

const AuthorityName = z
  .string()
  .regex(
    /^[\p{L}\p{N}][\p{L}\p{N}（）()· -]{0,59}$/u,
    'must be the name of an authority, 1 to 60 characters',
  );

/** Who ordered it: its kind and its own name. Officers are told by their badges alone, never by their names. */
const authorityOf = <const Kinds extends readonly [string, ...string[]]>(kinds: Kinds) =>
  z.strictObject({ kind: z.enum(kinds), name: AuthorityName });

/** The anti-money-laundering authority, which alone can order the 48 hours (反洗钱法 45). */
const TEMPORARY = ['pboc'] as const;
/** Bank or broker, by its own contract with the client; or the securities regulator, which can restrict trading. */
const RESTRICTING = ['member', 'csrc'] as const;

export const Authority = authorityOf([...JUDICIAL_AUTHORITIES, ...TEMPORARY, 'member']);
export type Authority = z.infer<typeof Authority>;

/** Number of the document (文号), such as `（2026）沪0115执1234号`. */
export const DocumentNumber = z
  .string()
  .regex(
    /^[\p{L}\p{N}（(〔[][\p{L}\p{N}（）()〔〕[\]./ -]{0,63}$/u,
    'must be the number of a document, 1 to 64 characters',
  );

const Badge = z.string().regex(/^[A-Za-z0-9-]{1,20}$/, 'must be the number of a badge, 1 to 20 characters');
const Operation = z.enum(['deposit', 'withdrawal', 'buy', 'sell']);

/** What every order says. `startsAt` is when it was served, so it never lies ahead. */
const Order = z.strictObject({
  serial: Serial,
  /** Of the order, used once in the relationship. */
  id: Serial,
  accountNumber: AccountNumber,
  documentNumber: DocumentNumber,
  officers: z.array(Badge).max(4, 'must have at most 4 badges').optional(),
  startsAt: Time,
  initiatedAt: Time,
});

export const PlaceLine = z.discriminatedUnion('reason', [
  Order.extend({
    reason: z.literal('judicial'),
    /** Null: everything there is and comes. */
    limitFen: AmountFen.nullable(),
    authority: authorityOf(JUDICIAL_AUTHORITIES),
    endsAt: Time,
    /** When the order was received, which is its place in the waiting list. */
    priorityAt: Time,
    /** Id of the order that this one renews, before that has ended; the place in the waiting list is kept. */
    renews: Serial.optional(),
  }),
  Order.extend({
    reason: z.literal('forty-eight-hours'),
    limitFen: z.null('must be null').optional(),
    authority: authorityOf(TEMPORARY),
    endsAt: z.null('must be null, because it follows from the start').optional(),
  }),
  Order.extend({
    reason: z.literal('business-restriction'),
    limitFen: z.null('must be null: a restriction forbids business and freezes no money').optional(),
    authority: authorityOf(RESTRICTING),
    /** Null, until it is lifted, is for members only. */
    endsAt: Time.nullable(),
    blocks: z
      .array(Operation)
      .min(1, 'must name an operation')
      .max(4, 'must name each operation once')
      .refine((named) => new Set(named).size === named.length, 'must name each operation once'),
  }),
]);
export type PlaceLine = z.infer<typeof PlaceLine>;
export type PlaceJudicialLine = Extract<PlaceLine, { readonly reason: 'judicial' }>;

export const ReleaseLine = z.strictObject({
  serial: Serial,
  id: Serial,
  authority: Authority,
  documentNumber: DocumentNumber,
  initiatedAt: Time,
});
export type ReleaseLine = z.infer<typeof ReleaseLine>;

/** The client's report that card, password or device is lost (挂失), or what takes it back. */
export const LossLine = z.strictObject({ serial: Serial, accountNumber: AccountNumber, initiatedAt: Time });
export type LossLine = z.infer<typeof LossLine>;

export const SuspendLine = z.strictObject({
  serial: Serial,
  transfer: TransferName,
  reason: Reason,
  authority: Authority.optional(),
  documentNumber: DocumentNumber.optional(),
  initiatedAt: Time,
});
export type SuspendLine = z.infer<typeof SuspendLine>;

export const ResumeLine = z.strictObject({ serial: Serial, transfer: TransferName, initiatedAt: Time });
export type ResumeLine = z.infer<typeof ResumeLine>;

export const PlaceRequest = batchOf(PlaceLine);
export const ReleaseRequest = batchOf(ReleaseLine);
export const LossRequest = batchOf(LossLine);
export const SuspendRequest = batchOf(SuspendLine);
export const ResumeRequest = batchOf(ResumeLine);

/** Id of an order; of a loss report or a suspension, `side/serial` of the instruction that made it. */
export const FindFreezeRequest = z.strictObject({
  id: z.string().regex(/^(?:(?:bank|broker)\/)?[A-Za-z0-9._:-]{1,64}$/, 'must be the id of an order'),
});
