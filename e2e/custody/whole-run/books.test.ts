import { describe, expect, it } from 'vitest';
import { openAccounts } from '../support/accounts.js';
import { type BlockTransaction, bytesOfBlocks, stateAfter, transactionsIn } from '../support/blocks.js';
import { BOTH, BROKER_MSP } from '../support/network.js';
import { play, stepsOf } from '../support/random-history.js';
import { BANK, BROKER, REGULATOR } from '../support/users.js';

interface Entry {
  readonly accountNumber: string;
  readonly amountFen: number;
  readonly balanceFen: number;
}

interface Voucher {
  readonly transactionId: string;
  readonly entries: readonly Entry[];
  readonly counterEntries: Readonly<Record<string, number>>;
}

interface Folio<Row> {
  readonly rows: Readonly<Record<string, Row>>;
  readonly totals: Readonly<Record<string, number>>;
}

interface CustodyRow {
  readonly balanceFen?: number;
  readonly inTransitFen?: number;
  readonly pending?: number;
}

/** Direction, account, bank account, amount, channel, time, day, state. */
type Transfer = readonly [string, string, string, amountFen: number, string, string, string, state: string];

interface InstructionPage {
  readonly instructions: Readonly<Record<string, { readonly transfer?: Transfer }>>;
}

const sum = (numbers: Iterable<number>): number => [...numbers].reduce((a, b) => a + b, 0);

function rowsUnder<Row>(state: ReadonlyMap<string, string>, prefix: string): Map<string, Row> {
  const found = [...state].filter(([key]) => key.startsWith(prefix));
  return new Map(found.map(([key, value]) => [key, JSON.parse(value) as Row]));
}

async function transactionsAt(as: typeof BANK.gateway): Promise<readonly BlockTransaction[]> {
  return transactionsIn(await bytesOfBlocks(as));
}

/** Reads the ledger as a verifier does, who trusts no contract: from the blocks alone. */
describe('the blocks of a whole run', () => {
  const seed = Number(process.env.SANFANG_SEED ?? Date.now() % 1_000_000_007);
  let transactions: readonly BlockTransaction[] = [];
  let state: ReadonlyMap<string, string> = new Map();

  it(`take in a random history (SANFANG_SEED=${seed})`, async () => {
    const accounts = [...(await openAccounts(3)), ...(await openAccounts(2))];
    const outcomes = await play(stepsOf(seed, { accounts: accounts.length, length: 100 }), accounts);
    expect(outcomes.get('deposit: VALID done')).toBeGreaterThan(0);
    transactions = await transactionsAt(BANK.gateway);
    state = stateAfter(transactions);
  });

  it('are the same at the bank, the broker and the regulator, and so are their verdicts', async () => {
    const [bank, broker, regulator] = await Promise.all(
      [BANK.gateway, BROKER.gateway, REGULATOR.auditor].map(transactionsAt),
    );
    expect(broker).toEqual(bank);
    expect(regulator).toEqual(bank);
  });

  it('make every balance the sum of its entries, each entry’s balance included', () => {
    const balances = new Map<string, number>();
    for (const voucher of vouchersIn(transactions)) {
      for (const { accountNumber, amountFen, balanceFen } of voucher.entries) {
        const after = (balances.get(accountNumber) ?? 0) + amountFen;
        expect({ accountNumber, balanceFen }).toEqual({ accountNumber, balanceFen: after });
        balances.set(accountNumber, after);
      }
    }
    const stored = [...rowsUnder<Folio<CustodyRow>>(state, 'custody/').values()]
      .flatMap(({ rows }) => Object.entries(rows))
      .map(([accountNumber, { balanceFen = 0 }]) => [accountNumber, balanceFen] as const);
    expect(stored.length).toBeGreaterThan(0);
    expect(Object.fromEntries(stored.filter(([, balanceFen]) => balanceFen !== 0))).toEqual(
      Object.fromEntries([...balances].filter(([, balanceFen]) => balanceFen !== 0)),
    );
  });

  it('make every voucher sum to zero with its counter-entries', () => {
    const vouchers = vouchersIn(transactions);
    expect(vouchers.length).toBeGreaterThan(100);
    const sums = vouchers.map(({ transactionId, entries, counterEntries }) => ({
      transactionId,
      sum: sum(entries.map(({ amountFen }) => amountFen)) + sum(Object.values(counterEntries)),
    }));
    expect(sums.filter((each) => each.sum !== 0)).toEqual([]);
  });

  it('change no custody folio without a voucher in the same transaction', () => {
    const silent = valid(transactions).filter(
      ({ transactionId, writes }) =>
        writes.some(({ key }) => key.startsWith('custody/')) &&
        !writes.some(({ key }) => key === `voucher/${transactionId}`),
    );
    expect(silent).toEqual([]);
  });

  it('have the control totals of every version of every custody folio right', () => {
    const folios = valid(transactions).flatMap(({ writes }) =>
      writes.filter(({ key }) => key.startsWith('custody/')),
    );
    expect(folios.length).toBeGreaterThan(50);
    for (const { value = '' } of folios) {
      const { rows, totals } = JSON.parse(value) as Folio<CustodyRow>;
      const all = Object.values(rows);
      expect(totals).toEqual({
        accounts: all.length,
        balanceFen: sum(all.map(({ balanceFen = 0 }) => balanceFen)),
        inTransitFen: sum(all.map(({ inTransitFen = 0 }) => inTransitFen)),
        pending: sum(all.map(({ pending = 0 }) => pending)),
      });
      for (const { balanceFen = 0, inTransitFen = 0 } of all) {
        expect(balanceFen).toBeGreaterThanOrEqual(inTransitFen);
        expect(inTransitFen).toBeGreaterThanOrEqual(0);
      }
    }
  });

  it('have as much in transit, and as many pending, as there are transfers on their way', () => {
    const transfers = [...rowsUnder<InstructionPage>(state, 'instruction/').values()]
      .flatMap(({ instructions }) => Object.values(instructions))
      .flatMap(({ transfer }) => (transfer === undefined ? [] : [transfer]));
    const inTransit = transfers.filter(([, , , , , , , at]) => at === 'in-transit' || at === 'claimed');
    const waiting = transfers.filter(([, , , , , , , at]) => at === 'requested');
    const totals = [...rowsUnder<Folio<CustodyRow>>(state, 'custody/').values()].map((folio) => folio.totals);
    expect(sum(totals.map(({ inTransitFen = 0 }) => inTransitFen))).toBe(
      sum(inTransit.map(([, , , amountFen]) => amountFen)),
    );
    expect(sum(totals.map(({ pending = 0 }) => pending))).toBe(inTransit.length + waiting.length);
  });

  it('have the custody book written by bank and broker together only, the holds book by the broker', () => {
    const endorsersOf = (prefix: string) =>
      new Set(
        valid(transactions)
          .filter(({ writes }) => writes.some(({ key }) => key.startsWith(prefix)))
          .map(({ endorsers }) => [...endorsers].sort().join()),
      );
    expect([...endorsersOf('custody/')]).toEqual([BOTH.join()]);
    const holds = endorsersOf('holds/');
    expect(holds.has(BROKER_MSP)).toBe(true);
    expect([...holds].every((endorsers) => endorsers.includes(BROKER_MSP))).toBe(true);
  });
});

const valid = (transactions: readonly BlockTransaction[]): readonly BlockTransaction[] =>
  transactions.filter(({ code }) => code === 'VALID');

function vouchersIn(transactions: readonly BlockTransaction[]): Voucher[] {
  return valid(transactions)
    .flatMap(({ writes }) => writes)
    .filter(({ key }) => key.startsWith('voucher/'))
    .map(({ value = '' }) => JSON.parse(value) as Voucher);
}
