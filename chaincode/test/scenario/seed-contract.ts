import { Contract } from 'fabric-contract-api';
import { Books, DAY_KEY } from '../../src/books/books.js';
import { newCustodyRow } from '../../src/books/custody-rows.js';
import { agreedRelationship } from '../../src/books/relationship-book.js';
import { readState } from '../../src/books/state.js';
import type { CustodyContext } from '../../src/contracts/transaction.js';
import type { CustodyRow } from '../../src/model/rows/custody-row.js';
import type { DayRow } from '../../src/model/rows/day-row.js';
import type { TestChannel } from '../ledger/test-channel.js';
import { BANK, BANK_MSP } from './members.js';

type Rows = Readonly<Record<string, Partial<CustodyRow>>>;

/** Puts rows into the custody book as no contract would, for tests of what reads them. */
export class SeedContract extends Contract {
  constructor() {
    super('SeedContract');
  }

  async Put({ stub }: CustodyContext, request: string): Promise<string> {
    const rows: Rows = JSON.parse(request);
    const books = new Books({
      state: stub,
      relationship: await agreedRelationship(stub),
      day: await readState<DayRow>(stub, DAY_KEY),
      head: { function: 'SeedContract:Put', by: { mspId: BANK_MSP, user: 'seed' } },
    });
    for (const [accountNumber, own] of Object.entries(rows).sort()) {
      const row = { ...newCustodyRow({ kind: 'normal', holder: 'person' }), status: 'active' as const };
      await books.custody.put(accountNumber, { ...row, ...own });
      books.journal.note({ instruction: 'seed', kind: 'seeded', subject: accountNumber });
    }
    await books.close();
    return '{}';
  }
}

/** On a channel that has the {@link SeedContract}. */
export async function seed(channel: TestChannel, rows: Rows): Promise<void> {
  await channel.submit({ function: 'SeedContract:Put', request: rows, caller: BANK.operator });
}
