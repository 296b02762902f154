import { Contract } from 'fabric-contract-api';
import { Books, DAY_KEY } from '../../src/books/books.js';
import { accountRow, positionOf } from '../../src/books/custody-book.js';
import { agreedRelationship } from '../../src/books/relationship-book.js';
import { type LedgerState, readState } from '../../src/books/state.js';
import type { CustodyContext } from '../../src/contracts/transaction.js';
import type { CustodyRow } from '../../src/model/rows/custody-row.js';
import type { DayRow } from '../../src/model/rows/day-row.js';
import type { HoldsRow } from '../../src/model/rows/holds-row.js';
import { instant } from '../../src/rules/instant.js';
import { ZERO_FEN } from '../../src/rules/money.js';
import type { CashPosition } from '../../src/rules/withdrawable.js';
import type { TestChannel } from '../ledger/test-channel.js';
import { BANK, BANK_MSP } from './members.js';

/** Says what the books make of an account, and puts rows into the holds book, for tests of neither. */
export class BooksProbe extends Contract {
  constructor() {
    super('BooksProbe');
  }

  async PutHolds({ stub }: CustodyContext, request: string): Promise<string> {
    const rows: Readonly<Record<string, Partial<HoldsRow>>> = JSON.parse(request);
    const books = await booksOf(stub);
    for (const [accountNumber, own] of Object.entries(rows)) {
      const nothing = { heldFen: ZERO_FEN, payableFen: ZERO_FEN, receivableFen: ZERO_FEN };
      await books.holds.put(accountNumber, { ...nothing, date: books.day.businessDate, ...own });
      books.journal.note({ instruction: 'probe', kind: 'held', subject: accountNumber });
    }
    await books.close();
    return '{}';
  }

  async Position({ stub }: CustodyContext, request: string): Promise<string> {
    const { accountNumber, at }: { readonly accountNumber: string; readonly at: string } =
      JSON.parse(request);
    const books = await booksOf(stub);
    const row = await accountRow(books, accountNumber);
    return JSON.stringify(await positionOf(books, accountNumber, { row, at: instant(at) }));
  }

  async Row({ stub }: CustodyContext, request: string): Promise<string> {
    const { accountNumber }: { readonly accountNumber: string } = JSON.parse(request);
    return JSON.stringify(await accountRow(await booksOf(stub), accountNumber));
  }
}

async function booksOf(state: LedgerState): Promise<Books> {
  return new Books({
    state,
    relationship: await agreedRelationship(state),
    day: await readState<DayRow>(state, DAY_KEY),
    head: { function: 'BooksProbe', by: { mspId: BANK_MSP, user: 'probe' } },
  });
}

/** What the broker has reserved of accounts, as it says. */
export async function putHolds(
  channel: TestChannel,
  rows: Readonly<Record<string, Partial<Record<Exclude<keyof HoldsRow, 'date'>, number>>>>,
): Promise<void> {
  await channel.submit({ function: 'BooksProbe:PutHolds', request: rows, caller: BANK.operator });
}

/** An account's cash at an instant, explained. */
export function cashOf(channel: TestChannel, accountNumber: string, at: string): Promise<CashPosition> {
  const request = { accountNumber, at };
  return channel.evaluate({ function: 'BooksProbe:Position', request, caller: BANK.operator });
}

/** An account's row in the custody book. */
export function rowOf(channel: TestChannel, accountNumber: string): Promise<CustodyRow> {
  return channel.evaluate({ function: 'BooksProbe:Row', request: { accountNumber }, caller: BANK.operator });
}
