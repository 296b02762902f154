import { beforeAll, describe, expect, it } from 'vitest';
import type { TestChannel } from '../../../test/ledger/test-channel.js';
import { accountChannel, alterRow } from '../../../test/scenario/account-channel.js';
import { accountOf, activeAccount, must, registration, timeOf } from '../../../test/scenario/accounts.js';
import { carriedOut } from '../../../test/scenario/instruct.js';
import { BANK, BROKER, REGULATOR } from '../../../test/scenario/members.js';
import { personOf } from '../../../test/scenario/people.js';
import type { ListAccountsAnswer } from '../../model/answers/accounts.js';
import { instant } from '../../rules/instant.js';
import { fen } from '../../rules/money.js';

let channel: TestChannel;
beforeAll(async () => {
  channel = await accountChannel({ parameters: { folioSize: 4 } });
});

function list(after: string | undefined, limit: number): Promise<ListAccountsAnswer> {
  const request = { limit, ...(after !== undefined && { after }) };
  return channel.evaluate({ function: 'AccountContract:ListAccounts', request, caller: REGULATOR.auditor });
}

describe('asking for an account', () => {
  it('explains its cash at the instant asked for', async () => {
    const bankAccountRef = await activeAccount(channel, '100001');
    await carriedOut(channel, 'TransferContract:Begin', BANK.gateway, {
      direction: 'deposit',
      accountNumber: '100001',
      bankAccountRef,
      amountFen: 1_000_000,
      channel: 'mobile',
      initiatedAt: timeOf(),
    });
    await alterRow(channel, '100001', {
      freezes: [
        {
          id: 'court-1',
          reason: 'judicial',
          limitFen: fen(400_000),
          endsAt: instant('2026-07-06T12:00:00+08:00'),
          priority: 1,
        },
      ],
    });
    expect(await accountOf(channel, '100001', timeOf())).toMatchObject({
      accountNumber: '100001',
      status: 'active',
      pending: 0,
      position: {
        balanceFen: 1_000_000,
        captured: [{ id: 'court-1', reason: 'judicial', capturedFen: 400_000 }],
        frozenFen: 400_000,
        availableFen: 600_000,
      },
      today: { date: '2026-07-06', openingFen: 0, deposits: { mobile: [1_000_000, 1] }, withdrawals: {} },
      at: '2026-07-06T02:00:00Z',
    });
    expect(await accountOf(channel, '100001', '2026-07-06T12:00:00+08:00')).toMatchObject({
      position: { captured: [], availableFen: 1_000_000 },
    });
  });

  it('refuses a number that there is none of, whatever is asked', async () => {
    for (const name of ['GetAccount', 'GetAccountFile']) {
      const call = { function: `AccountContract:${name}`, request: { accountNumber: '199999' } };
      await expect(channel.evaluate({ ...call, caller: BANK.gateway })).rejects.toThrow(
        'ACCOUNT_NOT_FOUND [accountNumber]',
      );
    }
  });
});

describe('listing accounts', () => {
  // Shorter and longer numbers of the same value, folios that are full, and folios far apart.
  const numbers = ['000900', '0000900', '000901', '000903', '000904', '200000', '987654321012345'];
  let listed: TestChannel;
  const page = (after: string | undefined, limit: number): Promise<ListAccountsAnswer> =>
    listed.evaluate({
      function: 'AccountContract:ListAccounts',
      request: { limit, ...(after !== undefined && { after }) },
      caller: BROKER.gateway,
    });

  beforeAll(async () => {
    listed = await accountChannel({ parameters: { folioSize: 4 } });
    for (const accountNumber of [...numbers].reverse()) {
      // Numbers that differ in leading zeros only would have the same person.
      const person = accountNumber === '0000900' ? { ...personOf('777777') } : personOf(accountNumber);
      await must(listed, registration(accountNumber, { person }));
    }
  });

  it.each([1, 2, 3, 6, 7, 500])('gives each once and in order, %i a page', async (limit) => {
    const found: string[] = [];
    for (let next: string | undefined = ''; next !== undefined; ) {
      const answer: ListAccountsAnswer = await page(next === '' ? undefined : next, limit);
      expect(answer.accounts.length).toBeLessThanOrEqual(limit);
      found.push(...answer.accounts.map(({ accountNumber }) => accountNumber));
      next = answer.next;
    }
    expect(found).toEqual(numbers);
  });

  it('goes on after a number that there is none of', async () => {
    const { accounts } = await page('000902', 2);
    expect(accounts.map(({ accountNumber }) => accountNumber)).toEqual(['000903', '000904']);
    expect(accounts[0]).toEqual({
      accountNumber: '000903',
      status: 'registered',
      kind: 'normal',
      holder: 'person',
      balanceFen: 0,
      bankAccountRef: '',
    });
  });

  it('reads on over more folios than one page of the ledger has', async () => {
    const wide = await accountChannel({ parameters: { folioSize: 1 } });
    const many = Array.from({ length: 70 }, (_, index) => String(300_000 + index * 3));
    for (const accountNumber of many) await must(wide, registration(accountNumber));
    const { accounts, next } = await wide.evaluate<ListAccountsAnswer>({
      function: 'AccountContract:ListAccounts',
      request: { limit: 69 },
      caller: BROKER.gateway,
    });
    expect(accounts.map(({ accountNumber }) => accountNumber)).toEqual(many.slice(0, 69));
    expect(next).toBe(many[68]);
  });

  it('refuses a page that is too large', async () => {
    await expect(list(undefined, 501)).rejects.toThrow('MALFORMED_REQUEST [limit]');
    await expect(list('12345', 1)).rejects.toThrow('MALFORMED_REQUEST [after]');
  });

  it('finds a folio whose control totals somebody has changed', async () => {
    const [key = '', value = ''] =
      [...listed.worldState('BankAMSP')].find(([each]) => each.startsWith('custody/')) ?? [];
    const folio = JSON.parse(value);
    folio.totals.balanceFen += 1;
    listed.falsify('BankAMSP', key, JSON.stringify(folio));
    const call = {
      function: 'AccountContract:ListAccounts',
      request: { limit: 5 },
      caller: BANK.gateway,
      endorsers: ['BankAMSP'],
    };
    await expect(listed.evaluate(call)).rejects.toThrow('BOOK_BROKEN');
  });
});
