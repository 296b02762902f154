import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BANK, BROKER, Custody } from '../../test/custody.js';

const line = (instructionId: string, direction: string, amountFen: number, accountNumber = '100001') => ({
  instructionId,
  accountNumber,
  direction,
  amountFen,
});

describe('a batch of transfers', () => {
  it('sees what its own earlier lines did', async () => {
    const custody = await Custody.agreed();
    await custody.open('100001');
    const { results } = await custody.batch([
      line('1', 'deposit', 1_000),
      line('2', 'withdrawal', 400),
      line('3', 'withdrawal', 600),
    ]);
    expect(results.map((result) => result.status === 'posted' && result.balanceFen)).toEqual([1_000, 600, 0]);
    expect(await custody.balance('100001')).toMatchObject({ balanceFen: 0 });
  });

  it('carries out each line on its own, and remembers refusals with the rest', async () => {
    const custody = await Custody.agreed();
    await custody.open('100001');
    const lines = [
      line('1', 'deposit', 1_000),
      line('2', 'withdrawal', 1_001),
      line('3', 'deposit', 1, '999999'),
      line('4', 'withdrawal', 1_000),
    ];
    const { results } = await custody.batch(lines);
    expect(results).toMatchObject([
      { status: 'posted', balanceFen: 1_000 },
      { status: 'refused', code: 'INSUFFICIENT_BALANCE', field: 'amountFen' },
      { status: 'refused', code: 'ACCOUNT_NOT_FOUND', field: 'accountNumber' },
      { status: 'posted', balanceFen: 0 },
    ]);

    await custody.deposit({ instructionId: '5', accountNumber: '100001', amountFen: 5_000 });
    const again = await custody.batch(lines);
    expect(again.results).toEqual(results.map((result) => ({ ...result, replayed: true })));
    expect(await custody.balance('100001')).toMatchObject({ balanceFen: 5_000 });
  });

  it('carries out an instruction once though the batch names it twice', async () => {
    const custody = await Custody.agreed();
    await custody.open('100001');
    const { results } = await custody.batch([
      line('1', 'deposit', 1_000),
      line('1', 'deposit', 1_000),
      line('1', 'deposit', 2_000),
    ]);
    expect(results).toMatchObject([
      { status: 'posted', replayed: false },
      { status: 'posted', replayed: true },
      { status: 'refused', code: 'IDEMPOTENCY_CONFLICT' },
    ]);
    expect(await custody.balance('100001')).toMatchObject({ balanceFen: 1_000 });
  });

  it('is refused as a whole for a line without the right form, or too many lines', async () => {
    const custody = await Custody.agreed();
    await custody.open('100001');
    const bad = [line('1', 'deposit', 1_000), line('2', 'deposit', -1)];
    await expect(custody.batch(bad)).rejects.toThrow('MALFORMED_REQUEST [transfers.1.amountFen]: ');
    await expect(custody.batch([])).rejects.toThrow('MALFORMED_REQUEST [transfers]: ');
    const many = Array.from({ length: 101 }, (_, index) => line(`${index}`, 'deposit', 1));
    await expect(custody.batch(many)).rejects.toThrow('MALFORMED_REQUEST [transfers]: ');
    expect(await custody.balance('100001')).toMatchObject({ balanceFen: 0 });
  });
});

interface Step {
  readonly instructionId: string;
  readonly accountNumber: string;
  readonly direction: 'deposit' | 'withdrawal';
  readonly amountFen: number;
}

/** The books as one would keep them on paper. */
class PlainBooks {
  readonly balances = new Map(ACCOUNTS.map((number) => [number, 0]));
  readonly #seen = new Set<string>();

  carryOut(side: string, { instructionId, accountNumber, direction, amountFen }: Step): void {
    const id = `${side}/${instructionId}`;
    if (this.#seen.has(id)) return;
    this.#seen.add(id);
    const balance = this.balances.get(accountNumber);
    if (balance === undefined) return;
    const after = direction === 'deposit' ? balance + amountFen : balance - amountFen;
    if (after >= 0) this.balances.set(accountNumber, after);
  }
}

const ACCOUNTS = ['100001', '100002', '100003'];

describe('the books', () => {
  const step = fc.record<Step>({
    instructionId: fc.integer({ min: 1, max: 12 }).map(String),
    accountNumber: fc.constantFrom(...ACCOUNTS, '999999'),
    direction: fc.constantFrom('deposit', 'withdrawal'),
    amountFen: fc.integer({ min: 1, max: 300 }),
  });
  const batch = fc.record({
    side: fc.constantFrom(BANK, BROKER),
    lines: fc.array(step, { minLength: 1, maxLength: 6 }),
  });

  it('agree with a plain model of them over random histories of batches', async () => {
    const history = fc.asyncProperty(fc.array(batch, { maxLength: 8 }), async (batches) => {
      const custody = await Custody.agreed();
      for (const number of ACCOUNTS) await custody.open(number);
      const plain = new PlainBooks();
      for (const { side, lines } of batches) {
        await custody.batch(lines, side);
        for (const line of lines) plain.carryOut(side.mspId, line);
      }
      const { accounts } = await custody.list({ limit: 10 });
      expect(new Map(accounts.map((row) => [row.accountNumber, row.balanceFen]))).toEqual(plain.balances);
    });
    await fc.assert(history, { numRuns: 200 });
  });
});
