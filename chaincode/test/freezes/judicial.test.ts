import { describe, expect, it } from 'vitest';
import type { CashPosition } from '../../src/rules/withdrawable.js';
import type { TestChannel } from '../ledger/test-channel.js';
import { cashOf, putHolds, rowOf } from '../scenario/books-probe.js';
import { nextDay } from '../scenario/day.js';
import { carriedOut, refusalOf } from '../scenario/instruct.js';
import { BANK, BROKER } from '../scenario/members.js';
import {
  ACCOUNT,
  at,
  COURT,
  CSRC,
  channelWith,
  courtOrder,
  deposit,
  OTHER_COURT,
  orderOf,
  transferOf,
} from './frozen-channel.js';

const place = (channel: TestChannel, own: Readonly<Record<string, unknown>> = {}) =>
  carriedOut(channel, 'FreezeContract:Place', BANK.risk, courtOrder(own));

const release = (own: Readonly<Record<string, unknown>> = {}) => ({
  id: 'order-1',
  authority: COURT,
  documentNumber: '（2026）沪0115执1234号之一',
  initiatedAt: at('11:00:00'),
  ...own,
});

const held = ({ captured }: CashPosition): Record<string, number> =>
  Object.fromEntries(captured.map(({ id, capturedFen }) => [id, capturedFen]));

describe('a judicial freeze (#40)', () => {
  it('captures what there is and then what comes: available 100, order 120, inflow 30, of which 20 is captured', async () => {
    const channel = await channelWith(100_00);
    await place(channel, { limitFen: 120_00 });
    expect(await cashOf(channel, ACCOUNT, at('10:01:00'))).toMatchObject({
      frozenFen: 100_00,
      availableFen: 0,
    });
    await deposit(channel, 30_00, at('10:05:00'));
    const cash = await cashOf(channel, ACCOUNT, at('10:06:00'));
    expect(cash).toMatchObject({ frozenFen: 120_00, availableFen: 10_00, withdrawableFen: 10_00 });
  });

  it('explains 10,000.00 with 4,000.00 frozen as 6,000.00 available and withdrawable (V11)', async () => {
    const channel = await channelWith(10_000_00);
    await place(channel, { limitFen: 4_000_00 });
    const cash = await cashOf(channel, ACCOUNT, at('10:01:00'));
    expect(cash).toMatchObject({ frozenFen: 4_000_00, availableFen: 6_000_00, withdrawableFen: 6_000_00 });
    const begin = 'TransferContract:Begin';
    const tooMuch = transferOf('withdrawal', 6_000_01, at('10:02:00'));
    expect(await refusalOf(channel, begin, BROKER.operator, tooMuch)).toBe('INSUFFICIENT_WITHDRAWABLE');
    await carriedOut(channel, begin, BROKER.operator, transferOf('withdrawal', 6_000_00, at('10:03:00')));
  });

  it('leaves what trades oblige to pay alone', async () => {
    const channel = await channelWith(100_00);
    await putHolds(channel, { [ACCOUNT]: { payableFen: 30_00, heldFen: 10_00 } });
    await place(channel, { limitFen: 80_00 });
    const cash = await cashOf(channel, ACCOUNT, at('10:01:00'));
    expect(cash).toMatchObject({ frozenFen: 60_00, availableFen: 0, payableFen: 30_00, heldFen: 10_00 });
  });

  it('keeps balance, available, frozen and in transit explained at each step', async () => {
    const channel = await channelWith(10_000_00);
    const steps: { balanceFen: number; availableFen: number; frozenFen: number; inTransitFen: number }[] = [];
    const look = async (time: string) => {
      const { balanceFen, availableFen, frozenFen, inTransitFen } = await cashOf(channel, ACCOUNT, at(time));
      expect(availableFen + frozenFen + inTransitFen).toBe(balanceFen);
      steps.push({ balanceFen, availableFen, frozenFen, inTransitFen });
    };
    await look('10:00:00');
    await place(channel, { limitFen: 4_000_00 });
    await look('10:01:00');
    const withdrawal = transferOf('withdrawal', 5_000_00, at('10:02:00'));
    const { serial } = await carriedOut(channel, 'TransferContract:Begin', BROKER.operator, withdrawal);
    await look('10:02:00');
    const paid = { transfer: { side: 'broker', serial }, initiatedAt: at('10:03:00') };
    await carriedOut(channel, 'TransferContract:Claim', BANK.system, paid);
    await carriedOut(channel, 'TransferContract:Answer', BANK.system, { ...paid, outcome: 'done' });
    await look('10:03:00');
    await carriedOut(channel, 'FreezeContract:Release', BROKER.risk, release());
    await look('11:00:00');
    expect(steps).toEqual([
      { balanceFen: 10_000_00, availableFen: 10_000_00, frozenFen: 0, inTransitFen: 0 },
      { balanceFen: 10_000_00, availableFen: 6_000_00, frozenFen: 4_000_00, inTransitFen: 0 },
      { balanceFen: 10_000_00, availableFen: 1_000_00, frozenFen: 4_000_00, inTransitFen: 5_000_00 },
      { balanceFen: 5_000_00, availableFen: 1_000_00, frozenFen: 4_000_00, inTransitFen: 0 },
      { balanceFen: 5_000_00, availableFen: 5_000_00, frozenFen: 0, inTransitFen: 0 },
    ]);
  });

  it('waits behind an order received earlier, whichever was placed first, and moves up when that is released', async () => {
    const channel = await channelWith(100_00);
    await place(channel, {
      id: 'later',
      limitFen: 80_00,
      authority: OTHER_COURT,
      priorityAt: at('09:30:00'),
    });
    await place(channel, { id: 'earlier', limitFen: 70_00, priorityAt: at('09:20:00') });
    expect(held(await cashOf(channel, ACCOUNT, at('10:10:00')))).toEqual({ earlier: 70_00, later: 30_00 });
    await carriedOut(channel, 'FreezeContract:Release', BANK.risk, release({ id: 'earlier' }));
    expect(held(await cashOf(channel, ACCOUNT, at('11:10:00')))).toEqual({ later: 80_00 });
  });

  it('ends by itself at the date switch, and says so when the account is next touched', async () => {
    const channel = await channelWith(100_00);
    await place(channel, { endsAt: '2026-07-07T00:00:00+08:00' });
    expect(await cashOf(channel, ACCOUNT, at('23:59:59'))).toMatchObject({ availableFen: 0 });
    await nextDay(channel, '2026-07-07');
    const morning = at('09:00:00', '2026-07-07');
    expect(await cashOf(channel, ACCOUNT, morning)).toMatchObject({ availableFen: 100_00, frozenFen: 0 });
    expect(await orderOf(channel, 'order-1')).toMatchObject({ state: 'placed' });
    await place(channel, {
      id: 'order-2',
      limitFen: 1_00,
      startsAt: morning,
      priorityAt: morning,
      initiatedAt: morning,
    });
    expect(await orderOf(channel, 'order-1')).toMatchObject({
      state: 'expired',
      end: { at: '2026-07-06T16:00:00Z' },
    });
    expect((await rowOf(channel, ACCOUNT)).freezes.map(({ id }) => id)).toEqual(['order-2']);
  });

  it('is told in full to whoever reads it', async () => {
    const channel = await channelWith(100_00);
    await place(channel, { limitFen: 120_00 });
    expect(await orderOf(channel, 'order-1')).toMatchObject({
      kind: 'freeze',
      accountNumber: ACCOUNT,
      reason: 'judicial',
      limitFen: 120_00,
      authority: COURT,
      documentNumber: '（2026）沪0115执1234号',
      officers: ['310115-0042'],
      startsAt: '2026-07-06T02:00:00Z',
      endsAt: '2027-07-06T16:00:00Z',
      priorityAt: '2026-07-06T01:55:00Z',
      placedBy: { side: 'bank', mspId: 'BankAMSP', user: 'risk-officer' },
      state: 'placed',
    });
  });

  it.each([
    ['of a court for more than a year', { endsAt: '2027-07-07T00:00:01+08:00' }],
    [
      'of the securities regulator for more than six months',
      { authority: CSRC, endsAt: '2027-01-07T00:00:01+08:00' },
    ],
    ['that starts ahead', { startsAt: at('10:00:01') }],
    ['that was received ahead', { priorityAt: at('10:00:01') }],
    ['that is over already', { startsAt: at('09:00:00'), endsAt: at('10:00:00') }],
  ])('is refused %s', async (_, own) => {
    const channel = await channelWith(100_00);
    expect(await refusalOf(channel, 'FreezeContract:Place', BANK.risk, courtOrder(own))).toBe('FREEZE_TERM');
  });

  it('is released by the authority that ordered it and no other, whichever side that was served on', async () => {
    const channel = await channelWith(100_00);
    await place(channel);
    const wrong = release({ authority: OTHER_COURT });
    expect(await refusalOf(channel, 'FreezeContract:Release', BANK.risk, wrong)).toBe('FREEZE_AUTHORITY');
    await carriedOut(channel, 'FreezeContract:Release', BROKER.risk, release());
    expect(await orderOf(channel, 'order-1')).toMatchObject({
      state: 'released',
      end: { by: { side: 'broker' }, documentNumber: '（2026）沪0115执1234号之一' },
    });
    expect(await refusalOf(channel, 'FreezeContract:Release', BANK.risk, release())).toBe('FREEZE_NOT_FOUND');
  });
});

describe('the renewal of a judicial freeze', () => {
  const renewal = (own: Readonly<Record<string, unknown>> = {}) =>
    courtOrder({
      id: 'order-1a',
      renews: 'order-1',
      endsAt: '2028-07-07T00:00:00+08:00',
      startsAt: at('14:00:00'),
      priorityAt: at('13:55:00'),
      initiatedAt: at('14:00:00'),
      ...own,
    });

  it('keeps the place in the waiting list', async () => {
    const channel = await channelWith(100_00);
    await place(channel, { limitFen: 70_00 });
    await place(channel, { id: 'waiting', authority: OTHER_COURT, priorityAt: at('09:58:00') });
    await carriedOut(channel, 'FreezeContract:Place', BROKER.risk, renewal({ limitFen: 70_00 }));
    expect(held(await cashOf(channel, ACCOUNT, at('14:10:00')))).toEqual({
      'order-1a': 70_00,
      waiting: 30_00,
    });
    expect(await orderOf(channel, 'order-1')).toMatchObject({ state: 'renewed', renewedBy: 'order-1a' });
    expect(await orderOf(channel, 'order-1a')).toMatchObject({ priorityAt: '2026-07-06T01:55:00Z' });
  });

  it.each([
    ['for a larger amount', { limitFen: 70_01 }, 'FREEZE_RENEWAL'],
    ['for everything where the order has a limit', { limitFen: null }, 'FREEZE_RENEWAL'],
    ['by another authority', { limitFen: 70_00, authority: OTHER_COURT }, 'FREEZE_AUTHORITY'],
    ['of an order that is not there', { limitFen: 70_00, renews: 'order-9' }, 'FREEZE_NOT_FOUND'],
    ['that ends no later', { limitFen: 70_00, endsAt: '2027-07-07T00:00:00+08:00' }, 'FREEZE_TERM'],
    ['for more than a further year', { limitFen: 70_00, endsAt: '2028-07-07T00:00:01+08:00' }, 'FREEZE_TERM'],
  ])('is refused %s', async (_, own, code) => {
    const channel = await channelWith(100_00);
    await place(channel, { limitFen: 70_00 });
    expect(await refusalOf(channel, 'FreezeContract:Place', BANK.risk, renewal(own))).toBe(code);
    expect(await orderOf(channel, 'order-1')).toMatchObject({ state: 'placed' });
  });

  it('comes too late where the order has ended', async () => {
    const channel = await channelWith(100_00);
    await place(channel, { endsAt: at('13:59:59') });
    expect(await refusalOf(channel, 'FreezeContract:Place', BANK.risk, renewal())).toBe('FREEZE_NOT_FOUND');
  });
});
