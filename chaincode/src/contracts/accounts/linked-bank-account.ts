import { BrokenBook } from '../../books/broken-book.js';
import { instructionText } from '../../books/instruction-book.js';
import type { KnownBankAccount, ProposedBankAccount } from '../../model/personal-data.js';
import type { AccountLine } from '../../model/requests/accounts.js';
import type { AccountFile, LinkedBankAccount } from '../../model/rows/account-file.js';
import type { IdentityRow } from '../../model/rows/identity-row.js';
import type { AccountStatus } from '../../rules/account-status.js';
import type { BusinessDate } from '../../rules/business-date.js';
import type { Done } from '../batch.js';
import type { AccountWork } from './account-batch.js';
import { pseudonymised, refuseOtherBankAccount, refuseOtherHolder, refuseOtherName } from './same-name.js';
import { assertStatus, type Standing, standingOf } from './status.js';

/** Where there is an agreement, and money that may have to go somewhere. */
const LINKED: readonly AccountStatus[] = ['confirmed', 'active', 'suspended', 'closing'];

/** The broker proposes another bank account of the client (变更银行账户). A new proposal takes the place of an old one. */
export async function proposeBankAccount(
  work: AccountWork,
  line: AccountLine,
  bankAccount: ProposedBankAccount,
): Promise<Done> {
  const { identities, files } = work;
  const standing = await standingOf(work, line.accountNumber);
  assertStatus(standing, LINKED);
  refuseOtherHolder(standing.row, bankAccount);
  const identity = await identities.get(line.accountNumber);
  const { publicly, privately } = pseudonymised(bankAccount, identity);
  identities.put(line.accountNumber, { ...identity, proposedBankAccount: privately });
  files.put({ ...standing.file, proposedBankAccount: publicly });
  return noted(work, line, { kind: 'bank-account.proposed', ref: publicly.ref });
}

/**
 * The bank links another bank account of the same name: the one that the broker has proposed, or, where nothing is
 * proposed, the one that the client has shown at the bank.
 */
export async function confirmBankAccount(
  work: AccountWork,
  line: AccountLine,
  known: KnownBankAccount,
): Promise<Done> {
  const { books, identities, files } = work;
  const standing = await standingOf(work, line.accountNumber);
  assertStatus(standing, LINKED);
  const identity = await identities.get(line.accountNumber);
  refuseOtherName(standing.file, identity, known);
  refuseOtherHolder(standing.row, known);
  if (standing.file.proposedBankAccount !== undefined) {
    refuseOtherBankAccount(standing.file, identity, known.bankAccount);
  }
  const linked =
    standing.file.proposedBankAccount === undefined
      ? linkShown(work, standing, { identity, known })
      : linkProposed(work, standing, identity);
  await books.custody.put(line.accountNumber, linked.row);
  files.put(linked.file);
  return noted(work, line, { kind: 'bank-account.confirmed', ref: linked.row.bankAccountRef });
}

/** Makes the proposed bank account the linked one. */
export function linkProposed(
  { identities, books }: AccountWork,
  { row, file }: Standing,
  identity: IdentityRow,
): Standing {
  const { proposedBankAccount: publicly, ...restOfFile } = file;
  const { proposedBankAccount: privately, ...rest } = identity;
  if (publicly === undefined || privately === undefined) {
    throw new BrokenBook(`Account ${file.accountNumber} has no proposed bank account to link.`);
  }
  identities.put(file.accountNumber, { ...rest, bankAccount: privately });
  return {
    row: { ...row, bankAccountRef: publicly.ref },
    file: withBankAccount(restOfFile, publicly, books.day.businessDate),
  };
}

function linkShown(
  { identities, books }: AccountWork,
  { row, file }: Standing,
  { identity, known }: { readonly identity: IdentityRow; readonly known: KnownBankAccount },
): Standing {
  const { publicly, privately } = pseudonymised(known, identity);
  identities.put(file.accountNumber, { ...identity, bankAccount: privately });
  return {
    row: { ...row, bankAccountRef: publicly.ref },
    file: withBankAccount(file, publicly, books.day.businessDate),
  };
}

function withBankAccount(file: AccountFile, account: LinkedBankAccount, today: BusinessDate): AccountFile {
  const before = file.bankAccount;
  const former = before === undefined ? [] : [{ ...before, until: today }];
  return {
    ...file,
    bankAccount: { ...account, linkedOn: today },
    formerBankAccounts: [...file.formerBankAccounts, ...former],
  };
}

function noted(
  { books, by }: AccountWork,
  { accountNumber }: AccountLine,
  { kind, ref }: { readonly kind: string; readonly ref: string },
): Done {
  const facts = { bankAccountRef: ref };
  books.journal.note({ instruction: instructionText(by), kind, subject: accountNumber, facts });
  return { facts };
}
