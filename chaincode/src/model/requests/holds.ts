import { z } from 'zod';
import { AccountNumber, AmountFen, lines, Serial, Time } from '../parts.js';

/** Number of the order that a hold is for, unique at the broker. */
const OrderId = z.string().regex(/^[A-Za-z0-9._:-]{1,64}$/, 'must be 1 to 64 letters, digits or . _ : -');

export const TakeHoldLine = z.strictObject({
  orderId: OrderId,
  accountNumber: AccountNumber,
  amountFen: AmountFen,
  initiatedAt: Time,
});
export type TakeHoldLine = z.infer<typeof TakeHoldLine>;

/** `serial` is the broker's own, and used for one release of the order only. */
export const ReleaseHoldLine = z.strictObject({
  serial: Serial,
  orderId: OrderId,
  amountFen: AmountFen,
  initiatedAt: Time,
});
export type ReleaseHoldLine = z.infer<typeof ReleaseHoldLine>;

export const TakeHoldsRequest = z.strictObject({ holds: lines(TakeHoldLine) });
export const ReleaseHoldsRequest = z.strictObject({ releases: lines(ReleaseHoldLine) });
export const FindHoldRequest = z.strictObject({ orderId: OrderId });
