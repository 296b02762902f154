import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { failureOf } from '../src/assertions/failures.js';
import { contractOf, gatewayOf } from '../src/clients/gateways.js';
import { evaluate } from '../src/clients/steps.js';
import { BANK_BROKER_X, member, network } from '../src/network/consortium.js';
import { userCredentials } from '../src/network/credentials.js';
import { commitStatusRequest } from '../src/raw/commit-request.js';

describe('the limit of gateway calls in flight', () => {
  it('refuses what comes on top, waits for a commit included, and serves again when they end', async () => {
    const { gatewayCallsInFlight: limit } = network().limits;
    const request = commitStatusRequest(
      BANK_BROKER_X,
      randomBytes(32).toString('hex'),
      userCredentials(member('regulator'), 'User1'),
    );
    const gateway = gatewayOf('regulator');
    const deadline = Date.now() + 3_000;
    const calls = Array.from({ length: limit + 20 }, () =>
      failureOf(gateway.newCommit(request).getStatus({ deadline })),
    );
    const failures = await Promise.all(calls);
    const refused = failures.filter(({ code }) => code === 'UNKNOWN');
    expect(refused).toHaveLength(20);
    expect(refused[0]).toEqual({
      error: 'CommitStatusError',
      code: 'UNKNOWN',
      message: `too many requests for /gateway.Gateway, exceeding concurrency limit (${limit})`,
      details: [],
    });
    expect(await evaluate(contractOf('regulator'), [['channelId']])).toEqual([BANK_BROKER_X]);
  });
});
