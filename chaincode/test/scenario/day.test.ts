import { describe, expect, it } from 'vitest';
import type { DayAnswer } from '../../src/model/answers/day.js';
import { custodyChannel } from './custody-channel.js';
import { nextDay, openDay } from './day.js';
import { REGULATOR } from './members.js';

describe('the set-up of tests', () => {
  it('opens a first day and the next one', async () => {
    const channel = custodyChannel();
    await openDay(channel);
    await nextDay(channel, '2026-07-07');
    const call = { function: 'DayContract:GetDay', request: {}, caller: REGULATOR.auditor };
    expect(await channel.evaluate<DayAnswer>(call)).toEqual({
      businessDate: '2026-07-07',
      state: 'open',
      signedIn: { bank: true, broker: true },
      parametersFrom: '2026-01-01',
    });
  });
});
