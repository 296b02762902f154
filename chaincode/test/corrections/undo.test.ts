import { describe, expect, it } from 'vitest';
import type { TransferRecord } from '../../src/model/rows/instruction-row.js';
import { ACCOUNT, at, BANK_ACCOUNT, channelWith, courtOrder, transferOf } from '../freezes/frozen-channel.js';
import type { TestChannel } from '../ledger/test-channel.js';
import { cashOf, putHolds, rowOf } from '../scenario/books-probe.js';
import { nextDay } from '../scenario/day.js';
import { carriedOut, refusalOf } from '../scenario/instruct.js';
import { BANK, BROKER } from '../scenario/members.js';
import { seed } from '../scenario/seed-contract.js';
import { confirm, correct, propose, voucherOf } from './correct.js';

const BEGIN = 'TransferContract:Begin';
const TUESDAY = '2026-07-07';

async function deposited(channel: TestChannel, amountFen: number) {
  const { serial } = await carriedOut(
    channel,
    BEGIN,
    BANK.system,
    transferOf('deposit', amountFen, at('10:00:00')),
  );
  return { side: 'bank', serial } as const;
}

async function withdrawn(channel: TestChannel, amountFen: number) {
  const line = transferOf('withdrawal', amountFen, at('10:00:00'));
  const { serial } = await carriedOut(channel, BEGIN, BANK.system, line);
  const transfer = { side: 'bank', serial } as const;
  const answer = { transfer, outcome: 'done', initiatedAt: at('10:01:00') };
  await carriedOut(channel, 'TransferContract:Answer', BANK.system, answer);
  return transfer;
}

const undo = (original: object, amountFen: number) => ({ kind: 'undo', original, amountFen });

describe('undoing a transfer', () => {
  it('of an earlier day takes the deposit back in a new entry against the pooled account', async () => {
    const channel = await channelWith(10_00);
    const original = await deposited(channel, 50_00);
    await nextDay(channel, TUESDAY);
    const booked = await correct(channel, undo(original, 20_00), at('11:00:00', TUESDAY));
    const { entries, counterEntries } = voucherOf(booked);
    expect(entries).toEqual([
      {
        instruction: `correction/${booked.answer.id}`,
        accountNumber: ACCOUNT,
        amountFen: -20_00,
        balanceFen: 40_00,
        kind: 'correction',
        purpose: 'by-law',
        counter: 'bank-pool',
      },
    ]);
    expect(counterEntries).toEqual({ 'bank-pool': 20_00 });
    expect(await cashOf(channel, ACCOUNT, at('11:01:00', TUESDAY))).toMatchObject({
      balanceFen: 40_00,
      availableFen: 40_00,
      withdrawableFen: 40_00,
    });
  });

  it('gives a withdrawal back that the bank did not pay', async () => {
    const channel = await channelWith(50_00);
    const original = await withdrawn(channel, 30_00);
    await nextDay(channel, TUESDAY);
    const { answer } = await correct(channel, undo(original, 30_00), at('11:00:00', TUESDAY));
    expect(answer).toMatchObject({ amountFen: 30_00, balanceFen: 50_00 });
  });

  it('of this day counts as if so much less had moved', async () => {
    const channel = await channelWith(50_00);
    await correct(channel, undo(await withdrawn(channel, 30_00), 30_00));
    expect(await cashOf(channel, ACCOUNT, at('11:10:00'))).toMatchObject({
      balanceFen: 50_00,
      withdrawableFen: 50_00,
    });
    await correct(channel, undo(await deposited(channel, 20_00), 5_00));
    const { today, balanceFen } = await rowOf(channel, ACCOUNT);
    expect(balanceFen).toBe(65_00);
    expect(today).toMatchObject({
      openingFen: 50_00,
      deposits: { mobile: [15_00, 1] },
      withdrawals: { mobile: [0, 1] },
    });
  });

  it('takes back what the transfer moved, in parts if need be, and no more', async () => {
    const channel = await channelWith(100_00);
    const original = await deposited(channel, 50_00);
    await correct(channel, undo(original, 30_00));
    await expect(propose(channel, { change: undo(original, 20_01) })).rejects.toThrow(
      'CORRECTION_TOO_LARGE [change.amountFen]: Of transfer',
    );
    await correct(channel, undo(original, 20_00));
    await expect(propose(channel, { change: undo(original, 1) })).rejects.toThrow('CORRECTION_TOO_LARGE');
    const request = original;
    const caller = BANK.gateway;
    expect(
      await channel.evaluate<TransferRecord>({ function: 'TransferContract:GetTransfer', request, caller }),
    ).toMatchObject({ state: 'posted', amountFen: 50_00, correctedFen: 50_00 });
  });

  it('is worked out again when it is confirmed, since two proposals may be for the same money', async () => {
    const channel = await channelWith(100_00);
    const original = await deposited(channel, 50_00);
    const first = await propose(channel, { change: undo(original, 40_00) });
    const second = await propose(channel, { change: undo(original, 40_00) });
    await confirm(channel, first);
    await expect(confirm(channel, second)).rejects.toThrow(/^CORRECTION_TOO_LARGE: /);
    expect((await rowOf(channel, ACCOUNT)).balanceFen).toBe(110_00);
  });

  it('takes only what is available: not what is frozen, in transit, held or still to be received', async () => {
    const channel = await channelWith(0);
    const original = await deposited(channel, 100_00);
    await carriedOut(channel, 'FreezeContract:Place', BANK.risk, courtOrder({ limitFen: 20_00 }));
    await carriedOut(channel, BEGIN, BROKER.operator, transferOf('withdrawal', 10_00, at('10:30:00')));
    await putHolds(channel, { [ACCOUNT]: { heldFen: 5_00, receivableFen: 500_00 } });
    const change = (amountFen: number) => undo(original, amountFen);
    await expect(propose(channel, { change: change(70_01) })).rejects.toThrow(
      'INSUFFICIENT_AVAILABLE [change.amountFen]: 70.00 is available',
    );
    await putHolds(channel, { [ACCOUNT]: { heldFen: 5_00 } });
    await expect(propose(channel, { change: change(65_01) })).rejects.toThrow('INSUFFICIENT_AVAILABLE');
    expect((await correct(channel, change(65_00))).answer).toMatchObject({ balanceFen: 35_00 });
  });

  it('is for what is posted: not for what is pending, reversed or was never begun', async () => {
    const channel = await channelWith(100_00);
    const line = transferOf('withdrawal', 10_00, at('10:30:00'));
    const { serial } = await carriedOut(channel, BEGIN, BROKER.operator, line);
    const pending = { side: 'broker', serial };
    await expect(propose(channel, { change: undo(pending, 1_00) })).rejects.toThrow(
      'NOT_POSTED [change.original.serial]',
    );
    const missing = { side: 'bank', serial: 'nothing' };
    await expect(propose(channel, { change: undo(missing, 1_00) })).rejects.toThrow(
      'TRANSFER_NOT_FOUND [change.original.serial]',
    );
  });

  it('and reversing it cannot both be had, whichever comes first', async () => {
    const channel = await channelWith(100_00);
    const reverse = (original: { readonly side: string; readonly serial: string }) => ({
      original,
      bankId: 'BankAMSP',
      bankAccountRef: BANK_ACCOUNT,
      brokerId: 'BrokerXMSP',
      accountNumber: ACCOUNT,
      amountFen: 50_00,
      initiatedAt: at('10:30:00'),
    });
    const corrected = await deposited(channel, 50_00);
    await correct(channel, undo(corrected, 1_00));
    const code = await refusalOf(channel, 'TransferContract:Reverse', BANK.system, reverse(corrected));
    expect(code).toBe('ALREADY_REVERSED');
    const reversed = await deposited(channel, 50_00);
    await carriedOut(channel, 'TransferContract:Reverse', BANK.system, reverse(reversed));
    await expect(propose(channel, { change: undo(reversed, 1_00) })).rejects.toThrow('NOT_POSTED');
    expect((await rowOf(channel, ACCOUNT)).balanceFen).toBe(149_00);
  });

  it('is not possible on a closed account', async () => {
    const channel = await channelWith(0);
    const original = await deposited(channel, 50_00);
    await seed(channel, { [ACCOUNT]: { status: 'closed' } });
    await expect(propose(channel, { change: undo(original, 50_00) })).rejects.toThrow('ACCOUNT_CLOSED');
  });
});
