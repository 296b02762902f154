import type { ClientAccount, ClientRow } from '../model/rows/account-file.js';
import type { UnitOfWork } from './unit-of-work.js';

const NO_ACCOUNTS: ClientRow = { accounts: {} };

/** Which accounts each client has had: by client number, public, and so without a word of who it is. */
export class Clients {
  readonly #work: UnitOfWork;

  constructor(work: UnitOfWork) {
    this.#work = work;
  }

  find(clientNumber: string): Promise<ClientRow | undefined> {
    return this.#work.read<ClientRow>(clientKey(clientNumber));
  }

  async accountsOf(clientNumber: string): Promise<ClientRow['accounts']> {
    return (await this.find(clientNumber))?.accounts ?? NO_ACCOUNTS.accounts;
  }

  async putAccount(clientNumber: string, accountNumber: string, account: ClientAccount): Promise<void> {
    const accounts = { ...(await this.accountsOf(clientNumber)), [accountNumber]: account };
    this.#work.write(clientKey(clientNumber), { accounts } satisfies ClientRow);
  }
}

function clientKey(clientNumber: string): string {
  return `client/${clientNumber}`;
}
