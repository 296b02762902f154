import { describe, expect, it } from 'vitest';
import { accountWith, balancesOf, deposit, withdrawal } from '../support/accounts.js';
import { failureOf } from '../support/failures.js';
import { alsoSignedBy } from '../support/forging.js';
import { BANK_MSP, BROKER_MSP } from '../support/network.js';
import { codeOf, endorse, order } from '../support/transactions.js';
import { BROKER } from '../support/users.js';

describe('the custody book', () => {
  it('takes what bank and broker have both endorsed', async () => {
    const account = await accountWith(100_000);
    expect(await codeOf(deposit(account, 500))).toBe('VALID');
    expect(await balancesOf(account)).toEqual([100_500, 100_500]);
  });

  it.each([
    ['the bank', BANK_MSP],
    ['the broker', BROKER_MSP],
  ])('does not take what %s alone has endorsed', async (_who, mspId) => {
    const account = await accountWith(100_000);
    for (const call of [deposit(account, 500), withdrawal(account, 500, BROKER.gateway)]) {
      expect(await codeOf({ ...call, endorsers: [mspId] })).toBe('ENDORSEMENT_POLICY_FAILURE');
    }
    expect(await balancesOf(account)).toEqual([100_000, 100_000]);
  });

  it.each(['RegulatorMSP', 'BankBMSP', 'BrokerYMSP'])('is not endorsed by %s', async (mspId) => {
    const account = await accountWith(100_000);
    const call = endorse({ ...deposit(account, 500), endorsers: [BROKER_MSP, mspId] });
    expect(await failureOf(call)).toMatchObject({
      message: expect.stringContaining(`failed to find any endorsing peers for org(s): ${mspId}`),
    });
  });

  it.each(['regulator', 'bank-b', 'broker-y', 'broker-x'] as const)(
    'does not take the signature of the peer of %s in the place of the bank’s',
    async (id) => {
      const account = await accountWith(100_000);
      const call = { ...withdrawal(account, 500, BROKER.gateway), endorsers: [BROKER_MSP] };
      const forged = await alsoSignedBy(await endorse(call), id, BROKER.gateway);
      expect((await order(forged)).code).toBe('ENDORSEMENT_POLICY_FAILURE');
      expect(await balancesOf(account)).toEqual([100_000, 100_000]);
    },
  );

  it('counts signatures, not where they were made: with the key of the bank’s peer it is taken', async () => {
    const account = await accountWith(100_000);
    const call = { ...withdrawal(account, 500, BROKER.gateway), endorsers: [BROKER_MSP] };
    const signed = await alsoSignedBy(await endorse(call), 'bank-a', BROKER.gateway);
    expect((await order(signed)).code).toBe('VALID');
  });
});
