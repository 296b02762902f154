import { Refusal } from '../../model/refusal.js';
import type { ReasonedLine } from '../../model/requests/accounts.js';
import type { Done } from '../batch.js';
import type { AccountWork } from './account-batch.js';
import { movedStatus, putStatus, standingOf } from './status.js';

/** Either side takes an account out of business for a time (停用). */
export async function suspendAccount(work: AccountWork, line: ReasonedLine): Promise<Done> {
  const { row, file } = await standingOf(work, line.accountNumber);
  const { side } = work.by;
  return putStatus(work, line, {
    row,
    file: { ...file, suspendedBy: side },
    status: movedStatus({ row, file }, 'suspend'),
    kind: 'account.suspended',
    reason: line.reason,
    facts: { suspendedBy: side },
  });
}

/** The side that has suspended an account brings it back; the other's concern is not for it to end. */
export async function resumeAccount(work: AccountWork, line: ReasonedLine): Promise<Done> {
  const standing = await standingOf(work, line.accountNumber);
  const status = movedStatus(standing, 'resume');
  const { suspendedBy, ...file } = standing.file;
  if (suspendedBy !== undefined && suspendedBy !== work.by.side) {
    throw new Refusal({
      code: 'NOT_PERMITTED',
      field: 'accountNumber',
      message: `The ${suspendedBy} has suspended account ${line.accountNumber} and must resume it itself.`,
    });
  }
  return putStatus(work, line, {
    row: standing.row,
    file,
    status,
    kind: 'account.resumed',
    reason: line.reason,
  });
}
