import { instructionText } from '../../books/instruction-book.js';
import { Refusal } from '../../model/refusal.js';
import type { AccountLine } from '../../model/requests/accounts.js';
import { purgeableFrom, RETENTION_YEARS } from '../../rules/retention.js';
import type { Done } from '../batch.js';
import type { AccountWork } from './account-batch.js';
import { untieDocuments } from './client-number.js';
import { assertStatus, standingOf } from './status.js';

/**
 * Purges what is known of the client of a closed account, once the law no longer has it kept. The file and its
 * hashes stay; without data and salt they say nothing.
 *
 * @throws Refusal `ACCOUNT_STATUS` or `RETENTION_NOT_ENDED`
 */
export async function purgePersonalData(work: AccountWork, line: AccountLine): Promise<Done> {
  const { books, files, clients, identities, by } = work;
  const { accountNumber } = line;
  const standing = await standingOf(work, accountNumber);
  assertStatus(standing, ['closed']);
  const { file } = standing;
  const { businessDate } = books.day;
  const closedOn = file.closedOn ?? businessDate;
  const from = purgeableFrom(closedOn);
  if (businessDate < from) {
    throw new Refusal({
      code: 'RETENTION_NOT_ENDED',
      field: 'accountNumber',
      message: `Account ${accountNumber} was closed on ${closedOn}; what is known of its client is kept for ${RETENTION_YEARS} years and can be purged from ${from} on.`,
    });
  }
  const { personKeys } = await identities.get(accountNumber);
  await untieDocuments(work, file, personKeys);
  identities.purge(accountNumber);
  const { kind, role, clientNumber } = file;
  await clients.putAccount(clientNumber, accountNumber, { kind, role, state: 'purged' });
  files.put({ ...file, purgedOn: businessDate });
  const facts = { purgedOn: businessDate };
  books.journal.note({
    instruction: instructionText(by),
    kind: 'personal-data.purged',
    subject: accountNumber,
    facts,
  });
  return { facts };
}
