import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { failureOf, rejectionOf } from '../../src/assertions/failures.js';
import { contractOf } from '../../src/clients/gateways.js';
import { chainInfo } from '../../src/clients/ledger.js';
import { startAgain } from '../../src/clients/recovery.js';
import { endorse, evaluate, order, submit } from '../../src/clients/steps.js';
import { network } from '../../src/network/consortium.js';
import { control } from '../../src/network/control.js';
import { unique } from '../../src/network/unique.js';
import { broadcast } from '../../src/raw/calls.js';
import { forgedTransaction } from '../../src/raw/forgery.js';
import { rawProposal } from '../../src/raw/submit.js';

describe('while the orderer is down', () => {
  const key = unique('unordered');

  beforeAll(async () => {
    await (await control()).killNode('orderer');
  });

  afterAll(async () => {
    await startAgain('orderer');
  });

  it('transactions are endorsed and cannot be submitted', async () => {
    const failure = await failureOf(submit(contractOf('bank-a'), [['putState', key, 'x']]));
    expect(failure).toMatchObject({
      error: 'SubmitError',
      code: 'UNAVAILABLE',
      message: 'no orderers could successfully process transaction',
    });
    for (const { address, mspId, message } of failure.details) {
      expect({ address, mspId }).toEqual({
        address: network().ordering.nodes[0]?.endpoint,
        mspId: 'OrdererMSP',
      });
      expect(message).toMatch(/^rpc error: code = Unavailable desc = /);
    }
  });

  it('its own clients cannot reach it', async () => {
    const envelope = forgedTransaction({ proposal: rawProposal({ args: [] }), endorsers: [] });
    expect((await rejectionOf(broadcast(envelope))).code).toBe(14);
  });

  it('everything can be read', async () => {
    expect(await evaluate(contractOf('bank-a'), [['getState', key]])).toEqual(['']);
  });

  it('nothing is lost: what was endorsed before is committed when it is back', async () => {
    const height = (await chainInfo()).getHeight();
    const transaction = await endorse(contractOf('bank-a'), [['putState', key, 'kept']]);
    await (await control()).startNode('orderer');
    await expect
      .poll(() => order(transaction).catch(String), { timeout: 20_000, interval: 200 })
      .toBe('VALID');
    expect(await evaluate(contractOf('bank-a'), [['getState', key]])).toEqual(['kept']);
    expect((await chainInfo()).getHeight()).toBeGreaterThan(height);
  });
});
