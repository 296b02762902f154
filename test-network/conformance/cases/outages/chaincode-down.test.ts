import { afterAll, describe, expect, inject, it } from 'vitest';
import { failureOf } from '../../src/assertions/failures.js';
import { contractOf } from '../../src/clients/gateways.js';
import { allWorkAgain } from '../../src/clients/recovery.js';
import { evaluate, proposalOptions, type Step, submit } from '../../src/clients/steps.js';
import { control } from '../../src/network/control.js';
import { unique } from '../../src/network/unique.js';
import { untilDone } from '../../src/network/waiting.js';
import { CHAINCODE_LIMIT_MS } from '../../src/setup/provided.js';

const TOO_LONG_MS = CHAINCODE_LIMIT_MS + 400;
const atBank = { endorsingOrganizations: ['BankAMSP'] };

/** The failure of steps that only the bank's peer is asked to run, with the transaction ID written TX. */
async function failureAtBank(call: 'evaluate' | 'endorse', steps: readonly Step[], chaincode = 'steps') {
  const proposal = contractOf('bank-a', chaincode).newProposal('run', {
    ...proposalOptions(steps),
    ...atBank,
  });
  const { details, ...failure } = await failureOf(proposal[call]());
  return {
    ...failure,
    details: details.map(({ message }) => message.replaceAll(proposal.getTransactionId(), 'TX')),
  };
}

describe.concurrent('a chaincode that takes too long', () => {
  const TIMED_OUT =
    'error in simulation: failed to execute transaction TX: error sending: timeout expired while executing transaction';

  it('is given up by the peer: evaluate', async () => {
    expect(await failureAtBank('evaluate', [['sleepFor', TOO_LONG_MS]])).toEqual({
      error: 'GatewayError',
      code: 'ABORTED',
      message: 'failed to evaluate transaction, see attached details for more info',
      details: [TIMED_OUT],
    });
  });

  it('is given up by the peer: endorse', async () => {
    const key = unique('late');
    const steps: Step[] = [
      ['sleepFor', TOO_LONG_MS],
      ['attempt', ['putState', key, 'late']],
    ];
    expect(await failureAtBank('endorse', steps)).toEqual({
      error: 'EndorseError',
      code: 'ABORTED',
      message: 'failed to collect enough transaction endorsements, see attached details for more info',
      details: [TIMED_OUT],
    });
    expect(await evaluate(contractOf('bank-a'), [['getState', key]])).toEqual(['']);
  });

  it('is given up by the peer, also when it holds its only thread', async () => {
    expect((await failureAtBank('evaluate', [['spin', TOO_LONG_MS]], 'two-of-three')).details).toEqual([
      TIMED_OUT,
    ]);
    const [channel] = await untilDone(() =>
      evaluate(contractOf('bank-a', 'two-of-three'), [['channelId']], atBank),
    );
    expect(channel).toBe('custody-bank-a-broker-x');
  });

  it('is waited for within its time', async () => {
    expect(
      await evaluate(contractOf('bank-a'), [['sleepFor', CHAINCODE_LIMIT_MS / 3], ['channelId']]),
    ).toEqual([null, 'custody-bank-a-broker-x']);
  });
});

describe('a chaincode that crashes', () => {
  /** Its end has to be noticed before it can be started. */
  const runAgain = async () => {
    const running = await control();
    await untilDone(() => running.startChaincode('steps', 'BankAMSP'));
  };

  afterAll(async () => {
    await allWorkAgain();
  });

  it('ends the transaction that it was in, and serves the next when it runs again', async () => {
    const key = unique('crash');
    expect(await failureAtBank('endorse', [['putState', key, 'x'], ['crash']])).toEqual({
      error: 'EndorseError',
      code: 'ABORTED',
      message: 'failed to collect enough transaction endorsements, see attached details for more info',
      details: [
        'error in simulation: failed to execute transaction TX: error sending: chaincode stream terminated',
      ],
    });
    await runAgain();
    expect(await submit(contractOf('bank-a'), [['getState', key]])).toEqual(['']);
  });

  it('takes all the transactions with it that it was in', async () => {
    const waiting = failureAtBank('evaluate', [['sleepFor', 1000]]);
    const crashing = failureAtBank('evaluate', [['sleepFor', 200], ['crash']]);
    const terminated =
      'error in simulation: failed to execute transaction TX: error sending: chaincode stream terminated';
    expect((await crashing).details).toEqual([terminated]);
    expect((await waiting).details).toEqual([terminated]);
    await runAgain();
  });
});

describe('a chaincode of one side that is stopped', () => {
  const launchFails = () => {
    const id = inject('conformance').packages.steps['bank-a'];
    return `error in simulation: failed to execute transaction TX: could not launch chaincode ${id}: connection to ${id} failed: `;
  };

  it('is told by its peer, and done without where the other side is enough', async () => {
    const running = await control();
    await running.stopChaincode('steps', 'BankAMSP');
    try {
      const { code, details } = await failureAtBank('endorse', [['txId']]);
      expect(code).toBe('ABORTED');
      expect(details).toEqual([expect.stringContaining(launchFails())]);
      expect(await failureOf(submit(contractOf('broker-x'), [['txId']]))).toMatchObject({
        code: 'ABORTED',
        details: [{ mspId: 'BankAMSP', message: expect.stringContaining('could not launch chaincode') }],
      });
      expect(await evaluate(contractOf('bank-a'), [['channelId']])).toEqual(['custody-bank-a-broker-x']);
      await submit(contractOf('broker-x', 'either'), [['putState', unique('alone'), 'x']]);
    } finally {
      await running.startChaincode('steps', 'BankAMSP');
    }
    await allWorkAgain();
  });
});
