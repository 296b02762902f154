import { CHANNELS } from '@sanfang/chaincode/model/rows/custody-row';
import { z } from 'zod';
import { batchEndpoint } from '../../batch-endpoint.js';
import { AccountNumber, Amount, BankAccountRef, INSTRUCTION } from '../../schemas.js';
import { MOVED, moved } from './state.js';

const Transfer = z
  .strictObject({
    ...INSTRUCTION,
    direction: z.enum(['deposit', 'withdrawal']),
    accountNumber: AccountNumber,
    bankAccountRef: BankAccountRef,
    amount: Amount,
    channel: z.enum(CHANNELS).meta({ description: 'How the client asked.' }),
  })
  .meta({ id: 'Transfer' });

export const beginTransfers = batchEndpoint({
  path: '/v1/transfers',
  summary:
    'Begin transfers between clients’ own bank accounts and their custody accounts (银证转账). What the bank begins to deposit it has taken from the client’s bank account already, and is posted at once; a withdrawal is deducted before the bank pays it.',
  roles: ['bank', 'broker'],
  name: 'Transfer',
  line: Transfer,
  done: MOVED,
  shown: moved,
  carryOut: ({ transfers }, { channel, lines }) =>
    transfers.begin(
      channel,
      lines.map(({ idempotencyKey, amount, ...line }) => ({
        serial: idempotencyKey,
        amountFen: amount,
        ...line,
      })),
    ),
});
