import { Refusal } from '../../model/refusal.js';
import type { AccountRole, ClientRow } from '../../model/rows/account-file.js';
import type { AccountKind, Holder } from '../../rules/limits.js';
import type { AccountWork } from './account-batch.js';

/** A client has one credit account (信用资金账户). Source: 证券公司融资融券业务管理办法. */
const CREDIT_ACCOUNTS = 1;

export interface Applicant {
  readonly clientNumber: string;
  readonly holder: Holder;
  readonly document: string;
}

/**
 * Ties a person or an institution to its one client number.
 *
 * @returns the key of the person, by which the number is found
 * @throws Refusal `CLIENT_EXISTS` or `CLIENT_DIFFERS`
 */
export async function tieToClientNumber(
  { persons, clients }: AccountWork,
  applicant: Applicant,
): Promise<string> {
  const { clientNumber } = applicant;
  const key = await persons.keyOf(applicant);
  const known = await persons.clientNumberOf(key);
  if (known !== undefined && known !== clientNumber) {
    throw new Refusal({
      code: 'CLIENT_EXISTS',
      field: 'clientNumber',
      message: `This ${applicant.holder} has client number ${known}, under which further accounts are registered.`,
    });
  }
  if (known === undefined && (await clients.find(clientNumber)) !== undefined) {
    throw new Refusal({
      code: 'CLIENT_DIFFERS',
      field: 'clientNumber',
      message: `Client number ${clientNumber} was given to somebody else; choose one that is free.`,
    });
  }
  if (known === undefined) persons.put(key, clientNumber);
  return key;
}

/**
 * Which place a further account takes: the first normal one that is open trades, the others are auxiliary
 * (单客户多银行).
 *
 * @throws Refusal `TOO_MANY_ACCOUNTS`
 */
export async function roleOfNext(
  { books, clients }: AccountWork,
  { clientNumber, kind }: { readonly clientNumber: string; readonly kind: AccountKind },
): Promise<AccountRole> {
  const open = openAccounts(await clients.accountsOf(clientNumber), kind);
  const allowed = kind === 'normal' ? 1 + books.parameters.auxiliaryAccounts : CREDIT_ACCOUNTS;
  if (open.length >= allowed) {
    throw new Refusal({
      code: 'TOO_MANY_ACCOUNTS',
      field: 'kind',
      message: `Client ${clientNumber} has ${open.length} open accounts of kind ${kind}, and ${allowed} are allowed; one must be closed first.`,
    });
  }
  return open.some(({ role }) => role === 'main') ? 'auxiliary' : 'main';
}

function openAccounts(accounts: ClientRow['accounts'], kind: AccountKind) {
  return Object.values(accounts).filter((account) => account.state === 'open' && account.kind === kind);
}
