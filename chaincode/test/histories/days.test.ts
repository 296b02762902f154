import { describe, expect, it } from 'vitest';
import { playEnough } from './enough.js';

describe('random histories of orders, accounts and days', () => {
  it('leave the books after every block as the oracle has them, from one day to the next', async () => {
    const { done, refused } = await playEnough({ orders: 2, accounts: 3, days: 3 });
    for (const name of [
      'Place',
      'Release',
      'ReportLoss',
      'CancelLoss',
      'SuspendTransfer',
      'ResumeTransfer',
    ]) {
      expect(done.get(`FreezeContract:${name}`), name).toBeGreaterThan(0);
    }
    for (const name of ['DayContract:CloseDay', 'ClearingContract:PostChunk', 'AccountContract:Suspend']) {
      expect(done.get(name), name).toBeGreaterThan(0);
    }
    for (const code of ['ACCOUNT_FROZEN', 'CLOSED_TO_TRANSFERS']) {
      expect(refused.get(code), code).toBeGreaterThan(0);
    }
  }, 300_000);
});
