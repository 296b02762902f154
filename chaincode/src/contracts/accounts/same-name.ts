import { bankAccountRef, saltedHash } from '../../books/identity/hashes.js';
import type { ProposedBankAccount } from '../../model/personal-data.js';
import { Refusal } from '../../model/refusal.js';
import type { AccountFile, LinkedBankAccount } from '../../model/rows/account-file.js';
import type { IdentityRow, PrivateBankAccount } from '../../model/rows/identity-row.js';
import type { Holder } from '../../rules/limits.js';

interface NameAndDocument {
  readonly name: string;
  readonly document: string;
}

/**
 * The same-name rule (同名校验): what one side knows is hashed as the other side's was, and compared with what is on
 * the ledger. Neither side has to take the other's word.
 *
 * @throws Refusal `NAME_MISMATCH`
 */
export function refuseOtherName(
  { identity }: AccountFile,
  { salt }: Pick<IdentityRow, 'salt'>,
  known: NameAndDocument,
): void {
  for (const field of ['name', 'document'] as const) {
    if (saltedHash(salt, field, known[field]) === identity[field]) continue;
    throw new Refusal({
      code: 'NAME_MISMATCH',
      field: `personal.${field}`,
      message: `The ${field} is not the one that the account is kept under; bank and broker must first agree on it.`,
    });
  }
}

/** An institution's money does not go to a person, nor a person's to an institution. */
export function refuseOtherHolder(
  { holder }: { readonly holder: Holder },
  { bankAccountHolder, bankAccountType }: ProposedBankAccount,
): void {
  if (holder === 'institution' && bankAccountHolder === 'person') {
    throw new Refusal({
      code: 'INSTITUTION_PERSONAL_ACCOUNT',
      field: 'personal.bankAccountHolder',
      message: 'The account is an institution’s, so the bank account must be one of the institution’s own.',
    });
  }
  if (holder === 'person' && (bankAccountHolder === 'institution' || bankAccountType === 'corporate')) {
    throw new Refusal({
      code: 'NAME_MISMATCH',
      field: 'personal.bankAccountHolder',
      message: 'The account is a person’s, so the bank account must be one of the person’s own.',
    });
  }
}

/** A bank account as it goes into the file, and as it goes into private data. */
export function pseudonymised(
  {
    bankAccount: number,
    bankAccountType: type,
  }: Pick<ProposedBankAccount, 'bankAccount' | 'bankAccountType'>,
  { salt }: Pick<IdentityRow, 'salt'>,
): { readonly publicly: LinkedBankAccount; readonly privately: PrivateBankAccount } {
  return { publicly: { ref: bankAccountRef(salt, number), type }, privately: { number, salt } };
}

/**
 * @throws Refusal `BANK_ACCOUNT_NOT_LINKED` where the bank account is not the one that the broker has proposed
 */
export function refuseOtherBankAccount(
  { proposedBankAccount }: AccountFile,
  identity: IdentityRow,
  number: string,
): void {
  const proposed = identity.proposedBankAccount;
  if (proposed !== undefined && bankAccountRef(proposed.salt, number) === proposedBankAccount?.ref) return;
  throw new Refusal({
    code: 'BANK_ACCOUNT_NOT_LINKED',
    field: 'personal.bankAccount',
    message: `The broker has proposed bank account ${proposedBankAccount?.ref ?? 'none'}, and the bank names another.`,
  });
}
