import type { AccountFile, StatusEntry } from '../model/rows/account-file.js';
import { BrokenBook } from './broken-book.js';
import type { UnitOfWork } from './unit-of-work.js';

/** How many of an account's latest statuses its file shows. */
const LATEST_STATUSES = 100;

/** The accounts' files. */
export class AccountFiles {
  readonly #work: UnitOfWork;

  constructor(work: UnitOfWork) {
    this.#work = work;
  }

  /** The file of an account that has a row in the custody book, and so must have one. */
  async get(accountNumber: string): Promise<AccountFile> {
    const file = await this.#work.read<AccountFile>(fileKey(accountNumber));
    if (file === undefined) throw new BrokenBook(`Account ${accountNumber} is on the books and has no file.`);
    return file;
  }

  put(file: AccountFile): void {
    this.#work.write(fileKey(file.accountNumber), file);
  }
}

export function withStatus(file: AccountFile, entry: StatusEntry): AccountFile {
  return { ...file, statuses: [...file.statuses, entry].slice(-LATEST_STATUSES) };
}

function fileKey(accountNumber: string): string {
  return `account/${accountNumber}`;
}
