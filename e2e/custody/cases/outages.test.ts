import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Account,
  accountAt,
  balancesOf,
  deposit,
  openAccounts,
  outcomeOf,
  withdrawal,
} from '../support/accounts.js';
import { failureOf } from '../support/failures.js';
import { hold } from '../support/holds.js';
import { BANK_MSP, BROKER_MSP } from '../support/network.js';
import { bringBack, kill } from '../support/outages.js';
import { codeOf, endorse } from '../support/transactions.js';
import { BANK, BROKER } from '../support/users.js';
import { untilDone } from '../support/waiting.js';

const OPENING_FEN = 1_000_000;

/** A call that needs the missing member says so, as soon as the others have noticed. */
async function expectMissing(mspId: string, call: Parameters<typeof endorse>[0]): Promise<void> {
  await untilDone(async () => {
    expect(await failureOf(endorse(call))).toEqual({
      code: 'UNAVAILABLE',
      message: `failed to find any endorsing peers for org(s): ${mspId}`,
      details: [],
    });
  });
}

describe.each([
  { gone: 'the bank', id: 'bank-a', goneMsp: BANK_MSP, there: BROKER_MSP, as: BROKER.gateway },
  { gone: 'the broker', id: 'broker-x', goneMsp: BROKER_MSP, there: BANK_MSP, as: BANK.gateway },
] as const)('while the peer of $gone is down', ({ id, goneMsp, there, as }) => {
  let account: Account;

  beforeAll(async () => {
    [account] = (await openAccounts(1)) as [Account];
    await outcomeOf(deposit(account, OPENING_FEN));
    await kill(id);
  });
  afterAll(() => bringBack(id));

  it('no balance moves, and the message says who is missing', async () => {
    await expectMissing(goneMsp, withdrawal(account, 500, as));
    await expectMissing(goneMsp, deposit(account, 500, as));
  });

  it('the other’s endorsement alone is not enough', async () => {
    const alone = { ...withdrawal(account, 500, as), endorsers: [there] };
    expect(await codeOf(alone)).toBe('ENDORSEMENT_POLICY_FAILURE');
    expect((await accountAt(account, [there])).map(({ position }) => position.balanceFen)).toEqual([
      OPENING_FEN,
    ]);
  });

  // The bank has no book of its own that business needs.
  if (id === 'bank-a') {
    it('the broker goes on trading', async () => {
      expect(await codeOf(hold(account, 300_000))).toBe('VALID');
    });
  }

  it('nothing is lost: when it is back both know the same, and money moves again', async () => {
    await bringBack(id);
    const heldFen = id === 'bank-a' ? 300_000 : 0;
    const position = { balanceFen: OPENING_FEN, heldFen };
    expect(await accountAt(account)).toMatchObject([{ position }, { position }]);
    expect(await outcomeOf(deposit(account, 500))).toMatchObject({ status: 'done' });
    expect(await balancesOf(account)).toEqual([OPENING_FEN + 500, OPENING_FEN + 500]);
  });
});
