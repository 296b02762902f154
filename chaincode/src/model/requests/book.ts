import { z } from 'zod';
import { Side, TransactionId } from '../parts.js';

export const FindVoucherRequest = z.strictObject({ transactionId: TransactionId });
export const FindLaneRequest = z.strictObject({ side: Side, number: z.int().min(0).max(999) });
