import { describe, expect, it } from 'vitest';
import {
  ACCOUNT,
  at,
  channelWith,
  courtOrder,
  deposit,
  OTHER_COURT,
  orderOf,
  restriction,
} from '../freezes/frozen-channel.js';
import { cashOf, putHolds, rowOf } from '../scenario/books-probe.js';
import { carriedOut } from '../scenario/instruct.js';
import { BANK, BROKER } from '../scenario/members.js';
import { confirm, correct, propose, voucherOf } from './correct.js';

const PLACE = 'FreezeContract:Place';
const deduct = (amountFen: number, own: Readonly<Record<string, unknown>> = {}) => ({
  kind: 'deduct',
  freezeId: 'order-1',
  amountFen,
  documentNumber: '（2026）沪0115执1234号之二',
  ...own,
});

describe('a deduction by law (划扣)', () => {
  it('takes what the order holds, for a purpose of law, and nothing of what the client may use', async () => {
    const channel = await channelWith(100_00);
    await carriedOut(channel, PLACE, BANK.risk, courtOrder({ limitFen: 60_00 }));
    const before = await cashOf(channel, ACCOUNT, at('10:30:00'));
    const booked = await correct(channel, deduct(25_00));
    expect(voucherOf(booked)).toMatchObject({
      entries: [
        {
          kind: 'judicial-deduction',
          purpose: 'by-law',
          amountFen: -25_00,
          balanceFen: 75_00,
          counter: 'enforcement',
        },
      ],
      counterEntries: { enforcement: 25_00 },
    });
    const { availableFen, withdrawableFen } = before;
    expect(await cashOf(channel, ACCOUNT, at('11:10:00'))).toMatchObject({
      balanceFen: 75_00,
      frozenFen: 35_00,
      availableFen,
      withdrawableFen,
    });
    expect(await orderOf(channel, 'order-1')).toMatchObject({
      limitFen: 60_00,
      deductedFen: 25_00,
      state: 'placed',
    });
  });

  it('ends an order of which nothing is left', async () => {
    const channel = await channelWith(100_00);
    await carriedOut(channel, PLACE, BANK.risk, courtOrder({ limitFen: 60_00 }));
    await correct(channel, deduct(60_00));
    expect((await rowOf(channel, ACCOUNT)).freezes).toEqual([]);
    expect(await orderOf(channel, 'order-1')).toMatchObject({ state: 'deducted', deductedFen: 60_00 });
    await deposit(channel, 50_00, at('11:10:00'));
    expect(await cashOf(channel, ACCOUNT, at('11:11:00'))).toMatchObject({ availableFen: 90_00 });
    await expect(propose(channel, { change: deduct(1) })).rejects.toThrow(
      'FREEZE_NOT_FOUND [change.freezeId]',
    );
  });

  it('is settled money of which the day’s opening, deposits and withdrawals make the balance still', async () => {
    const channel = await channelWith(100_00);
    await deposit(channel, 10_00, at('10:00:00'));
    await carriedOut(channel, PLACE, BANK.risk, courtOrder({ limitFen: 60_00 }));
    await correct(channel, deduct(25_00));
    const { balanceFen, today } = await rowOf(channel, ACCOUNT);
    expect(balanceFen).toBe(85_00);
    expect(today).toMatchObject({ openingFen: 75_00, deposits: { mobile: [10_00, 1] }, withdrawals: {} });
  });

  it('leaves an order for everything in force', async () => {
    const channel = await channelWith(100_00);
    await carriedOut(channel, PLACE, BANK.risk, courtOrder());
    await correct(channel, deduct(100_00));
    await deposit(channel, 50_00, at('11:10:00'));
    expect(await cashOf(channel, ACCOUNT, at('11:11:00'))).toMatchObject({
      frozenFen: 50_00,
      availableFen: 0,
    });
  });

  it('takes nothing that trades oblige to pay or that an earlier order holds', async () => {
    const channel = await channelWith(100_00);
    const earlier = courtOrder({
      id: 'earlier',
      limitFen: 50_00,
      authority: OTHER_COURT,
      priorityAt: at('09:00:00'),
    });
    await carriedOut(channel, PLACE, BANK.risk, earlier);
    await carriedOut(channel, PLACE, BANK.risk, courtOrder({ limitFen: 60_00 }));
    await putHolds(channel, { [ACCOUNT]: { payableFen: 20_00 } });
    await expect(propose(channel, { change: deduct(30_01) })).rejects.toThrow(
      'NOT_CAPTURED [change.amountFen]: Order order-1 holds 30.00 now',
    );
    await correct(channel, deduct(30_00));
    expect((await cashOf(channel, ACCOUNT, at('11:10:00'))).captured).toMatchObject([
      { id: 'earlier', capturedFen: 50_00 },
      { id: 'order-1', capturedFen: 0 },
    ]);
  });

  it('is worked out again when it is confirmed', async () => {
    const channel = await channelWith(100_00);
    await carriedOut(channel, PLACE, BANK.risk, courtOrder({ limitFen: 60_00 }));
    const proposal = await propose(channel, { change: deduct(60_00) });
    await putHolds(channel, { [ACCOUNT]: { payableFen: 50_00 } });
    await expect(confirm(channel, proposal)).rejects.toThrow(/^NOT_CAPTURED: Order order-1 holds 50.00 now/);
  });

  it('is refused under what is no order of law, or not in force any more', async () => {
    const channel = await channelWith(100_00);
    await carriedOut(channel, PLACE, BROKER.risk, restriction());
    const notByLaw = deduct(1_00, { freezeId: 'restriction-1' });
    await expect(propose(channel, { change: notByLaw })).rejects.toThrow(
      'FREEZE_NOT_FOUND [change.freezeId]',
    );
    await carriedOut(channel, PLACE, BANK.risk, courtOrder({ endsAt: at('11:00:00') }));
    await expect(propose(channel, { change: deduct(1_00) })).rejects.toThrow(
      'FREEZE_NOT_FOUND [change.freezeId]',
    );
  });
});
