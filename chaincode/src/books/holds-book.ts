import { KeyEndorsementPolicy } from 'fabric-shim';
import type { HoldsRow, HoldsTotals, StoredHoldsRow } from '../model/rows/holds-row.js';
import type { BusinessDate } from '../rules/business-date.js';
import { addFen, type Fen, ZERO_FEN } from '../rules/money.js';
import { BrokenBook } from './broken-book.js';
import { Folios, folioKey, folioNumber } from './folios.js';
import type { UnitOfWork } from './unit-of-work.js';

export const HOLDS_PREFIX = 'holds/';

const NOTHING = { heldFen: ZERO_FEN, payableFen: ZERO_FEN, receivableFen: ZERO_FEN } as const;

/**
 * The holds book: what the broker alone reserves of its clients' money, trading on while the bank is away.
 *
 * Its folios lie under keys with a policy of their own, the broker's peer. The policy is set with both signatures
 * when the first account of a folio is registered. After that Fabric lets who may write a key change its policy, too:
 * a broker that gave a folio away would end its own trading there, and reach nobody's money.
 */
export class HoldsBook {
  readonly #work: UnitOfWork;
  readonly #folioSize: number;
  readonly #date: BusinessDate;
  readonly #folios: Folios<HoldsRow, StoredHoldsRow, HoldsTotals>;

  constructor(
    work: UnitOfWork,
    { folioSize, date }: { readonly folioSize: number; readonly date: BusinessDate },
  ) {
    this.#work = work;
    this.#folioSize = folioSize;
    this.#date = date;
    this.#folios = new Folios(work, {
      prefix: HOLDS_PREFIX,
      folioSize,
      pack,
      unpack: (stored) => ({ ...NOTHING, date, ...stored }),
      totals: holdsTotals,
    });
  }

  /** What is held on an account today. */
  async row(accountNumber: string): Promise<HoldsRow> {
    const row = await this.#folios.find(accountNumber);
    return row?.date === this.#date ? row : { ...NOTHING, date: this.#date };
  }

  put(accountNumber: string, row: HoldsRow): Promise<void> {
    return this.#folios.put(accountNumber, row);
  }

  /** Makes room for an account, and its folio the broker's own where it is the folio's first. */
  async register(accountNumber: string, brokerMspId: string): Promise<void> {
    if (await this.#folios.isNewFolio(accountNumber)) {
      const policy = new KeyEndorsementPolicy();
      policy.addOrgs('PEER', brokerMspId);
      const key = folioKey(HOLDS_PREFIX, folioNumber(accountNumber, this.#folioSize));
      this.#work.keyPolicyAtEnd(key, policy.getPolicy());
    }
    await this.#folios.put(accountNumber, { ...NOTHING, date: this.#date });
  }
}

export function holdsTotals(rows: Iterable<StoredHoldsRow>): HoldsTotals {
  let accounts = 0;
  let heldFen: Fen = ZERO_FEN;
  let payableFen: Fen = ZERO_FEN;
  let receivableFen: Fen = ZERO_FEN;
  for (const row of rows) {
    accounts += 1;
    heldFen = addFen(heldFen, row.heldFen ?? ZERO_FEN);
    payableFen = addFen(payableFen, row.payableFen ?? ZERO_FEN);
    receivableFen = addFen(receivableFen, row.receivableFen ?? ZERO_FEN);
  }
  return { accounts, heldFen, payableFen, receivableFen };
}

function pack({ date, ...amounts }: HoldsRow): StoredHoldsRow {
  const held = Object.entries(amounts).filter(([, amountFen]) => amountFen !== 0);
  for (const [field, amountFen] of held) {
    if (amountFen < 0) throw new BrokenBook(`A holds row cannot have ${field} of ${amountFen} fen.`);
  }
  return held.length === 0 ? {} : { date, ...Object.fromEntries(held) };
}
