import { describe, expect, it } from 'vitest';
import { contractOf } from '../src/clients/gateways.js';
import { endorse, evaluate, order, submitForReceipt } from '../src/clients/steps.js';
import { unique } from '../src/network/unique.js';

const bank = () => contractOf('bank-a');

async function rowsOf(prefix: string): Promise<readonly unknown[]> {
  const [rows] = await evaluate(bank(), [['getStateByRange', `${prefix}-`, `${prefix}-~`]]);
  return rows as readonly unknown[];
}

describe('many transactions at once', () => {
  it('are all committed where they do not meet, several in one block', async () => {
    const prefix = unique('parallel');
    const receipts = await Promise.all(
      Array.from({ length: 100 }, (_, n) =>
        submitForReceipt(contractOf(n % 2 === 0 ? 'bank-a' : 'broker-x'), [
          ['putState', `${prefix}-${n}`, String(n)],
        ]),
      ),
    );
    expect(new Set(receipts.map(({ txId }) => txId)).size).toBe(100);
    expect(new Set(receipts.map(({ blockNumber }) => blockNumber)).size).toBeLessThan(100);
    // What the broker's gateway reports committed, the bank's peer may commit a moment later.
    await expect.poll(() => rowsOf(prefix)).toHaveLength(100);
  });

  it('on one key are committed once, whatever the number', async () => {
    const key = unique('hot');
    const transactions = await Promise.all(
      Array.from({ length: 20 }, () =>
        endorse(bank(), [
          ['getState', key],
          ['putState', key, 'x'],
        ]),
      ),
    );
    const codes = await Promise.all(transactions.map(order));
    expect(codes.filter((code) => code === 'VALID')).toHaveLength(1);
    expect(codes.filter((code) => code === 'MVCC_READ_CONFLICT')).toHaveLength(19);
  });

  it('do not mix what each reads and is answered', async () => {
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, n) =>
        evaluate(bank(), [['channelId'], ['together', [['txId'], ['getState', `absent-${n}`]]]]),
      ),
    );
    const ids = answers.map(([, together]) => (together as string[])[0]);
    expect(new Set(ids).size).toBe(50);
  });

  it('on two channels go on side by side', async () => {
    const key = unique('two-channels');
    const other = contractOf('bank-a', 'steps', 'custody-bank-a-broker-y');
    await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        submitForReceipt(n % 2 === 0 ? bank() : other, [['putState', `${key}-${n}`, 'x']]),
      ),
    );
    const range = [['getStateByRange', `${key}-`, `${key}-~`]] as const;
    const [[here], [there]] = [await evaluate(bank(), range), await evaluate(other, range)];
    expect([here, there].map((rows) => (rows as unknown[]).length)).toEqual([10, 10]);
  });
});
