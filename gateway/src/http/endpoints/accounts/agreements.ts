import { z } from 'zod';
import { batchEndpoint } from '../../batch-endpoint.js';
import { AccountNumber, BankAccountRef, BankCard, ClientName, INSTRUCTION } from '../../schemas.js';
import { AccountStatusField } from './status.js';

const LINE = { ...INSTRUCTION, accountNumber: AccountNumber };
const Holder = z.enum(['person', 'institution']);
const PassbookNumber = z.string().regex(/^[0-9A-Za-z-]{6,32}$/, 'must be 6 to 32 letters, digits or -');

const Agreement = z
  .discriminatedUnion('bankAccountType', [
    z.strictObject({
      bankAccountType: z.literal('card'),
      ...LINE,
      bankAccount: BankCard,
      bankAccountHolder: Holder,
    }),
    z.strictObject({
      bankAccountType: z.enum(['passbook', 'corporate']),
      ...LINE,
      bankAccount: PassbookNumber,
      bankAccountHolder: Holder,
    }),
  ])
  .meta({ id: 'Agreement' });

const REFERRED = { status: AccountStatusField, bankAccountRef: BankAccountRef };

export const proposeAgreements = batchEndpoint({
  path: '/v1/agreements',
  summary: 'Propose custody agreements, each with the client’s own bank account (预指定).',
  roles: ['broker'],
  name: 'Agreement',
  line: Agreement,
  oncePerAccount: true,
  done: REFERRED,
  carryOut: ({ accounts }, { channel, lines }) => accounts.propose(channel, lines.map(withPersonal)),
});

const Confirmation = z
  .strictObject({
    ...LINE,
    name: ClientName,
    document: z.string().min(1).max(40).meta({ description: 'Number of the client’s identity document.' }),
    bankAccount: z.string().min(1).max(40),
  })
  .meta({ id: 'Confirmation' });

export const confirmAgreements = batchEndpoint({
  path: '/v1/agreement-confirmations',
  summary:
    'Confirm custody agreements with name, document and bank account as this bank knows them (预指定确认).',
  roles: ['bank'],
  name: 'Confirmation',
  line: Confirmation,
  oncePerAccount: true,
  done: REFERRED,
  carryOut: ({ accounts }, { channel, lines }) => accounts.confirm(channel, lines.map(withPersonal)),
});

export const activateAccounts = batchEndpoint({
  path: '/v1/account-activations',
  summary: 'Open accounts for business whose agreements the bank has confirmed.',
  roles: ['broker'],
  name: 'Activation',
  line: z.strictObject(LINE).meta({ id: 'Activation' }),
  done: { status: AccountStatusField },
  carryOut: ({ accounts }, { channel, lines }) =>
    accounts.activate(
      channel,
      lines.map(({ idempotencyKey, ...line }) => ({ serial: idempotencyKey, ...line })),
    ),
});

/** An instruction with what comes privately for its account apart. */
function withPersonal<Personal extends object>({
  idempotencyKey,
  initiatedAt,
  accountNumber,
  ...personal
}: { idempotencyKey: string; initiatedAt?: string | undefined; accountNumber: string } & Personal) {
  return { serial: idempotencyKey, initiatedAt, accountNumber, personal };
}
