import { describe, expect, it } from 'vitest';
import { AccountContract } from '../../src/contracts/accounts/account-contract.js';
import { accountOf, activeAccount } from './accounts.js';
import { custodyChannel } from './custody-channel.js';
import { openDay } from './day.js';

describe('the set-up of tests', () => {
  it('brings accounts into business', async () => {
    const channel = custodyChannel([AccountContract]);
    await openDay(channel);
    const ref = await activeAccount(channel, '600001');
    await activeAccount(channel, '600002');
    expect(ref).toMatch(/^[0-9a-f]{16}$/);
    expect(await accountOf(channel, '600001')).toMatchObject({ status: 'active', bankAccountRef: ref });
  });
});
