import { Refusal } from '../../model/refusal.js';
import type { AccountLine } from '../../model/requests/accounts.js';
import type { AccountFile } from '../../model/rows/account-file.js';
import type { Facts } from '../../model/rows/instruction-row.js';
import type { Done } from '../batch.js';
import type { AccountWork } from './account-batch.js';
import { obstaclesToClosing } from './obstacles.js';
import { movedStatus, putStatus, standingOf } from './status.js';

/** The broker takes the client's notice (销户申请): from here on nothing comes in and nothing is bought. */
export async function requestClosing(work: AccountWork, line: AccountLine): Promise<Done> {
  const { row, file } = await standingOf(work, line.accountNumber);
  const status = movedStatus({ row, file }, 'request-closing');
  // A closing account may pay out, which what the other side has suspended must not.
  if (file.suspendedBy !== undefined && file.suspendedBy !== work.by.side) {
    throw new Refusal({
      code: 'ACCOUNT_SUSPENDED',
      field: 'accountNumber',
      message: `The ${file.suspendedBy} has suspended account ${line.accountNumber} and must resume it before it can be closed.`,
    });
  }
  return putStatus(work, line, {
    row,
    file: { ...file, closingRequestedOn: work.books.day.businessDate },
    status,
    kind: 'account.closing-requested',
  });
}

/** The client stays after all; what was suspended before is suspended again. */
export async function cancelClosing(work: AccountWork, line: AccountLine): Promise<Done> {
  const standing = await standingOf(work, line.accountNumber);
  const status = movedStatus(standing, 'cancel-closing');
  const { closingRequestedOn: _, ...file } = standing.file;
  return putStatus(work, line, {
    row: standing.row,
    file,
    status: file.suspendedBy === undefined ? status : 'suspended',
    kind: 'account.closing-cancelled',
  });
}

export interface LastWords {
  readonly kind: string;
  readonly file?: Pick<AccountFile, 'handedOverTo'>;
  readonly facts?: (file: AccountFile) => Facts;
}

/**
 * The bank closes an account for good (销户). The row, the file and everything that ever happened stay.
 *
 * @throws Refusal `NOT_CLOSABLE`, which names every obstacle there is
 */
export async function closeAccount(
  work: AccountWork,
  line: AccountLine,
  last: LastWords = { kind: 'account.closed' },
): Promise<Done> {
  const standing = await standingOf(work, line.accountNumber);
  const status = movedStatus(standing, 'close');
  const obstacles = await obstaclesToClosing(work, standing, line.initiatedAt);
  if (obstacles.length > 0) {
    throw new Refusal({
      code: 'NOT_CLOSABLE',
      field: 'accountNumber',
      message: `Account ${line.accountNumber} cannot be closed now: ${obstacles.join('; ')}.`,
    });
  }
  const { clientNumber, kind, role } = standing.file;
  const { businessDate } = work.books.day;
  await work.clients.putAccount(clientNumber, line.accountNumber, { kind, role, state: 'closed' });
  const file = { ...standing.file, ...last.file, closedOn: businessDate };
  return putStatus(work, line, {
    row: standing.row,
    file,
    status,
    kind: last.kind,
    facts: { closedOn: businessDate, ...last.facts?.(file) },
  });
}
