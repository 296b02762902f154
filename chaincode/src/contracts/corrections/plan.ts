import { Refusal } from '../../model/refusal.js';
import type { Correction } from '../../model/requests/corrections.js';
import { planBooking } from './booking.js';
import { planDeduction } from './deduction.js';
import type { Plan, Planning } from './planning.js';
import { planUndoing } from './undoing.js';

/**
 * Works out a correction by the books as they are, or refuses it.
 *
 * It is asked when a correction is proposed, so that nobody confirms what cannot be, and again when it is confirmed,
 * because the books have gone on since.
 *
 * @param within the field of the request that the change stands in; undefined where the request only names it
 */
export async function planCorrection(
  planning: Planning,
  change: Correction,
  within: string | undefined,
): Promise<Plan> {
  try {
    return await planOf(planning, change);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { code, field, message } = error.details;
    if (field === undefined || within === undefined) throw new Refusal({ code, message });
    throw new Refusal({ code, field: `${within}.${field}`, message });
  }
}

function planOf(planning: Planning, change: Correction): Promise<Plan> {
  switch (change.kind) {
    case 'undo':
      return planUndoing(planning, change);
    case 'book':
      return planBooking(planning, change);
    case 'deduct':
      return planDeduction(planning, change);
  }
}
