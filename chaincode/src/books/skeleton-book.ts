import type { ListAccountsAnswer } from '../model/answers.js';
import { Refusal } from '../model/refusal.js';
import type { AccountRow, InstructionRow } from '../model/rows.js';
import { decode, type LedgerState, readState, writeState } from './state.js';

const ACCOUNT_PREFIX = 'account/';
/** The first key after all that begin with the prefix: `0` follows `/`. */
const ACCOUNT_END = 'account0';

/**
 * The accounts and instructions that one transaction works on.
 *
 * Fabric answers a read with the committed value even after a write in the same transaction. The book therefore
 * reads each row once, keeps changes in memory, and writes what has changed in one flush at the end.
 */
export class CustodyBook {
  readonly #state: LedgerState;
  readonly #rows = new Map<string, unknown>();
  readonly #changed = new Set<string>();

  constructor(state: LedgerState) {
    this.#state = state;
  }

  findAccount(accountNumber: string): Promise<AccountRow | undefined> {
    return this.#read(ACCOUNT_PREFIX + accountNumber);
  }

  async account(accountNumber: string): Promise<AccountRow> {
    const account = await this.findAccount(accountNumber);
    if (account === undefined) {
      throw new Refusal({
        code: 'ACCOUNT_NOT_FOUND',
        field: 'accountNumber',
        message: `There is no account ${accountNumber} in this custody relationship.`,
      });
    }
    return account;
  }

  putAccount(account: AccountRow): void {
    this.#write(ACCOUNT_PREFIX + account.accountNumber, account);
  }

  /** What an organisation asked before under an instruction id. */
  findInstruction(mspId: string, instructionId: string): Promise<InstructionRow | undefined> {
    return this.#read(instructionKey(mspId, instructionId));
  }

  putInstruction(mspId: string, instructionId: string, instruction: InstructionRow): void {
    this.#write(instructionKey(mspId, instructionId), instruction);
  }

  /** Writes what has changed, in the order of the first change, so that every endorser writes the same. */
  async flush(): Promise<void> {
    for (const key of this.#changed) {
      await writeState(this.#state, key, this.#rows.get(key) as object);
    }
    this.#changed.clear();
  }

  async #read<Row>(key: string): Promise<Row | undefined> {
    if (!this.#rows.has(key)) this.#rows.set(key, await readState<Row>(this.#state, key));
    return this.#rows.get(key) as Row | undefined;
  }

  #write(key: string, row: object): void {
    this.#rows.set(key, row);
    this.#changed.add(key);
  }
}

function instructionKey(mspId: string, instructionId: string): string {
  return `instruction/${mspId}/${instructionId}`;
}

/** A page of accounts in order of their keys, as committed. For evaluation only: Fabric refuses to commit a paged read. */
export async function listAccounts(
  state: LedgerState,
  { after, limit }: { readonly after?: string | undefined; readonly limit: number },
): Promise<ListAccountsAnswer> {
  // No key lies between a key and the same with the lowest character appended.
  const start = after === undefined ? ACCOUNT_PREFIX : `${ACCOUNT_PREFIX}${after}\u0001`;
  const page = await state.getStateByRangeWithPagination(start, ACCOUNT_END, limit);
  const accounts: AccountRow[] = [];
  for (let item = await page.iterator.next(); !item.done; item = await page.iterator.next()) {
    accounts.push(decode<AccountRow>(item.value.value));
  }
  await page.iterator.close();
  const last = accounts.at(-1);
  return last === undefined || accounts.length < limit
    ? { accounts }
    : { accounts, next: last.accountNumber };
}
