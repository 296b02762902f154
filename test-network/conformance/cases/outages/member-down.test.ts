import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { detailOf, type Failure, failureOf } from '../../src/assertions/failures.js';
import { channelOf, contractOf } from '../../src/clients/gateways.js';
import { committed } from '../../src/clients/ledger.js';
import { startAgain } from '../../src/clients/recovery.js';
import { evaluate, submit, submitForReceipt } from '../../src/clients/steps.js';
import { takeUntil } from '../../src/clients/take.js';
import { BANK_BROKER_Y } from '../../src/network/consortium.js';
import { control } from '../../src/network/control.js';
import { unique } from '../../src/network/unique.js';

/** How long the others may take to notice that a member is gone, in milliseconds. */
const NOTICE_LIMIT_MS = 15_000;

/** Before the others have noticed, the peer is asked and does not answer; after, it is not found any more. */
function expectBankMissing(failure: Failure): void {
  if (failure.code === 'FAILED_PRECONDITION') {
    expect(failure).toEqual({
      error: 'EndorseError',
      code: 'FAILED_PRECONDITION',
      message:
        'no combination of peers can be derived which satisfy the endorsement policy: no peer combination can satisfy the endorsement policy',
      details: [],
    });
  } else {
    expect(failure).toMatchObject({
      error: 'EndorseError',
      code: 'ABORTED',
      message: 'failed to collect enough transaction endorsements, see attached details for more info',
    });
    expect(failure.details).toEqual([
      detailOf('bank-a', expect.stringMatching(/^rpc error: code = Unavailable desc = /)),
    ]);
  }
}

describe('while the bank’s peer is down', () => {
  const prepared = { holds: unique('holds'), balance: unique('balance'), written: unique('written') };

  beforeAll(async () => {
    await submit(contractOf('broker-x'), [
      ['putState', prepared.holds, '0'],
      ['setStateValidationParameter', prepared.holds, ['BrokerXMSP']],
      ['putState', prepared.balance, '100'],
    ]);
    await (await control()).killNode('bank-a');
  });

  afterAll(async () => {
    await startAgain('bank-a');
  });

  it('what both must endorse cannot be endorsed', async () => {
    const move = () => failureOf(submit(contractOf('broker-x'), [['putState', prepared.balance, '0']]));
    expectBankMissing(await move());
    await expect
      .poll(async () => (await move()).code, { timeout: NOTICE_LIMIT_MS })
      .toBe('FAILED_PRECONDITION');
    expectBankMissing(await move());
  });

  it('what the broker alone endorses fails at the commit where both must', async () => {
    const call = submit(contractOf('broker-x'), [['putState', prepared.balance, '0']], {
      endorsingOrganizations: ['BrokerXMSP'],
    });
    expect(await failureOf(call)).toMatchObject({ error: 'CommitError', code: 'ENDORSEMENT_POLICY_FAILURE' });
    expect(await evaluate(contractOf('broker-x'), [['getState', prepared.balance]])).toEqual(['100']);
  });

  it('what the broker alone may endorse goes on: keys, collections, chaincodes', async () => {
    const { txId } = await submitForReceipt(contractOf('broker-x'), [
      ['putState', prepared.holds, '40'],
      ['putPrivateData', 'broker-books', prepared.written, 'an order'],
    ]);
    expect((await committed(txId, { from: 'broker-x' })).endorsers).toEqual(['BrokerXMSP']);
    await submit(contractOf('broker-x', 'either'), [
      ['putState', prepared.written, 'x'],
      ['setEvent', prepared.written, 'missed while down'],
    ]);
  });

  it('it cannot be named as an endorser', async () => {
    const call = submit(contractOf('broker-x'), [['txId']], { endorsingOrganizations: ['BankAMSP'] });
    expect(await failureOf(call)).toEqual({
      error: 'EndorseError',
      code: 'UNAVAILABLE',
      message: 'failed to find any endorsing peers for org(s): BankAMSP',
      details: [],
    });
  });

  it('the observer still sees and asks the broker', async () => {
    expect(await evaluate(contractOf('regulator'), [['getState', prepared.balance]])).toEqual(['100']);
  });

  it('its clients reach nothing', async () => {
    expect(await failureOf(evaluate(contractOf('bank-a'), [['txId']]))).toMatchObject({
      code: 'UNAVAILABLE',
    });
  });

  it('its other channel is without it, too', async () => {
    const call = submit(contractOf('broker-y', 'steps', BANK_BROKER_Y), [['putState', unique('y'), 'x']]);
    expect(await failureOf(call)).toMatchObject({ error: 'EndorseError' });
  });

  it('nothing is lost: when it is back, it has all and serves all', async () => {
    await startAgain('bank-a');
    expect(
      await evaluate(contractOf('bank-a'), [
        ['getState', prepared.holds],
        ['getState', prepared.balance],
      ]),
    ).toEqual(['40', '100']);
    const events = await channelOf('bank-a').getChaincodeEvents('either', { startBlock: 0n });
    const seen = await takeUntil(events, ({ eventName }) => eventName === prepared.written);
    expect(seen.at(-1)?.payload).toEqual(Uint8Array.from(Buffer.from('missed while down')));
  });
});
