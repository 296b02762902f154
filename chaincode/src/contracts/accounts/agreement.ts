import type { KnownAtBank, ProposedBankAccount } from '../../model/personal-data.js';
import type { AccountLine } from '../../model/requests/accounts.js';
import type { Done } from '../batch.js';
import type { AccountWork } from './account-batch.js';
import { linkProposed } from './linked-bank-account.js';
import { pseudonymised, refuseOtherBankAccount, refuseOtherHolder, refuseOtherName } from './same-name.js';
import { movedStatus, putStatus, standingOf } from './status.js';

/** The broker proposes the custody agreement and the client's bank account (预指定). */
export async function proposeAgreement(
  work: AccountWork,
  line: AccountLine,
  bankAccount: ProposedBankAccount,
): Promise<Done> {
  const { identities } = work;
  const standing = await standingOf(work, line.accountNumber);
  const status = movedStatus(standing, 'propose');
  refuseOtherHolder(standing.row, bankAccount);
  const identity = await identities.get(line.accountNumber);
  const { publicly, privately } = pseudonymised(bankAccount, identity);
  identities.put(line.accountNumber, { ...identity, proposedBankAccount: privately });
  return putStatus(work, line, {
    row: standing.row,
    file: { ...standing.file, proposedBankAccount: publicly },
    status,
    kind: 'agreement.proposed',
    facts: { bankAccountRef: publicly.ref },
  });
}

/** The broker takes a proposal back that the bank has not confirmed. */
export async function withdrawAgreement(work: AccountWork, line: AccountLine): Promise<Done> {
  const { identities } = work;
  const standing = await standingOf(work, line.accountNumber);
  const status = movedStatus(standing, 'withdraw-proposal');
  const { proposedBankAccount: _, ...file } = standing.file;
  const { proposedBankAccount: __, ...identity } = await identities.get(line.accountNumber);
  identities.put(line.accountNumber, identity);
  return putStatus(work, line, { row: standing.row, file, status, kind: 'agreement.withdrawn' });
}

/**
 * The bank confirms (预指定确认), with name, document and bank account as it knows them itself. Only from here on is
 * there an agreement.
 */
export async function confirmAgreement(
  work: AccountWork,
  line: AccountLine,
  known: KnownAtBank,
): Promise<Done> {
  const standing = await standingOf(work, line.accountNumber);
  const status = movedStatus(standing, 'confirm');
  const { unconfirmedPersonKey: _, ...identity } = await work.identities.get(line.accountNumber);
  refuseOtherName(standing.file, identity, known);
  refuseOtherBankAccount(standing.file, identity, known.bankAccount);
  const linked = linkProposed(work, standing, identity);
  return putStatus(work, line, {
    ...linked,
    status,
    kind: 'agreement.confirmed',
    facts: { bankAccountRef: linked.row.bankAccountRef },
  });
}

/** The broker opens the account for business. */
export async function activateAccount(work: AccountWork, line: AccountLine): Promise<Done> {
  const standing = await standingOf(work, line.accountNumber);
  const status = movedStatus(standing, 'activate');
  return putStatus(work, line, { ...standing, status, kind: 'account.activated' });
}
