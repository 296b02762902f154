import type { Block } from '../ledger/block.js';
import type { TestChannel } from '../ledger/test-channel.js';
import { heldOf, inTransitOf, ordersOn, pendingOf } from '../oracle/cash.js';
import type { Oracle } from '../oracle/oracle.js';
import { BANK_MSP, BROKER_MSP } from '../scenario/members.js';
import { expectEqual, sorted } from './equal.js';
import { expectExplained } from './explained.js';
import { expectFoliosToAgree, type RawRow, rawRows } from './folio-totals.js';
import { Ledgers } from './ledgers.js';
import { FOLIO_SIZE } from './relationship.js';

/** Direction, account, bank account, amount, channel, time, day, state, and what few transfers have. */
type RawTransfer = readonly [
  direction: string,
  accountNumber: string,
  bankAccountRef: string,
  amountFen: number,
  channel: string,
  initiatedAt: string,
  businessDate: string,
  state: string,
  remarks?: { readonly correctedFen?: number },
];

interface RawPage {
  readonly instructions: Readonly<Record<string, { readonly transfer?: RawTransfer }>>;
}

/** Looks at what is stored, as JSON and by its own means, and finds what is not as the oracle or arithmetic has it. */
export class Auditor {
  readonly #channel: TestChannel;
  readonly #oracle: Oracle;
  readonly #ledgers = new Ledgers();
  #blocks = 0;

  constructor(channel: TestChannel, oracle: Oracle) {
    this.#channel = channel;
    this.#oracle = oracle;
  }

  /** @param at an instant, at which orders and cash are compared */
  async audit(at: string): Promise<void> {
    const blocks = this.#channel.blocks();
    const news = blocks.slice(this.#blocks);
    for (const block of news) this.#ledgers.add(block);
    const isNews = blocks.length > this.#blocks;
    this.#blocks = blocks.length;
    if (!isNews) return;
    const state = this.#channel.worldState(BANK_MSP);
    expectEqual('the two members’ states', [...this.#channel.worldState(BROKER_MSP)], [...state]);
    expectFoliosToAgree(state);
    const rows = rawRows(state, 'custody/');
    this.#ledgers.expectBalances(rows);
    this.#expectAccounts(rows, Date.parse(at) / 1_000);
    this.#expectTransfers(state);
    this.#expectHolds(rawRows(state, 'holds/'));
    await this.#expectExplained(writtenKeys(news), at);
  }

  /** The whole chain once more, from its first block: nothing has been carried along that was wrong. */
  auditFromTheBeginning(): void {
    const ledgers = new Ledgers();
    for (const block of this.#channel.blocks()) ledgers.add(block);
    ledgers.expectBalances(rawRows(this.#channel.worldState(BANK_MSP), 'custody/'));
  }

  #expectAccounts(rows: ReadonlyMap<string, RawRow>, at: number): void {
    const { books } = this.#oracle;
    for (const account of books.accounts.values()) {
      const { number, status, balance } = account;
      const row = rows.get(number) ?? {};
      const expected = {
        ...{
          status,
          balance,
          inTransit: inTransitOf(books, number),
          pending: pendingOf(books, number).length,
        },
        orders: ordersOn(books, number, at).map(({ id, limit }) => [
          id,
          Number.isFinite(limit) ? limit : null,
        ]),
      };
      const { balanceFen = 0, inTransitFen = 0, pending = 0, freezes = [] } = row;
      const inForce = freezes.filter(({ endsAt }) => endsAt === null || at < Date.parse(endsAt) / 1_000);
      const found = {
        ...{ status: row.status ?? 'active', balance: balanceFen, inTransit: inTransitFen, pending },
        orders: inForce.map(({ id, limitFen }) => [id, limitFen]),
      };
      expectEqual(`account ${number}`, sorted(found), sorted(expected));
      if (balanceFen < 0 || inTransitFen < 0 || inTransitFen > balanceFen || pending < 0) {
        throw new Error(`Account ${number} has what cannot be: ${JSON.stringify(row)}.`);
      }
    }
  }

  #expectTransfers(state: ReadonlyMap<string, string>): void {
    const found: string[] = [];
    for (const [key, value] of state) {
      if (!key.startsWith('instruction/')) continue;
      const side = key.split('/')[1];
      const page: RawPage = JSON.parse(value);
      for (const [serial, { transfer }] of Object.entries(page.instructions)) {
        if (transfer === undefined) continue;
        const [, accountNumber, , , , , , stands, { correctedFen = 0 } = {}] = transfer;
        found.push(`${side}/${serial} on ${accountNumber} is ${stands}, ${correctedFen} corrected`);
      }
    }
    const expected = [...this.#oracle.books.transfers.values()].map(
      ({ name, account, state: stands, corrected }) =>
        `${name} on ${account} is ${stands}, ${corrected} corrected`,
    );
    expectEqual('the transfers', found.sort(), expected.sort());
  }

  #expectHolds(rows: ReadonlyMap<string, RawRow>): void {
    const { books } = this.#oracle;
    for (const { number } of books.accounts.values()) {
      const { date, heldFen = 0 } = rows.get(number) ?? {};
      expectEqual(`what is held on ${number}`, date === books.date ? heldFen : 0, heldOf(books, number));
    }
  }

  /** Of the accounts in folios that have just been written; the others have been looked at before. */
  async #expectExplained(written: ReadonlySet<string>, at: string): Promise<void> {
    for (const { number } of this.#oracle.books.accounts.values()) {
      const folio = String(Math.floor(Number(number) / FOLIO_SIZE)).padStart(15, '0');
      if (!written.has(`custody/${folio}`) && !written.has(`holds/${folio}`)) continue;
      await expectExplained(this.#channel, this.#oracle.books, { number, at });
    }
  }
}

function writtenKeys(blocks: readonly Block[]): ReadonlySet<string> {
  const transactions = blocks.flatMap((block) => block.transactions);
  return new Set(transactions.flatMap(({ set }) => set.writes.map(({ key }) => key)));
}
