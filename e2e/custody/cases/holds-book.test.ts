import type { BatchAnswer } from '@sanfang/chaincode/model/answers/batch';
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
import { folioKey, folioOfHolds, hold, steps } from '../support/holds.js';
import { beHonest, lie } from '../support/lying.js';
import { BANK_MSP, BROKER_MSP } from '../support/network.js';
import { codeOf, endorse, submit } from '../support/transactions.js';
import { BANK, BROKER } from '../support/users.js';

const OPENING_FEN = 1_000_000;
const HELD_FEN = 301_000;
const HUGE_FEN = 100_000_000_000;
const BUSINESS_DATE = '2026-07-06';

let account: Account;
let neighbour: Account;

beforeAll(async () => {
  [account, neighbour] = (await openAccounts(2)) as [Account, Account];
  for (const each of [account, neighbour]) await outcomeOf(deposit(each, OPENING_FEN));
});

describe('the holds book', () => {
  it('takes what the broker alone has endorsed', async () => {
    expect(await codeOf(hold(account, HELD_FEN - 1_000))).toBe('VALID');
    const heldFen = HELD_FEN - 1_000;
    const position = { balanceFen: OPENING_FEN, heldFen, availableFen: OPENING_FEN - heldFen };
    expect(await accountAt(account)).toMatchObject([{ position }, { position }]);
  });

  it('takes a batch of refusals and repetitions too, which the broker alone has endorsed', async () => {
    const call = hold(account, 1_000);
    expect(await submit(call)).toMatchObject({ results: [{ status: 'done', replayed: false }] });
    expect(await submit(call)).toMatchObject({ results: [{ status: 'done', replayed: true }] });
    expect(await submit(hold(account, 700_001))).toMatchObject({
      results: [{ status: 'refused', code: 'INSUFFICIENT_AVAILABLE' }],
    });
    const [seen] = await accountAt(account);
    expect(seen?.position.heldFen).toBe(HELD_FEN);
  });

  describe('before a bank that has altered its contracts', () => {
    beforeAll(() => lie('bank', 'obeys'));
    afterAll(() => beHonest('bank'));

    it('stays as the broker has it', async () => {
      const key = folioKey('holds', account);
      for (const step of [
        ['put', key, folioOfHolds({})],
        ['delete', key],
        ['policy', key, [BANK_MSP]],
        ['policy', key, []],
      ]) {
        expect(await codeOf(steps('bank', step))).toBe('ENDORSEMENT_POLICY_FAILURE');
      }
      const [seen] = await accountAt(account, [BROKER_MSP]);
      expect(seen?.position.heldFen).toBe(HELD_FEN);
    });
  });
});

describe('a broker that has altered its contracts', () => {
  afterAll(() => beHonest('broker'));

  it('does not get a balance changed by the way of a hold', async () => {
    await lie('broker', 'holds-and-credits');
    expect(await codeOf(hold(account, 1))).toBe('ENDORSEMENT_POLICY_FAILURE');
    expect(await balancesOf(account)).toEqual([OPENING_FEN, OPENING_FEN]);
  });

  it('gets no other key under its own policy', async () => {
    await lie('broker', 'obeys');
    const unopened = 'holds/000000000000001';
    for (const list of [
      [['policy', 'day', [BROKER_MSP]]],
      [['policy', folioKey('custody', account), [BROKER_MSP]]],
      [
        ['put', unopened, folioOfHolds({})],
        ['policy', unopened, [BROKER_MSP]],
      ],
    ]) {
      expect(await codeOf(steps('broker', ...list))).toBe('ENDORSEMENT_POLICY_FAILURE');
    }
  });

  /** What it may say of an account, and what becomes of a withdrawal of one fen more than there is. */
  const said: readonly [string, Readonly<Record<string, unknown>>, string][] = [
    ['a receivable of a thousand million yuan', { receivableFen: HUGE_FEN }, 'INSUFFICIENT_WITHDRAWABLE'],
    ['less than nothing held', { heldFen: -HUGE_FEN }, 'INSUFFICIENT_WITHDRAWABLE'],
    ['less than nothing payable', { payableFen: -HUGE_FEN }, 'INSUFFICIENT_WITHDRAWABLE'],
    ['a text in the place of an amount', { receivableFen: '000' }, 'ABORTED'],
    ['no amounts at all', { heldFen: null, payableFen: {}, receivableFen: [] }, 'ABORTED'],
  ];

  it.each(said)('says %s, and still nothing can be withdrawn that is not there', async (_, row, outcome) => {
    const rows = {
      [account.accountNumber]: { date: BUSINESS_DATE, ...row },
      [neighbour.accountNumber]: {},
    };
    const step = ['put', folioKey('holds', account), folioOfHolds(rows)];
    expect(await codeOf(steps('broker', step))).toBe('VALID');
    for (const as of [BANK.gateway, BROKER.gateway]) {
      expect(await outcomeOfAttempt(withdrawal(account, OPENING_FEN + 1, as))).toBe(outcome);
    }
  });

  it('has hurt nobody’s balance when it puts its book right again', async () => {
    const rows = { [account.accountNumber]: {}, [neighbour.accountNumber]: {} };
    const step = ['put', folioKey('holds', account), folioOfHolds(rows)];
    expect(await codeOf(steps('broker', step))).toBe('VALID');
    const position = { balanceFen: OPENING_FEN, withdrawableFen: OPENING_FEN, heldFen: 0 };
    expect(await accountAt(account)).toMatchObject([{ position }, { position }]);
    expect(await outcomeOf(withdrawal(account, OPENING_FEN))).toMatchObject({ status: 'done' });
  });

  it('can give its book away, which stops its trading and moves no money', async () => {
    const step = ['policy', folioKey('holds', neighbour), ['RegulatorMSP']];
    expect(await codeOf(steps('broker', step))).toBe('VALID');
    await beHonest('broker');
    expect(await codeOf(hold(neighbour, 1))).toBe('ENDORSEMENT_POLICY_FAILURE');
    expect(await failureOf(endorse({ ...hold(neighbour, 1), endorsers: ['RegulatorMSP'] }))).toMatchObject({
      message: 'failed to find any endorsing peers for org(s): RegulatorMSP',
    });
    expect(await outcomeOf(withdrawal(neighbour, 500))).toMatchObject({ status: 'done' });
  });
});

/** The code that a transfer is refused with; where it is not even endorsed, that of the call. */
async function outcomeOfAttempt(call: ReturnType<typeof withdrawal>): Promise<string> {
  const attempt = submit<BatchAnswer>(call);
  const failed = await attempt.then(
    () => undefined,
    () => failureOf(attempt),
  );
  if (failed !== undefined) return failed.code;
  const [result] = (await attempt).results;
  return result?.status === 'refused' ? result.code : 'done';
}
