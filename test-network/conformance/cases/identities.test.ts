import { describe, expect, it } from 'vitest';
import { detailOf, failureOf, rejectionOf } from '../src/assertions/failures.js';
import { channelOf } from '../src/clients/gateways.js';
import { evaluate, submit, submitForReceipt } from '../src/clients/steps.js';
import { take } from '../src/clients/take.js';
import { BANK_BROKER_X, member } from '../src/network/consortium.js';
import { type Credentials, userCredentials } from '../src/network/credentials.js';
import { wording } from '../src/network/generation.js';
import { forgedFor, issuedBy } from '../src/network/issue.js';
import { unique } from '../src/network/unique.js';
import { codeOf } from '../src/raw/submit.js';

const HOUR_MS = 3_600_000;

const contractAs = (credentials: Credentials) =>
  channelOf('bank-a', BANK_BROKER_X, credentials).getContract('steps');

const expired = () =>
  issuedBy('bank-a', {
    commonName: 'expired',
    ou: 'client',
    notBefore: new Date(Date.now() - 2 * HOUR_MS),
    notAfter: new Date(Date.now() - HOUR_MS),
  });

describe('an identity at a gateway', () => {
  it('that the authority has just issued works, and its attributes reach the chaincode', async () => {
    const attributes = { 'sanfang.role': 'bank-operator', limit: '100' };
    const credentials = await issuedBy('bank-a', { commonName: 'operator', ou: 'client', attributes });
    const [role, limit, none] = await submit(contractAs(credentials), [
      ['attribute', 'sanfang.role'],
      ['attribute', 'limit'],
      ['attribute', 'nosuch'],
    ]);
    expect([role, limit, none]).toEqual(['bank-operator', '100', null]);
  });

  it('of another member of the channel works, at this member’s peer', async () => {
    const credentials = userCredentials(member('broker-x'), 'User1');
    const { results } = await submitForReceipt(contractAs(credentials), [['creator']]);
    expect(results).toMatchObject([{ mspId: 'BrokerXMSP' }]);
  });

  it('of a stranger to the channel is refused', async () => {
    const reason = `error validating proposal: access denied: channel [${BANK_BROKER_X}] creator org unknown, creator is malformed`;
    for (const credentials of [
      userCredentials(member('broker-y'), 'User1'),
      await forgedFor('bank-a', { commonName: 'User1', ou: 'client' }),
    ]) {
      expect(await failureOf(evaluate(contractAs(credentials), [['txId']]))).toEqual({
        error: 'GatewayError',
        code: 'FAILED_PRECONDITION',
        message: `evaluate call to endorser returned error: ${reason}`,
        details: [detailOf('bank-a', reason)],
      });
      expect(await failureOf(submit(contractAs(credentials), [['txId']]))).toEqual({
        error: 'EndorseError',
        code: 'ABORTED',
        message: 'failed to endorse transaction, see attached details for more info',
        details: [detailOf('bank-a', reason)],
      });
    }
  });

  it('that has expired is refused', async () => {
    const contract = contractAs(await expired());
    expect(await failureOf(evaluate(contract, [['txId']]))).toEqual(wording().expiredAtGateway());
    expect(await failureOf(submit(contract, [['txId']]))).toEqual({
      error: 'EndorseError',
      code: 'ABORTED',
      message: 'failed to endorse transaction, see attached details for more info',
      details: [detailOf('bank-a', wording().expiredAtEndorser)],
    });
  });

  it('that has expired gets no events and no blocks', async () => {
    const network = channelOf('bank-a', BANK_BROKER_X, await expired());
    expect(await failureOf(take(await network.getChaincodeEvents('steps', { startBlock: 0n }), 1))).toEqual({
      error: 'GatewayError',
      code: 'PERMISSION_DENIED',
      message: `Failed evaluating policy on signed data during check policy on channel [${BANK_BROKER_X}] with policy [/Channel/Application/Readers]: [signature set did not satisfy policy]`,
      details: [],
    });
    expect((await rejectionOf(take(await network.getBlockEvents({ startBlock: 0n }), 1))).message).toBe(
      'Unexpected status response: 403',
    );
  });

  it('that has expired is not told what became of a transaction', async () => {
    const { txId } = await submitForReceipt(contractAs(userCredentials(member('bank-a'), 'User1')), [
      ['putState', unique('k'), 'x'],
    ]);
    expect(await failureOf(codeOf(txId, 'bank-a', BANK_BROKER_X, await expired()))).toEqual({
      error: 'CommitStatusError',
      code: 'PERMISSION_DENIED',
      message: `Failed evaluating policy on signed data during check policy on channel [${BANK_BROKER_X}] with policy [/Channel/Application/Readers]: [signature set did not satisfy policy]`,
      details: [],
    });
  });
});
