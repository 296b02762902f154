import type { Block } from '../ledger/block.js';
import type { RawRow } from './folio-totals.js';

interface RawVoucher {
  readonly entries: readonly {
    readonly accountNumber: string;
    readonly amountFen: number;
    readonly counter: string;
    readonly balanceFen: number;
  }[];
  readonly cleared?: readonly (readonly [string, number, number, number, number, number])[];
  readonly counterEntries: Readonly<Record<string, number>>;
}

/** Adds up what the vouchers of a chain say, account by account, from the blocks alone. */
export class Ledgers {
  readonly #accounts = new Map<string, number>();
  #counterFen = 0;

  add({ transactions }: Block): void {
    for (const { transactionId, validationCode, set } of transactions) {
      const voucher = set.writes.find(({ key }) => key === `voucher/${transactionId}`);
      const changesMoney = set.writes.some(({ key }) => key.startsWith('custody/'));
      if (changesMoney && voucher?.value == null) {
        throw new Error(`Transaction ${transactionId} has changed the custody book without a voucher.`);
      }
      if (validationCode === 'VALID' && voucher?.value != null) {
        this.#addVoucher(transactionId, JSON.parse(Buffer.from(voucher.value).toString('utf8')));
      }
    }
  }

  /** Every balance is the sum of its entries, and all balances together stand against all counter-entries. */
  expectBalances(rows: ReadonlyMap<string, RawRow>): void {
    let sumFen = 0;
    for (const [number, { balanceFen = 0 }] of rows) {
      sumFen += balanceFen;
      const entered = this.#accounts.get(number) ?? 0;
      if (entered === balanceFen) continue;
      throw new Error(`Account ${number} has ${balanceFen} fen, and its entries make ${entered}.`);
    }
    if (sumFen + this.#counterFen !== 0) {
      throw new Error(`All clients have ${sumFen} fen, and the counter-entries make ${this.#counterFen}.`);
    }
  }

  #addVoucher(transactionId: string, { entries, cleared = [], counterEntries }: RawVoucher): void {
    const lines = [
      ...entries.map((entry) => [entry.accountNumber, entry.amountFen, entry.balanceFen] as const),
      ...cleared.map(
        ([number, settlement, fees, tax, interest, balance]) =>
          [number, settlement - fees - tax + interest, balance] as const,
      ),
    ];
    let sumFen = 0;
    for (const [number, amountFen, balanceFen] of lines) {
      const now = (this.#accounts.get(number) ?? 0) + amountFen;
      this.#accounts.set(number, now);
      sumFen += amountFen;
      if (now !== balanceFen)
        throw new Error(`Voucher ${transactionId} says ${balanceFen} fen where entries make ${now}.`);
    }
    const counterFen = Object.values(counterEntries).reduce((total, amountFen) => total + amountFen, 0);
    if (sumFen + counterFen !== 0)
      throw new Error(`Voucher ${transactionId} sums to ${sumFen + counterFen} fen.`);
    this.#counterFen += counterFen;
  }
}
