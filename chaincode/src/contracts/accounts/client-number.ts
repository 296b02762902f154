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

/** The key by which a person's client number is found, and whether it is new. */
export interface Tie {
  readonly key: string;
  readonly isNew: boolean;
}

/**
 * Ties a person or an institution that comes for an account to its one client number.
 *
 * @throws Refusal `CLIENT_EXISTS` or `CLIENT_DIFFERS`
 */
export async function tieToClientNumber(work: AccountWork, applicant: Applicant): Promise<Tie> {
  const { clientNumber } = applicant;
  const tie = await tieDocument(work, applicant);
  if (tie.isNew && (await work.clients.find(clientNumber)) !== undefined) {
    throw new Refusal({
      code: 'CLIENT_DIFFERS',
      field: 'clientNumber',
      message: `Client number ${clientNumber} was given to somebody else; choose one that is free.`,
    });
  }
  return tie;
}

/**
 * Has the document lead to the client number from now on.
 *
 * @throws Refusal `CLIENT_EXISTS` where it leads to another one
 */
export async function tieDocument({ persons }: AccountWork, applicant: Applicant): Promise<Tie> {
  const { clientNumber } = applicant;
  const key = await persons.keyOf(applicant);
  const known = await persons.clientNumberOf(key);
  if (known === clientNumber) return { key, isNew: false };
  if (known !== undefined) {
    throw new Refusal({
      code: 'CLIENT_EXISTS',
      field: 'clientNumber',
      message: `This ${applicant.holder} has client number ${known}, under which further accounts are registered.`,
    });
  }
  persons.put(key, clientNumber);
  return { key, isNew: true };
}

/** Has documents of an account lead nowhere any more, but for those that another account of the client has too. */
export async function untieDocuments(
  { clients, identities, persons }: AccountWork,
  { accountNumber, clientNumber }: { readonly accountNumber: string; readonly clientNumber: string },
  keys: readonly string[],
): Promise<void> {
  const kept = new Set<string>();
  for (const other of othersOf(await clients.accountsOf(clientNumber), accountNumber)) {
    for (const key of (await identities.find(other))?.personKeys ?? []) kept.add(key);
  }
  for (const key of keys) if (!kept.has(key)) persons.purge(key);
}

function othersOf(accounts: ClientRow['accounts'], accountNumber: string): readonly string[] {
  return Object.keys(accounts)
    .filter((other) => other !== accountNumber && accounts[other]?.state !== 'purged')
    .sort();
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
