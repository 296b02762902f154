import { z } from 'zod';
import {
  AccountKind,
  AccountNumber,
  batchOf,
  ClientNumber,
  EvidenceHash,
  Holder,
  MspId,
  Reason,
  Serial,
  Time,
} from '../parts.js';

/** Most securities accounts (证券账户) that are linked with a custody account. */
const LINKED_ACCOUNTS = 6;
const EVIDENCE_OF_ONE_INSTRUCTION = 10;
const LARGEST_PAGE = 500;

/** The longest hand-over proof that is taken, in characters of its base64 text. */
const LONGEST_PROOF = 200_000;

/** What every instruction on an account has. Personal data is no part of it; that comes in the transient map. */
export const AccountLine = z.strictObject({
  serial: Serial,
  accountNumber: AccountNumber,
  /** When the side took the client's instruction, or decided. */
  initiatedAt: Time,
});
export type AccountLine = z.infer<typeof AccountLine>;

const SecuritiesAccount = z.string().regex(/^[A-Za-z0-9]{1,20}$/, 'must be 1 to 20 letters or digits');
const EvidenceHashes = z
  .array(EvidenceHash)
  .max(EVIDENCE_OF_ONE_INSTRUCTION, `must have at most ${EVIDENCE_OF_ONE_INSTRUCTION} hashes`);

export const RegisterLine = AccountLine.extend({
  clientNumber: ClientNumber,
  kind: AccountKind,
  holder: Holder,
  securitiesAccounts: z
    .array(SecuritiesAccount)
    .max(LINKED_ACCOUNTS, `must have at most ${LINKED_ACCOUNTS} accounts`)
    .optional(),
  evidenceHashes: EvidenceHashes,
});
export type RegisterLine = z.infer<typeof RegisterLine>;

/** Suspends or resumes an account, and says why. */
export const ReasonedLine = AccountLine.extend({ reason: Reason });
export type ReasonedLine = z.infer<typeof ReasonedLine>;

export const ChangePersonalDataLine = AccountLine.extend({ evidenceHashes: EvidenceHashes });
export type ChangePersonalDataLine = z.infer<typeof ChangePersonalDataLine>;

export const HandOverLine = AccountLine.extend({ newBankMspId: MspId });
export type HandOverLine = z.infer<typeof HandOverLine>;

export const AcceptHandOverLine = RegisterLine.extend({
  /** Whose client it was before. */
  oldBankMspId: MspId,
  proof: z
    .string()
    .min(1, 'must be the envelope of the hand-over in base64')
    .max(LONGEST_PROOF, `must have at most ${LONGEST_PROOF} characters`),
});
export type AcceptHandOverLine = z.infer<typeof AcceptHandOverLine>;

/** A record that travels as the answer of a transaction must be alone in it. */
const ALONE = 1;

export const RegisterRequest = batchOf(RegisterLine);
export const AccountRequest = batchOf(AccountLine);
export const ReasonedRequest = batchOf(ReasonedLine);
export const ChangePersonalDataRequest = batchOf(ChangePersonalDataLine);
export const HandOverRequest = batchOf(HandOverLine, ALONE);
export const AcceptHandOverRequest = batchOf(AcceptHandOverLine, ALONE);

/** `at`: the instant at which freezes count; the transaction's time where absent. */
export const GetAccountRequest = z.strictObject({ accountNumber: AccountNumber, at: Time.optional() });
export const FindAccountRequest = z.strictObject({ accountNumber: AccountNumber });
export const ListAccountsRequest = z.strictObject({
  /** Account number to continue after. */
  after: AccountNumber.optional(),
  limit: z.int().min(1, `must be 1 to ${LARGEST_PAGE}`).max(LARGEST_PAGE, `must be 1 to ${LARGEST_PAGE}`),
});
export type ListAccountsRequest = z.infer<typeof ListAccountsRequest>;
