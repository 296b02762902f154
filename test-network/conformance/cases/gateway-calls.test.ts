import { StatusCode } from '@hyperledger/fabric-gateway';
import { describe, expect, it } from 'vitest';
import { type Failure, failureOf } from '../src/assertions/failures.js';
import { bankClientAt, channelOf, contractOf, gatewayOf } from '../src/clients/gateways.js';
import { endorse, evaluate, parse, proposalOptions, submit } from '../src/clients/steps.js';
import { BANK_BROKER_X, BANK_BROKER_Y, member } from '../src/network/consortium.js';
import { userCredentials } from '../src/network/credentials.js';
import { unique } from '../src/network/unique.js';
import { commitStatusRequest } from '../src/raw/commit-request.js';

const bank = () => contractOf('bank-a');

/** Both sides know the deadline: the client ends the call itself, or learns first that the peer has. */
function expectDeadline({ error, code, details }: Failure, kind: string): void {
  expect({ error, details }).toEqual({ error: kind, details: [] });
  expect(['DEADLINE_EXCEEDED', 'CANCELLED']).toContain(code);
}

describe('evaluate', () => {
  it('answers what the chaincode returned', async () => {
    expect(Buffer.from(await bank().evaluateTransaction('echo', 'hello')).toString()).toBe('hello');
  });

  it('leaves no trace of what the chaincode wrote', async () => {
    const key = unique('evaluated');
    await evaluate(bank(), [['putState', key, 'x']]);
    expect(await evaluate(bank(), [['getState', key]])).toEqual(['']);
  });

  it('answers no bytes where the chaincode returns nothing', async () => {
    expect(await bank().evaluateTransaction('nothing')).toHaveLength(0);
  });

  it('reaches every contract of a package by its name', async () => {
    const second = channelOf('bank-a').getContract('steps', 'Second');
    expect(Buffer.from(await second.evaluateTransaction('hello', 'bank')).toString()).toBe(
      'hello bank from Second',
    );
  });

  it('is run by another peer where the own one has no such chaincode', async () => {
    const key = unique('forwarded');
    await submit(bank(), [['putState', key, 'seen']]);
    expect(await evaluate(contractOf('regulator'), [['getState', key]])).toEqual(['seen']);
  });

  it('ends where the client does not wait long enough', async () => {
    const call = bank()
      .newProposal('run', proposalOptions([['sleepFor', 600]]))
      .evaluate({ deadline: Date.now() + 150 });
    expectDeadline(await failureOf(call), 'GatewayError');
  });
});

describe('submit', () => {
  it('makes a write readable at the same peer when the call returns', async () => {
    const key = unique('submitted');
    await submit(bank(), [['putState', key, 'hello']]);
    expect(await evaluate(bank(), [['getState', key]])).toEqual(['hello']);
  });

  it('can be done in its three calls, with one transaction ID throughout', async () => {
    const key = unique('three-calls');
    const proposal = bank().newProposal(
      'run',
      proposalOptions([
        ['putState', key, '1'],
        ['getState', key],
      ]),
    );
    const transaction = await proposal.endorse();
    expect(parse(transaction.getResult())).toEqual([null, '']);
    expect(await evaluate(bank(), [['getState', key]])).toEqual(['']);

    const commit = await transaction.submit();
    const status = await commit.getStatus();
    expect(status).toMatchObject({ code: StatusCode.VALID, successful: true });
    expect(status.blockNumber).toBeGreaterThan(0n);
    expect([transaction.getTransactionId(), commit.getTransactionId(), status.transactionId]).toEqual(
      Array(3).fill(proposal.getTransactionId()),
    );
  });

  it('can return before the commit, with the result and a way to wait', async () => {
    const submitted = await bank().submitAsync('run', proposalOptions([['txId']]));
    expect(parse(submitted.getResult())).toEqual([submitted.getTransactionId()]);
    expect(await submitted.getStatus()).toMatchObject({ successful: true });
  });

  it('takes a transaction that only reads', async () => {
    expect(await submit(bank(), [['getState', unique('absent')]])).toEqual(['']);
  });

  it('through the peer of an observer collects the endorsements of the others', async () => {
    const key = unique('by-regulator');
    await submit(bankClientAt('regulator'), [['putState', key, 'x']]);
    expect(await evaluate(bankClientAt('regulator'), [['getState', key]])).toEqual(['x']);
  });

  it('by who may not write on the channel is endorsed, and refused by the orderer', async () => {
    const call = submit(contractOf('regulator'), [['putState', unique('observer'), 'x']]);
    expect(await failureOf(call)).toEqual({
      error: 'SubmitError',
      code: 'ABORTED',
      message:
        "received unsuccessful response from orderer: status=FORBIDDEN, info=implicit policy evaluation failed - 0 sub-policies were satisfied, but this policy requires 1 of the 'Writers' sub-policies to be satisfied: permission denied",
      details: [],
    });
  });
});

describe('commit status', () => {
  it('is the same through every member’s gateway, and again later', async () => {
    const transaction = await endorse(bank(), [['putState', unique('status'), 'x']]);
    const commit = await transaction.submit();
    const status = await commit.getStatus();
    const elsewhere = gatewayOf('broker-x', userCredentials(member('bank-a'), 'User1'));
    expect(await elsewhere.newCommit(commit.getBytes()).getStatus()).toEqual(status);
    expect(await commit.getStatus()).toEqual(status);
  });

  it('of a transaction that was never sent ends with the client’s deadline', async () => {
    const { txId, credentials } = {
      txId: (await endorse(bank(), [['putState', unique('unsent'), 'x']])).getTransactionId(),
      credentials: userCredentials(member('bank-a'), 'User1'),
    };
    const unsent = gatewayOf('bank-a').newCommit(commitStatusRequest(BANK_BROKER_X, txId, credentials));
    expectDeadline(await failureOf(unsent.getStatus({ deadline: Date.now() + 300 })), 'CommitStatusError');
  });
});

describe('calls that lead nowhere', () => {
  const chaincode = (name: string, channel = BANK_BROKER_X) => contractOf('bank-a', name, channel);

  it('evaluate of an unknown chaincode finds no peer', async () => {
    expect(await failureOf(chaincode('nosuch').evaluateTransaction('x'))).toEqual({
      error: 'GatewayError',
      code: 'FAILED_PRECONDITION',
      message: `no peers available to evaluate chaincode nosuch in channel ${BANK_BROKER_X}`,
      details: [],
    });
  });

  it('submit to an unknown chaincode finds no policy', async () => {
    expect(await failureOf(chaincode('nosuch').submitTransaction('x'))).toEqual({
      error: 'EndorseError',
      code: 'FAILED_PRECONDITION',
      message: `no combination of peers can be derived which satisfy the endorsement policy: No metadata was found for chaincode nosuch in channel ${BANK_BROKER_X}`,
      details: [],
    });
  });

  it.each([
    ['does not exist', 'bank-a', 'nochannel'],
    ['the peer has not joined', 'broker-x', BANK_BROKER_Y],
  ] as const)('evaluate on a channel that %s has no configuration', async (_case, id, channel) => {
    expect(await failureOf(contractOf(id, 'steps', channel).evaluateTransaction('x'))).toEqual({
      error: 'GatewayError',
      code: 'UNAVAILABLE',
      message: `failed to get config for channel [${channel}]: could not get last config for channel ${channel}`,
      details: [],
    });
  });

  it.each([
    ['does not exist', 'bank-a', 'nochannel'],
    ['the peer has not joined', 'broker-x', BANK_BROKER_Y],
  ] as const)('submit on a channel that %s has no policy', async (_case, id, channel) => {
    expect(await failureOf(contractOf(id, 'steps', channel).submitTransaction('x'))).toEqual({
      error: 'EndorseError',
      code: 'FAILED_PRECONDITION',
      message: `no combination of peers can be derived which satisfy the endorsement policy: No metadata was found for chaincode steps in channel ${channel}`,
      details: [],
    });
  });
});
