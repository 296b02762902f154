import { withStatus } from '../../books/account-files.js';
import { accountRow } from '../../books/custody-book.js';
import { instructionText } from '../../books/instruction-book.js';
import { Refusal } from '../../model/refusal.js';
import type { AccountLine } from '../../model/requests/accounts.js';
import type { AccountFile } from '../../model/rows/account-file.js';
import type { CustodyRow } from '../../model/rows/custody-row.js';
import type { Facts } from '../../model/rows/instruction-row.js';
import {
  type AccountMove,
  type AccountStatus,
  nextStatus,
  statusesBefore,
} from '../../rules/account-status.js';
import type { Done } from '../batch.js';
import type { AccountWork } from './account-batch.js';

/** An account in both places where it stands on the ledger. */
export interface Standing {
  readonly row: CustodyRow;
  readonly file: AccountFile;
}

/** @throws Refusal `ACCOUNT_NOT_FOUND` */
export async function standingOf({ books, files }: AccountWork, accountNumber: string): Promise<Standing> {
  const row = await accountRow(books, accountNumber);
  return { row, file: await files.get(accountNumber) };
}

/**
 * The status that a move makes of the account's.
 *
 * @throws Refusal `ACCOUNT_CLOSED`, or `ACCOUNT_STATUS`, which names the statuses from which the move can be made
 */
export function movedStatus({ row, file }: Standing, move: AccountMove): AccountStatus {
  const status = nextStatus(row.status, move);
  if (status !== undefined) return status;
  throw refusedStatus({ row, file }, statusesBefore(move));
}

/** Refuses an account that is in none of these statuses. */
export function assertStatus(standing: Standing, statuses: readonly AccountStatus[]): void {
  if (!statuses.includes(standing.row.status)) throw refusedStatus(standing, statuses);
}

function refusedStatus({ row, file }: Standing, statuses: readonly AccountStatus[]): Refusal {
  const { accountNumber } = file;
  if (row.status === 'closed') {
    return new Refusal({
      code: 'ACCOUNT_CLOSED',
      field: 'accountNumber',
      message: `Account ${accountNumber} was closed on ${file.closedOn ?? 'an earlier day'}.`,
    });
  }
  return new Refusal({
    code: 'ACCOUNT_STATUS',
    field: 'accountNumber',
    message: `Account ${accountNumber} is ${row.status}, and for this it must be ${statuses.join(' or ')}.`,
  });
}

export interface StatusChange extends Standing {
  readonly status: AccountStatus;
  /** Of the note in the voucher, for example `account.registered`. */
  readonly kind: string;
  readonly reason?: string | undefined;
  readonly facts?: Facts;
}

/** Puts an account in another status, with whatever else has changed of its row and its file, and notes it. */
export async function putStatus(work: AccountWork, line: AccountLine, change: StatusChange): Promise<Done> {
  const { books, files, by } = work;
  const { accountNumber, initiatedAt } = line;
  const { row, file, status, kind, reason } = change;
  const instruction = instructionText(by);
  await books.custody.put(accountNumber, { ...row, status });
  files.put(
    withStatus(file, {
      status,
      businessDate: books.day.businessDate,
      at: initiatedAt,
      by: instruction,
      ...(reason !== undefined && { reason }),
    }),
  );
  const facts = { ...change.facts, status };
  books.journal.note({ instruction, kind, subject: accountNumber, facts });
  return { facts };
}
