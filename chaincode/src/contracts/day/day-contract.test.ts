import { beforeEach, describe, expect, it } from 'vitest';
import type { TestChannel } from '../../../test/ledger/test-channel.js';
import { custodyChannel } from '../../../test/scenario/custody-channel.js';
import {
  agreeRelationship,
  closeDay,
  countAll,
  FIRST_DAY,
  openDay,
  signInBoth,
  signOutBoth,
  startClearing,
} from '../../../test/scenario/day.js';
import { BANK, BROKER, REGULATOR } from '../../../test/scenario/members.js';
import { agreeOn, parameterSet, tradingYear } from '../../../test/scenario/rules.js';
import type { DayAnswer } from '../../model/answers/day.js';
import { businessDate } from '../../rules/business-date.js';
import { TransferContract } from '../transfers/transfer-contract.js';

let channel: TestChannel;

const call = (name: string, caller = BROKER.clearing, request: object = {}) =>
  channel.submit<DayAnswer>({ function: `DayContract:${name}`, request, caller });
const signIn = (date: string, caller = BANK.gateway) => call('SignIn', caller, { businessDate: date });
const signOut = (caller = BANK.gateway) => call('SignOut', caller);
const day = () =>
  channel.evaluate<DayAnswer>({ function: 'DayContract:GetDay', request: {}, caller: REGULATOR.auditor });

async function closeFirstDay(): Promise<void> {
  await signOutBoth(channel);
  await countAll(channel);
  await startClearing(channel);
  await closeDay(channel);
}

describe('before the first day', () => {
  beforeEach(async () => {
    channel = custodyChannel();
    await agreeRelationship(channel);
  });

  it('has no day to tell of, and none to end', async () => {
    await expect(day()).rejects.toThrow(/^NOT_SIGNED_IN: No business day has been opened yet/);
    await expect(signOut()).rejects.toThrow(/^NOT_SIGNED_IN: /);
    for (const name of ['StartClearing', 'CloseDay']) {
      await expect(call(name)).rejects.toThrow(/^NOT_SIGNED_IN: /);
    }
    await expect(call('CountFolios', BROKER.clearing, { after: null, limit: 1 })).rejects.toThrow(
      /^NOT_SIGNED_IN: /,
    );
  });

  it('does not open without parameters, nor without a calendar, and says first what is missing first', async () => {
    await expect(signIn(FIRST_DAY)).rejects.toThrow(/^NO_PARAMETERS \[businessDate\]: .*2026-07-06/);
    await agreeOn(channel, 'p', { kind: 'parameters', parameters: parameterSet() });
    await expect(signIn(FIRST_DAY)).rejects.toThrow(/^NO_CALENDAR \[businessDate\]: .*2026-07-06/);
    await agreeOn(channel, 'c', { kind: 'calendar', calendar: tradingYear(2026) });
    await expect(signIn(FIRST_DAY)).resolves.toMatchObject({ answer: { state: 'opening' } });
  });

  it('does not open before the first parameters are in force', async () => {
    const effectiveFrom = businessDate('2026-07-07');
    await agreeOn(channel, 'p', { kind: 'parameters', parameters: parameterSet({ effectiveFrom }) });
    await agreeOn(channel, 'c', { kind: 'calendar', calendar: tradingYear(2026) });
    await expect(signIn(FIRST_DAY)).rejects.toThrow(/^NO_PARAMETERS /);
    await expect(signIn('2026-07-07')).resolves.toMatchObject({ answer: { parametersFrom: effectiveFrom } });
  });
});

describe('the business day', () => {
  beforeEach(async () => {
    channel = custodyChannel([TransferContract]);
    await agreeRelationship(channel);
    await agreeOn(channel, 'p', { kind: 'parameters', parameters: parameterSet() });
    await agreeOn(channel, 'c', { kind: 'calendar', calendar: tradingYear(2026) });
  });

  it('opens when both sides have signed in, and each answer tells the day', async () => {
    const first = await signIn(FIRST_DAY, BROKER.gateway);
    expect(first.answer).toEqual({
      businessDate: FIRST_DAY,
      state: 'opening',
      signedIn: { bank: false, broker: true },
      parametersFrom: '2026-01-01',
    });
    const second = await signIn(FIRST_DAY, BANK.system);
    expect(second.answer).toMatchObject({ state: 'open', signedIn: { bank: true, broker: true } });
    expect(await day()).toEqual(second.answer);
  });

  it('§9 #10: answers a second sign-in with “already”', async () => {
    await signIn(FIRST_DAY);
    await expect(signIn(FIRST_DAY)).rejects.toThrow(
      'ALREADY_SIGNED_IN: Business day 2026-07-06 is opening, and the bank has signed in.',
    );
    await signIn(FIRST_DAY, BROKER.gateway);
    await expect(signIn(FIRST_DAY, BROKER.gateway)).rejects.toThrow(/^ALREADY_SIGNED_IN: /);
  });

  it('§9 #10: does no business before both have signed in, nor after one has signed out', async () => {
    const transfer = {
      serial: '1',
      direction: 'deposit',
      accountNumber: '100001',
      bankAccountRef: '0123456789abcdef',
      amountFen: 1,
      channel: 'web',
      initiatedAt: '2026-07-06T10:00:00+08:00',
    };
    let serial = 0;
    const begin = async () => {
      serial += 1;
      const instructions = [{ ...transfer, serial: `s${serial}` }];
      const request = { function: 'TransferContract:Begin', request: { instructions }, caller: BANK.system };
      const { answer } = await channel.submit<{ results: { code: string }[] }>(request);
      return answer.results[0]?.code;
    };
    await expect(begin()).rejects.toThrow(/^NOT_SIGNED_IN: /);
    await signIn(FIRST_DAY);
    expect(await begin()).toBe('NOT_SIGNED_IN');
    await signIn(FIRST_DAY, BROKER.gateway);
    expect(await begin()).toBe('ACCOUNT_NOT_FOUND');
    await signOut(BROKER.gateway);
    expect(await begin()).toBe('CLOSED_TO_TRANSFERS');
    await signOut();
    await countAll(channel);
    await startClearing(channel);
    expect(await begin()).toBe('CLOSED_TO_TRANSFERS');
    await closeDay(channel);
    expect(await begin()).toBe('NOT_SIGNED_IN');
  });

  it('§9 #17: is no holiday, no weekend, and no weekend on which offices work', async () => {
    // 2026-10-01 is a closed Thursday, 2026-07-04 a Saturday, 2026-10-10 a Saturday that makes up for the holiday.
    for (const date of ['2026-10-01', '2026-07-04', '2026-10-10']) {
      await expect(signIn(date)).rejects.toThrow(/^NOT_A_TRADING_DAY \[businessDate\]: /);
    }
    await expect(signIn('2026-10-01')).rejects.toThrow('the next one after it is 2026-10-08');
  });

  it('§9 #17: takes no instruction that is of a holiday', async () => {
    await signInBoth(channel, '2026-09-30');
    const instruction = {
      serial: '1',
      direction: 'deposit',
      accountNumber: '100001',
      bankAccountRef: '0123456789abcdef',
      amountFen: 1,
      channel: 'web',
      initiatedAt: '2026-10-01T10:00:00+08:00',
    };
    const { answer } = await channel.submit<{ results: { code: string }[] }>({
      function: 'TransferContract:Begin',
      request: { instructions: [instruction] },
      caller: BANK.system,
    });
    expect(answer.results[0]?.code).toBe('OTHER_BUSINESS_DAY');
  });

  it('lets the second side sign in for the same day alone', async () => {
    await signIn(FIRST_DAY);
    await expect(signIn('2026-07-07', BROKER.gateway)).rejects.toThrow(
      'DAY_OUT_OF_ORDER [businessDate]: Business day 2026-07-06 is opening; the day that can be signed in for is 2026-07-06 itself, until it is closed.',
    );
  });

  it('lets a side take its sign-in back before the other has come', async () => {
    await signIn(FIRST_DAY);
    await expect(signOut(BROKER.gateway)).rejects.toThrow(
      'NOT_SIGNED_IN: Business day 2026-07-06 is opening, and the broker is not signed in.',
    );
    await expect(signOut()).resolves.toMatchObject({ answer: { state: 'opening' } });
    await signInBoth(channel, FIRST_DAY);
    expect(await day()).toMatchObject({ state: 'open' });
  });

  it('closes to transfers with the first sign-out, and nobody signs in again that day', async () => {
    await signInBoth(channel, FIRST_DAY);
    await expect(signOut()).resolves.toMatchObject({
      answer: { state: 'closed-to-transfers', signedIn: { bank: false, broker: true } },
    });
    await expect(signIn(FIRST_DAY)).rejects.toThrow(
      'DAY_OUT_OF_ORDER: Business day 2026-07-06 is closed-to-transfers; who has signed out comes back with the next day.',
    );
    await expect(call('StartClearing')).rejects.toThrow(
      'DAY_OUT_OF_ORDER: Business day 2026-07-06 is closed-to-transfers; the broker must sign out first.',
    );
    await expect(call('CountFolios', BROKER.clearing, { after: null, limit: 1 })).rejects.toThrow(
      'DAY_OUT_OF_ORDER: Folios of 2026-07-06 are counted when both have signed out, and the broker has not.',
    );
  });

  it('is neither counted nor cleared nor closed while it is open', async () => {
    await signInBoth(channel, FIRST_DAY);
    await expect(call('CountFolios', BROKER.clearing, { after: null, limit: 1 })).rejects.toThrow(
      /^DAY_OUT_OF_ORDER: /,
    );
    for (const name of ['StartClearing', 'CloseDay']) {
      await expect(call(name)).rejects.toThrow(/^DAY_OUT_OF_ORDER: /);
    }
  });

  it('is closed after clearing, and the next trading day follows over the weekend and the holiday', async () => {
    await signInBoth(channel, '2026-09-30');
    await closeFirstDay();
    expect(await day()).toMatchObject({ state: 'closed', signedIn: { bank: false, broker: false } });
    await expect(call('CloseDay')).rejects.toThrow(/^DAY_OUT_OF_ORDER: /);
    for (const date of ['2026-09-30', '2026-10-09']) {
      await expect(signIn(date)).rejects.toThrow(
        'DAY_OUT_OF_ORDER [businessDate]: Business day 2026-09-30 is closed; the day that can be signed in for is 2026-10-08.',
      );
    }
    await expect(signIn('2026-10-08')).resolves.toMatchObject({ answer: { businessDate: '2026-10-08' } });
  });

  it('does not go beyond the calendar', async () => {
    await signInBoth(channel, '2026-12-31');
    await closeFirstDay();
    await expect(signIn('2026-12-31')).rejects.toThrow(/^NO_CALENDAR \[businessDate\]: .*does not reach/);
    await expect(signIn('2027-01-04')).rejects.toThrow(/^NO_CALENDAR \[businessDate\]: /);
    await agreeOn(channel, 'c27', { kind: 'calendar', calendar: tradingYear(2027) });
    await expect(signIn('2027-01-04')).resolves.toMatchObject({ answer: { state: 'opening' } });
  });

  it('keeps the parameters that were in force when it began', async () => {
    await signIn(FIRST_DAY);
    const effectiveFrom = businessDate('2026-07-07');
    await agreeOn(channel, 'p2', { kind: 'parameters', parameters: parameterSet({ effectiveFrom }) });
    await signIn(FIRST_DAY, BROKER.gateway);
    expect(await day()).toMatchObject({ parametersFrom: '2026-01-01' });
    await closeFirstDay();
    await signInBoth(channel, '2026-07-07');
    expect(await day()).toMatchObject({ parametersFrom: '2026-07-07' });
  });

  it('lets only one of two sign-ins of the same moment in, so that the other is told what has changed', async () => {
    const signInOf = (caller = BANK.gateway) =>
      channel.endorse({ function: 'DayContract:SignIn', request: { businessDate: FIRST_DAY }, caller });
    const committed = await channel.commit([await signInOf(), await signInOf(BROKER.gateway)]);
    expect(committed.map(({ validationCode }) => validationCode)).toEqual(['VALID', 'MVCC_READ_CONFLICT']);
  });

  it('leaves a voucher with a note for each move', async () => {
    const { transactionId } = await signIn(FIRST_DAY);
    const voucher = channel.worldState('RegulatorMSP').get(`voucher/${transactionId}`) ?? '';
    expect(JSON.parse(voucher).notes).toEqual([
      { instruction: 'bank/day', kind: 'day.signed-in', subject: FIRST_DAY, facts: { state: 'opening' } },
    ]);
  });

  it('needs the signatures of both: neither opens a day alone', async () => {
    const { validationCode } = await channel.submit({
      function: 'DayContract:SignIn',
      request: { businessDate: FIRST_DAY },
      caller: BANK.gateway,
      endorsers: ['BankAMSP'],
    });
    expect(validationCode).toBe('ENDORSEMENT_POLICY_FAILURE');
    await expect(day()).rejects.toThrow(/^NOT_SIGNED_IN: /);
  });
});

describe('who may move the day', () => {
  beforeEach(async () => {
    channel = custodyChannel();
    await openDay(channel);
  });

  it('is not an observer, a trader, a risk officer, nor the bank where the broker clears', async () => {
    await expect(signOut(REGULATOR.auditor)).rejects.toThrow(/^NOT_PERMITTED: /);
    await expect(signOut(BROKER.trader)).rejects.toThrow(/^NOT_PERMITTED: /);
    await expect(signIn(FIRST_DAY, BANK.risk)).rejects.toThrow(/^NOT_PERMITTED: /);
    for (const name of ['StartClearing', 'CloseDay']) {
      await expect(call(name, BANK.gateway)).rejects.toThrow(/^NOT_PERMITTED: /);
    }
  });

  it('is told which field of the request is wrong', async () => {
    await expect(signIn('2026-02-30')).rejects.toThrow(/^MALFORMED_REQUEST \[businessDate\]: /);
    await expect(call('SignOut', BANK.gateway, { now: true })).rejects.toThrow(
      /^MALFORMED_REQUEST \[now\]: /,
    );
    for (const [field, request] of [
      ['limit', { after: null, limit: 2_001 }],
      ['limit', { after: null, limit: 0 }],
      ['after', { after: -1, limit: 1 }],
      ['after', { limit: 1 }],
    ] as const) {
      await expect(call('CountFolios', BROKER.clearing, request)).rejects.toThrow(
        `MALFORMED_REQUEST [${field}]: `,
      );
    }
  });
});
