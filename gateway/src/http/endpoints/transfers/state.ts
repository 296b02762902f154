import type { Facts } from '@sanfang/chaincode/model/rows/instruction-row';
import { TRANSFER_STATES } from '@sanfang/chaincode/rules/transfer-state';
import { z } from 'zod';
import { AmountText, amountText, IdempotencyKey } from '../../schemas.js';

export const TransferStateField = z.enum(TRANSFER_STATES).meta({
  description:
    '`requested`: the bank has not taken the money from the client’s bank account yet; `in-transit`: deducted and not paid by the bank yet; `claimed`: the bank is paying; `posted`: done at both ends; the others: without effect.',
});

/** What an instruction on a transfer comes to. */
export const MOVED = {
  state: TransferStateField.meta({ description: 'How the transfer stands then.' }),
  balance: AmountText.meta({ description: 'Balance of the account then.' }),
};

export function moved({ state, balanceFen }: Facts): z.input<z.ZodObject<typeof MOVED>> {
  return { state: TransferStateField.parse(state), balance: amountText(Number(balanceFen)) };
}

/** Names a transfer: which side began it, and under which key. */
export const TransferName = z
  .strictObject({ side: z.enum(['bank', 'broker']), idempotencyKey: IdempotencyKey })
  .meta({ id: 'TransferName' });
