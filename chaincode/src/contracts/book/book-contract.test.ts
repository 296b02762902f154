import { describe, expect, it } from 'vitest';
import { openDay } from '../../../test/scenario/day.js';
import { BANK, BROKER, REGULATOR } from '../../../test/scenario/members.js';
import { wholeChannel } from '../../../test/scenario/whole-channel.js';
import type { VoucherRow } from '../../model/rows/voucher-row.js';

describe('the book', () => {
  it('has a voucher of every transaction that has changed it, and shows it to both members and the regulator', async () => {
    const channel = wholeChannel();
    await openDay(channel);
    const changing = channel
      .blocks()
      .flatMap(({ transactions }) => transactions)
      .filter(({ set }) => set.writes.length > 0);
    expect(changing.length).toBeGreaterThan(5);
    for (const { transactionId, args } of changing) {
      const call = { function: 'BookContract:GetVoucher', request: { transactionId } };
      for (const caller of [BANK.operator, BROKER.trader, REGULATOR.auditor]) {
        const voucher = await channel.evaluate<VoucherRow>({ ...call, caller });
        expect(voucher).toMatchObject({ transactionId, function: args[0] });
        expect(voucher.notes.length + voucher.entries.length).toBeGreaterThan(0);
      }
    }
  });

  it('tells of a lane that was never used that it has had no batch', async () => {
    const channel = wholeChannel();
    await openDay(channel);
    const lane = (request: object) =>
      channel.evaluate({ function: 'BookContract:GetLane', request, caller: REGULATOR.auditor });
    expect(await lane({ side: 'broker', number: 999 })).toEqual({
      side: 'broker',
      number: 999,
      lastBatch: 0,
    });
    await expect(lane({ side: 'regulator', number: 0 })).rejects.toThrow('MALFORMED_REQUEST [side]');
    await expect(lane({ side: 'bank', number: 1_000 })).rejects.toThrow('MALFORMED_REQUEST [number]');
  });
});
