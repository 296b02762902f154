import { afterEach, describe, expect, it, vi } from 'vitest';
import type { TestChannel } from '../ledger/test-channel.js';
import { arrival } from '../matrix/every-function.js';
import { BANK_MSP, BROKER_MSP } from '../scenario/members.js';

/** Minutes that clocks are behind UTC: ahead of China, on another day, with a half hour, and with summer time. */
const ZONES = {
  'Pacific/Kiritimati': -840,
  'Pacific/Pago_Pago': 660,
  'Asia/Kolkata': -330,
  'America/New_York': 240,
} as const;
const { TZ } = process.env;

afterEach(() => {
  if (TZ === undefined) Reflect.deleteProperty(process.env, 'TZ');
  else process.env.TZ = TZ;
});

/** Everything that the peers of both members have come to hold, and what was answered on the way. */
function everythingOf(channel: TestChannel): string[] {
  return [
    channel.publicText(),
    ...[BANK_MSP, BROKER_MSP].flatMap((mspId) => [
      JSON.stringify([...channel.worldState(mspId)]),
      JSON.stringify([...channel.privateState(mspId, 'personalData')]),
    ]),
  ];
}

describe('every function of every contract', () => {
  it('comes to the same bytes on peers of any zone, with fields in any order and no clock', async () => {
    // That each is simulated twice with shuffled orders, and calls no clock, is what the channel sees to.
    const brought = await arrival();
    const found: string[][] = [];
    for (const [zone, behindMinutes] of Object.entries(ZONES)) {
      process.env.TZ = zone;
      expect(new Date('2026-07-06T00:00:00Z').getTimezoneOffset()).toBe(behindMinutes);
      // Serials are counted by module, so each zone begins with modules of its own.
      vi.resetModules();
      const { everyFunction } = await import('../matrix/every-function.js');
      const { channel, done } = await everyFunction(brought);
      expect([...done].sort()).toEqual([...channel.functions()].sort());
      found.push(everythingOf(channel));
    }
    const [first, ...others] = found;
    expect(first?.join('').length).toBeGreaterThan(50_000);
    for (const other of others) expect(other).toEqual(first);
  }, 120_000);
});
