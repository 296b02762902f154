import { describe, expect, it } from 'vitest';
import type { TransferRecord } from '../../src/model/rows/instruction-row.js';
import {
  ACCOUNT,
  at,
  BANK_ACCOUNT,
  channelWith,
  deposit,
  restriction,
  transferOf,
} from '../freezes/frozen-channel.js';
import { cashOf, rowOf } from '../scenario/books-probe.js';
import { carriedOut, refusalOf } from '../scenario/instruct.js';
import { BANK, BROKER } from '../scenario/members.js';
import { correct, propose, voucherOf } from './correct.js';

const BEGIN = 'TransferContract:Begin';
const booking = (own: Readonly<Record<string, unknown>> = {}) => ({
  kind: 'book',
  direction: 'deposit',
  accountNumber: ACCOUNT,
  bankAccountRef: BANK_ACCOUNT,
  amountFen: 50_00,
  bankSerial: 'CORE-77',
  businessDate: '2026-07-03',
  ...own,
});

describe('booking what the bank’s data show (#37)', () => {
  it('books a deposit of an earlier day, which is settled money', async () => {
    const channel = await channelWith(10_00);
    const booked = await correct(channel, booking());
    expect(voucherOf(booked).entries).toMatchObject([
      { kind: 'deposit', amountFen: 50_00, balanceFen: 60_00, counter: 'bank-pool' },
    ]);
    expect((await rowOf(channel, ACCOUNT)).today).toMatchObject({ openingFen: 60_00, deposits: {} });
    expect(await cashOf(channel, ACCOUNT, at('11:10:00'))).toMatchObject({ withdrawableFen: 60_00 });
  });

  it('books a withdrawal to the client’s own account, of this day as one of its own', async () => {
    const channel = await channelWith(100_00);
    const booked = await correct(channel, booking({ direction: 'withdrawal', businessDate: '2026-07-06' }));
    expect(voucherOf(booked).entries).toMatchObject([
      { kind: 'withdrawal', purpose: 'withdrawal-to-own-account', amountFen: -50_00, balanceFen: 50_00 },
    ]);
    expect((await rowOf(channel, ACCOUNT)).today).toMatchObject({
      openingFen: 100_00,
      withdrawals: { bank: [50_00, 1] },
    });
    expect(await cashOf(channel, ACCOUNT, at('11:10:00'))).toMatchObject({ withdrawableFen: 50_00 });
  });

  it('never takes more than is available', async () => {
    const channel = await channelWith(49_99);
    const change = booking({ direction: 'withdrawal' });
    await expect(propose(channel, { change })).rejects.toThrow('INSUFFICIENT_AVAILABLE [change.amountFen]');
  });

  it('makes it a transfer that an inquiry finds and that can be undone', async () => {
    const channel = await channelWith(0);
    await correct(channel, booking());
    const original = { side: 'bank', serial: 'CORE-77' };
    const inquiry = { function: 'TransferContract:GetTransfer', request: original, caller: BROKER.gateway };
    expect(await channel.evaluate<TransferRecord>(inquiry)).toMatchObject({
      state: 'posted',
      direction: 'deposit',
      amountFen: 50_00,
      businessDate: '2026-07-03',
    });
    const { answer } = await correct(channel, { kind: 'undo', original, amountFen: 50_00 });
    expect(answer.balanceFen).toBe(0);
  });

  it('is refused twice, and so is the bank’s own instruction when it comes after all', async () => {
    const channel = await channelWith(0);
    await correct(channel, booking());
    await expect(propose(channel, { change: booking() })).rejects.toThrow(
      'BANK_SERIAL_BOOKED [change.bankSerial]',
    );
    const late = { ...transferOf('deposit', 50_00, at('11:30:00')), serial: 'CORE-77' };
    expect(await refusalOf(channel, BEGIN, BANK.system, late)).toBe('IDEMPOTENCY_CONFLICT');
    expect((await rowOf(channel, ACCOUNT)).balanceFen).toBe(50_00);
  });

  it('is refused where the ledger has the transfer, posted or on its way', async () => {
    const channel = await channelWith(100_00);
    const deposited = { ...transferOf('deposit', 50_00, at('10:00:00')), serial: 'CORE-77' };
    await carriedOut(channel, BEGIN, BANK.system, deposited);
    await expect(propose(channel, { change: booking() })).rejects.toThrow('BANK_SERIAL_BOOKED');
    const paying = { ...transferOf('withdrawal', 50_00, at('10:00:00')), serial: 'CORE-78' };
    await carriedOut(channel, BEGIN, BANK.system, paying);
    const change = booking({ direction: 'withdrawal', bankSerial: 'CORE-78' });
    await expect(propose(channel, { change })).rejects.toThrow('BANK_SERIAL_BOOKED');
  });

  it('is refused under the serial with which the bank answered a request of the broker', async () => {
    const channel = await channelWith(0);
    const requested = transferOf('deposit', 50_00, at('10:00:00'));
    const { serial } = await carriedOut(channel, BEGIN, BROKER.operator, requested);
    await carriedOut(channel, 'TransferContract:Answer', BANK.system, {
      serial: 'CORE-77',
      transfer: { side: 'broker', serial },
      outcome: 'done',
      initiatedAt: at('10:01:00'),
    });
    await expect(propose(channel, { change: booking() })).rejects.toThrow('BANK_SERIAL_BOOKED');
  });

  it('is there for what the ledger refused and the bank had done, and keeps the first answer', async () => {
    const channel = await channelWith(0);
    const blocked = restriction({ blocks: ['deposit'], endsAt: at('10:30:00') });
    await carriedOut(channel, 'FreezeContract:Place', BROKER.risk, blocked);
    const line = { ...transferOf('deposit', 50_00, at('10:05:00')), serial: 'CORE-77' };
    expect(await refusalOf(channel, BEGIN, BANK.system, line)).toBe('ACCOUNT_FROZEN');
    await correct(channel, booking({ businessDate: '2026-07-06' }));
    expect((await rowOf(channel, ACCOUNT)).balanceFen).toBe(50_00);
    expect(await refusalOf(channel, BEGIN, BANK.system, line)).toBe('ACCOUNT_FROZEN');
    expect((await rowOf(channel, ACCOUNT)).balanceFen).toBe(50_00);
  });

  it('is for the linked bank account only, and for days that have begun', async () => {
    const channel = await channelWith(0);
    await deposit(channel, 1_00, at('10:00:00'));
    const other = booking({ bankAccountRef: 'f'.repeat(16) });
    await expect(propose(channel, { change: other })).rejects.toThrow(
      'BANK_ACCOUNT_NOT_LINKED [change.bankAccountRef]',
    );
    const ahead = booking({ businessDate: '2026-07-07' });
    await expect(propose(channel, { change: ahead })).rejects.toThrow(
      'OTHER_BUSINESS_DAY [change.businessDate]',
    );
  });
});
