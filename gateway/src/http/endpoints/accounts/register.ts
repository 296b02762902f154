import { z } from 'zod';
import { batchEndpoint } from '../../batch-endpoint.js';
import {
  AccountNumber,
  ClientName,
  ClientNumber,
  INSTRUCTION,
  Mobile,
  ResidentId,
  SocialCreditCode,
} from '../../schemas.js';
import { AccountStatusField } from './status.js';

const EvidenceHash = z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in hexadecimal');
const SecuritiesAccount = z.string().regex(/^[A-Za-z0-9]{1,20}$/, 'must be 1 to 20 letters or digits');

const COMMON = {
  ...INSTRUCTION,
  accountNumber: AccountNumber,
  clientNumber: ClientNumber,
  kind: z.enum(['normal', 'credit']).default('normal'),
  securitiesAccounts: z.array(SecuritiesAccount).max(6).optional(),
  evidenceHashes: z
    .array(EvidenceHash)
    .max(10)
    .default([])
    .meta({ description: 'Salted hashes of the evidence that the client’s identity was verified by.' }),
  name: ClientName,
};

const Registration = z
  .discriminatedUnion('holder', [
    z.strictObject({ holder: z.literal('person'), ...COMMON, document: ResidentId, mobile: Mobile }),
    z.strictObject({
      holder: z.literal('institution'),
      ...COMMON,
      document: SocialCreditCode,
      mobile: Mobile.optional(),
    }),
  ])
  .meta({ id: 'Registration' });

export const registerAccounts = batchEndpoint({
  path: '/v1/accounts',
  summary:
    'Register clients’ custody accounts (开户). Personal data goes to bank, broker and regulator as private data.',
  roles: ['broker'],
  name: 'Registration',
  line: Registration,
  oncePerAccount: true,
  done: {
    status: AccountStatusField,
    clientNumber: ClientNumber,
    role: z.enum(['main', 'auxiliary']),
  },
  carryOut: ({ accounts }, { channel, lines }) =>
    accounts.register(
      channel,
      lines.map(({ idempotencyKey, name, document, mobile, ...line }) => ({
        serial: idempotencyKey,
        ...line,
        personal: { name, document, mobile },
      })),
    ),
});
