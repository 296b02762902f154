import { describe, expect, it } from 'vitest';
import { nextDay, openDay } from '../../../chaincode/test/scenario/day.js';
import { ContractLedgers } from '../../test/contract-ledger.js';
import { RELATIONSHIP } from '../../test/relationship.js';
import { BusinessDays, businessDayClock } from './business-day.js';

describe('the clock of simulated days', () => {
  it('shows ten in the morning of the business day that is open, whichever it is', async () => {
    const ledgers = new ContractLedgers();
    const clock = businessDayClock(new BusinessDays(ledgers.of(RELATIONSHIP.bank.mspId)));
    await openDay(ledgers.channel, { businessDate: '2026-07-06' });
    expect(await clock.now(RELATIONSHIP.name)).toBe('2026-07-06T10:00:00+08:00');
    await nextDay(ledgers.channel, '2026-07-07');
    expect(await clock.now(RELATIONSHIP.name)).toBe('2026-07-07T10:00:00+08:00');
  });
});
