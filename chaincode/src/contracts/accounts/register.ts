import { newCustodyRow } from '../../books/custody-rows.js';
import { identityHashes } from '../../books/identity/hashes.js';
import type { RegistrationData } from '../../model/personal-data.js';
import { Refusal } from '../../model/refusal.js';
import type { RegisterLine } from '../../model/requests/accounts.js';
import type { HandOverSource } from '../../model/rows/account-file.js';
import type { Done } from '../batch.js';
import type { AccountWork } from './account-batch.js';
import { roleOfNext, tieToClientNumber } from './client-number.js';
import { putStatus } from './status.js';

/**
 * Registers an account (开户): a row in both books, the account's file, and what is known of the client in private.
 *
 * @param handedOverFrom where the client comes from, on a change of depository bank
 */
export async function registerAccount(
  work: AccountWork,
  line: RegisterLine,
  {
    name,
    document,
    mobile,
    salt,
  }: Omit<RegistrationData, 'mobile'> & { readonly mobile?: string | undefined },
  handedOverFrom?: HandOverSource,
): Promise<Done> {
  const { books, clients, identities } = work;
  const { accountNumber, clientNumber, kind, holder } = line;
  if ((await books.custody.find(accountNumber)) !== undefined) {
    throw new Refusal({
      code: 'ACCOUNT_EXISTS',
      field: 'accountNumber',
      message: `Account ${accountNumber} is on the books already; choose another number.`,
    });
  }
  const tie = await tieToClientNumber(work, { clientNumber, holder, document });
  const role = await roleOfNext(work, { clientNumber, kind });
  const known = { name, document, ...(mobile !== undefined && { mobile }) };
  await clients.putAccount(clientNumber, accountNumber, { kind, role, state: 'open' });
  identities.put(accountNumber, {
    holder,
    ...known,
    salt,
    personKeys: [tie.key],
    ...(tie.isNew && { unconfirmedPersonKey: tie.key }),
    asked: {},
  });
  await books.holds.register(accountNumber, books.relationship.brokerMspId);
  return putStatus(work, line, {
    row: newCustodyRow({ kind, holder }),
    file: {
      accountNumber,
      clientNumber,
      kind,
      holder,
      role,
      securitiesAccounts: line.securitiesAccounts ?? [],
      identity: identityHashes(known, salt),
      evidence: line.evidenceHashes,
      statuses: [],
      formerBankAccounts: [],
      ...(handedOverFrom !== undefined && { handedOverFrom }),
    },
    status: 'registered',
    kind: 'account.registered',
    facts: { clientNumber, role },
  });
}
