import type { TestChannel } from '../ledger/test-channel.js';
import type { Books } from '../oracle/books.js';
import { cashOf, heldOf, inTransitOf, ordersOn, pendingOf, sum } from '../oracle/cash.js';
import type { Oracle } from '../oracle/oracle.js';
import { BANK, BANK_MSP, BROKER_MSP } from '../scenario/members.js';
import { expectFoliosToAgree, type RawRow, rawRows } from './folio-totals.js';
import { Ledgers } from './ledgers.js';

interface RawTransfer {
  readonly accountNumber: string;
  readonly state: string;
  readonly correctedFen?: number;
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
    for (const block of blocks.slice(this.#blocks)) this.#ledgers.add(block);
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
    await this.#expectExplained(at);
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
      const page: Readonly<Record<string, { readonly transfer?: RawTransfer }>> = JSON.parse(value);
      for (const [serial, { transfer }] of Object.entries(page)) {
        if (transfer === undefined) continue;
        const { accountNumber, state: stands, correctedFen = 0 } = transfer;
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

  /** balance + receivable + shortfall = available + frozen by each reason + in transit + held + payable. */
  async #expectExplained(at: string): Promise<void> {
    const { books } = this.#oracle;
    for (const account of books.accounts.values()) {
      const { position } = await this.#channel.evaluate<{ position: RawPosition }>({
        function: 'AccountContract:GetAccount',
        request: { accountNumber: account.number, at },
        caller: BANK.gateway,
      });
      expectEqual(
        `the cash of ${account.number}`,
        sorted(explained(position)),
        sorted(explanation(books, account.number, at)),
      );
    }
  }
}

interface RawPosition extends Readonly<Record<string, unknown>> {
  readonly captured: readonly { readonly reason: string; readonly capturedFen: number }[];
}

function explained(position: RawPosition): object {
  const { captured } = position;
  const amount = (name: string) => Number(position[`${name}Fen`]);
  const of = (reason: string) => sum(captured.map((each) => (each.reason === reason ? each.capturedFen : 0)));
  const frozen = {
    judicial: of('judicial'),
    'forty-eight-hours': of('forty-eight-hours'),
    'loss-report': of('loss-report'),
  };
  const thereIs = amount('balance') + amount('receivable') + amount('shortfall');
  const parts = [
    amount('available'),
    ...Object.values(frozen),
    amount('inTransit'),
    amount('held'),
    amount('payable'),
  ];
  if (thereIs !== sum(parts) || parts.some((part) => part < 0)) {
    throw new Error(`A balance is not explained: ${JSON.stringify(position)}.`);
  }
  const names = ['balance', 'inTransit', 'held', 'available', 'withdrawable', 'shortfall'];
  return { frozen: sorted(frozen), ...Object.fromEntries(names.map((name) => [name, amount(name)])) };
}

function explanation(books: Books, number: string, at: string): object {
  const account = books.accounts.get(number);
  if (account === undefined) throw new Error(`The oracle has no account ${number}.`);
  const { frozen, ...cash } = cashOf(books, account, Date.parse(at) / 1_000);
  return { ...cash, frozen: sorted(frozen) };
}

function sorted(object: object): object {
  return Object.fromEntries(
    Object.entries(object)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]) => [name, Array.isArray(value) ? [...value].sort() : value]),
  );
}

export function expectEqual(what: string, found: unknown, expected: unknown): void {
  const [one, other] = [JSON.stringify(found), JSON.stringify(expected)];
  if (one !== other) throw new Error(`Of ${what} the ledger has\n${one}\nand there should be\n${other}`);
}
