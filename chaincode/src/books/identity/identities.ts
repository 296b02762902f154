import { Refusal } from '../../model/refusal.js';
import type { IdentityRow } from '../../model/rows/identity-row.js';
import type { UnitOfWork } from '../unit-of-work.js';

/** The private data collection of bank, broker and regulator; its name is part of the chaincode definition. */
export const PERSONAL_DATA = 'personalData';

/** Who the clients are: private data, by account number. */
export class Identities {
  readonly #work: UnitOfWork;

  constructor(work: UnitOfWork) {
    this.#work = work;
  }

  /** Undefined where there is no such account, and where what was known has been purged. */
  find(accountNumber: string): Promise<IdentityRow | undefined> {
    return this.#work.readPrivate<IdentityRow>(PERSONAL_DATA, accountNumber);
  }

  /** The row of an account that is on the books; a Refusal `ACCOUNT_CLOSED` once it has been purged. */
  async get(accountNumber: string): Promise<IdentityRow> {
    const row = await this.find(accountNumber);
    if (row !== undefined) return row;
    throw new Refusal({
      code: 'ACCOUNT_CLOSED',
      field: 'accountNumber',
      message: `Account ${accountNumber} is closed, and what was known of its client has been purged.`,
    });
  }

  put(accountNumber: string, row: IdentityRow): void {
    this.#work.writePrivate(PERSONAL_DATA, accountNumber, row);
  }

  /** No peer keeps it, nor anything that stood there before. */
  purge(accountNumber: string): void {
    this.#work.writePrivate(PERSONAL_DATA, accountNumber, undefined);
  }
}
