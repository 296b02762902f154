import { beforeEach, describe, expect, it } from 'vitest';
import type { TestChannel } from '../../../test/ledger/test-channel.js';
import { custodyChannel } from '../../../test/scenario/custody-channel.js';
import {
  closeDay,
  countAll,
  FIRST_DAY,
  openDay,
  signOutBoth,
  startClearing,
} from '../../../test/scenario/day.js';
import { BANK, BROKER, REGULATOR } from '../../../test/scenario/members.js';
import { SeedContract, seed } from '../../../test/scenario/seed-contract.js';
import type { CountAnswer, CountStepAnswer } from '../../model/answers/day.js';
import { fen } from '../../rules/money.js';

const FOLIO_SIZE = 4;
let channel: TestChannel;

beforeEach(async () => {
  channel = custodyChannel([SeedContract]);
  await openDay(channel, { parameters: { folioSize: FOLIO_SIZE } });
});

const stepCall = (after: number | null, limit: number) => ({
  function: 'DayContract:CountFolios',
  request: { after, limit },
  caller: BROKER.clearing,
});
const step = async (after: number | null, limit: number) =>
  (await channel.submit<CountStepAnswer>(stepCall(after, limit))).answer;
const counted = (businessDate = FIRST_DAY) =>
  channel.evaluate<CountAnswer>({
    function: 'DayContract:GetCount',
    request: { businessDate },
    caller: REGULATOR.auditor,
  });

/** Five accounts in three folios, with a gap between the folios: 25000, 25001 and 25010. */
async function seedFive(): Promise<void> {
  await seed(channel, {
    '100000': { balanceFen: fen(1) },
    '100003': { balanceFen: fen(20) },
    '100004': { balanceFen: fen(300) },
    '100040': { balanceFen: fen(4_000) },
    '100043': { balanceFen: fen(50_000) },
  });
}

describe('counting the folios', () => {
  it('adds up accounts and balances step by step, and says where the next step begins', async () => {
    await seedFive();
    await signOutBoth(channel);
    expect(await step(null, 2)).toEqual({
      businessDate: FIRST_DAY,
      after: null,
      through: 25_001,
      end: false,
      folios: 2,
      accounts: 3,
      balanceFen: 321,
    });
    expect(await counted()).toMatchObject({ complete: false, through: 25_001, folios: 2 });
    expect(await step(25_001, 2)).toMatchObject({
      through: 25_010,
      end: true,
      folios: 1,
      balanceFen: 54_000,
    });
    expect(await counted()).toEqual({
      businessDate: FIRST_DAY,
      complete: true,
      through: 25_010,
      folios: 3,
      accounts: 5,
      balanceFen: 54_321,
    });
  });

  it('knows the last folio where a step ends just there', async () => {
    await seedFive();
    await signOutBoth(channel);
    expect(await step(null, 3)).toMatchObject({ through: 25_010, end: true });
  });

  it('is complete at once where there is no folio, and clearing starts on nothing', async () => {
    await signOutBoth(channel);
    expect(await step(null, 1)).toMatchObject({ through: null, end: true, folios: 0, balanceFen: 0 });
    expect((await startClearing(channel)).counted).toEqual({ folios: 0, accounts: 0, balanceFen: 0 });
  });

  it('tells the day’s total when clearing starts, in the answer and in the voucher', async () => {
    await seedFive();
    await signOutBoth(channel);
    await countAll(channel, 1);
    const { answer, transactionId } = await channel.submit<object>({
      function: 'DayContract:StartClearing',
      request: {},
      caller: BROKER.clearing,
    });
    const total = { folios: 3, accounts: 5, balanceFen: 54_321 };
    expect(answer).toMatchObject({ state: 'clearing', counted: total });
    const voucher = JSON.parse(channel.worldState('BankAMSP').get(`voucher/${transactionId}`) ?? '');
    expect(voucher.notes).toEqual([
      {
        instruction: 'broker/day',
        kind: 'day.clearing-started',
        subject: FIRST_DAY,
        facts: { state: 'clearing', ...total },
      },
    ]);
  });

  it('does not let clearing start before the first folio, nor before the last, nor over a gap', async () => {
    await seedFive();
    await signOutBoth(channel);
    await expect(startClearing(channel)).rejects.toThrow(
      'FOLIOS_NOT_COUNTED: The folios of 2026-07-06 have not been counted; begin with the first.',
    );
    await step(25_001, 5);
    await expect(startClearing(channel)).rejects.toThrow(/^FOLIOS_NOT_COUNTED: .* have not been counted/);
    await step(null, 1);
    await expect(startClearing(channel)).rejects.toThrow(
      'FOLIOS_NOT_COUNTED: The folios of 2026-07-06 have been counted up to number 25000; count on from there.',
    );
    await step(25_000, 1);
    expect((await startClearing(channel)).counted).toMatchObject({ folios: 3, balanceFen: 54_321 });
  });

  it('counts a step again in place of what it found before, and no folio twice', async () => {
    await seedFive();
    await signOutBoth(channel);
    await countAll(channel, 1);
    expect(await step(null, 2)).toMatchObject({ through: 25_001 });
    expect(await counted()).toMatchObject({ complete: true, folios: 3, balanceFen: 54_321 });
    expect(await step(null, 1)).toMatchObject({ through: 25_000 });
    expect(await counted()).toMatchObject({ complete: true, folios: 3, balanceFen: 54_321 });
  });

  it('misses none of more folios than a peer sends at once', async () => {
    const many = Array.from({ length: 260 }, (_, at) => [
      String(200_000 + at * FOLIO_SIZE),
      { balanceFen: fen(1) },
    ]);
    await seed(channel, Object.fromEntries(many));
    await signOutBoth(channel);
    await countAll(channel, 130);
    expect(await counted()).toMatchObject({ complete: true, folios: 260, accounts: 260, balanceFen: 260 });
    await countAll(channel, 2_000);
    expect((await startClearing(channel)).counted).toEqual({ folios: 260, accounts: 260, balanceFen: 260 });
  });

  it('begins anew each day', async () => {
    await seedFive();
    await signOutBoth(channel);
    await countAll(channel);
    expect(await counted('2026-07-07')).toEqual({
      businessDate: '2026-07-07',
      complete: false,
      through: null,
      folios: 0,
      accounts: 0,
      balanceFen: 0,
    });
  });

  it('stops at the account that has a pending transfer, and at money in transit', async () => {
    await seedFive();
    await seed(channel, { '100003': { balanceFen: fen(20), pending: 2 } });
    await signOutBoth(channel);
    await expect(step(null, 9)).rejects.toThrow(
      'TRANSFERS_PENDING: Account 100003 has 2 transfers that are in no final state; answer, reverse or expire them first.',
    );
    await seed(channel, { '100003': { balanceFen: fen(20), inTransitFen: fen(5), pending: 0 } });
    await expect(step(null, 9)).rejects.toThrow(/^TRANSFERS_PENDING: Account 100003 /);
    await seed(channel, { '100003': { balanceFen: fen(20) } });
    expect(await step(null, 9)).toMatchObject({ end: true });
  });

  it('is void where a folio changes, or comes into being, while it is counted', async () => {
    await seedFive();
    await signOutBoth(channel);
    const before = await channel.endorse(stepCall(null, 9));
    await seed(channel, { '100004': { balanceFen: fen(299) } });
    expect(await channel.commit([before])).toMatchObject([{ validationCode: 'PHANTOM_READ_CONFLICT' }]);
    const without = await channel.endorse(stepCall(null, 9));
    await seed(channel, { '100020': { balanceFen: fen(1) } });
    expect(await channel.commit([without])).toMatchObject([{ validationCode: 'PHANTOM_READ_CONFLICT' }]);
    expect(await counted()).toMatchObject({ complete: false, folios: 0 });
  });

  it('stops where the rows of a folio do not make its control totals', async () => {
    await seedFive();
    await signOutBoth(channel);
    for (const mspId of ['BankAMSP', 'BrokerXMSP']) {
      const key = 'custody/000000000025001';
      const folio = channel.worldState(mspId).get(key) ?? '';
      channel.falsify(mspId, key, folio.replace('"balanceFen":300}}', '"balanceFen":301}}'));
    }
    await expect(step(null, 9)).rejects.toThrow(
      'BOOK_BROKEN: Folio custody/000000000025001 says its balanceFen is 300, and its rows make 301.',
    );
  });

  it('stops where an account stands in another folio than its own', async () => {
    await seedFive();
    await signOutBoth(channel);
    for (const mspId of ['BankAMSP', 'BrokerXMSP']) {
      const key = 'custody/000000000025001';
      const folio = channel.worldState(mspId).get(key) ?? '';
      channel.falsify(mspId, key, folio.replace('"100004"', '"100008"'));
    }
    await expect(step(null, 9)).rejects.toThrow(/^BOOK_BROKEN: Account 100008 stands in /);
  });

  it('gives no answer that both sign where one side has falsified its book', async () => {
    await seedFive();
    await signOutBoth(channel);
    const key = 'custody/000000000025001';
    const folio = channel.worldState('BrokerXMSP').get(key) ?? '';
    channel.falsify('BrokerXMSP', key, folio.replaceAll('300', '999'));
    await expect(step(null, 9)).rejects.toThrow(/^ENDORSEMENTS_DIFFER: /);
  });

  it('is over once clearing has started, and the bank may count as well as the broker', async () => {
    await signOutBoth(channel);
    await channel.submit({ ...stepCall(null, 1), caller: BANK.operator });
    await startClearing(channel);
    await expect(step(null, 1)).rejects.toThrow(/^DAY_OUT_OF_ORDER: /);
    await closeDay(channel);
    await expect(step(null, 1)).rejects.toThrow(/^DAY_OUT_OF_ORDER: /);
  });
});
