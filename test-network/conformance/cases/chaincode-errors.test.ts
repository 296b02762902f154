import { describe, expect, it } from 'vitest';
import { detailOf, failureOf } from '../src/assertions/failures.js';
import { contractOf } from '../src/clients/gateways.js';
import { evaluate, submit } from '../src/clients/steps.js';
import { unique } from '../src/network/unique.js';

const bank = () => contractOf('bank-a');
const lowLevel = () => contractOf('bank-a', 'low-level');

describe('a chaincode that says no', () => {
  it('answers evaluate with UNKNOWN, its text, and who said it', async () => {
    const reason = 'chaincode response 500, 余额不足 (balance too low)';
    expect(await failureOf(evaluate(bank(), [['fail', '余额不足 (balance too low)']]))).toEqual({
      error: 'GatewayError',
      code: 'UNKNOWN',
      message: `evaluate call to endorser returned error: ${reason}`,
      details: [detailOf('bank-a', reason)],
    });
  });

  it('answers submit with ABORTED and its text; nobody else is asked', async () => {
    expect(await failureOf(submit(bank(), [['fail', 'no']]))).toEqual({
      error: 'EndorseError',
      code: 'ABORTED',
      message: 'failed to endorse transaction, see attached details for more info',
      details: [detailOf('bank-a', 'chaincode response 500, no')],
    });
  });

  it('answers submit with the text of each organisation that was named', async () => {
    const failure = await failureOf(
      submit(bank(), [['fail', 'no']], { endorsingOrganizations: ['BankAMSP', 'BrokerXMSP'] }),
    );
    expect(failure).toMatchObject({
      code: 'ABORTED',
      message: 'failed to collect enough transaction endorsements, see attached details for more info',
    });
    expect(failure.details).toHaveLength(2);
    expect(failure.details).toEqual(
      expect.arrayContaining([
        detailOf('bank-a', 'chaincode response 500, no'),
        detailOf('broker-x', 'chaincode response 500, no'),
      ]),
    );
  });

  it('commits nothing of what it wrote before', async () => {
    const key = unique('rolled-back');
    await failureOf(
      submit(bank(), [
        ['putState', key, 'x'],
        ['fail', 'no'],
      ]),
    );
    expect(await evaluate(bank(), [['getState', key]])).toEqual(['']);
  });

  it.each([
    ['nosuch', "You've asked to invoke a function that does not exist: nosuch"],
    ['NoContract:run', 'Contract name is not known: NoContract'],
    ['Second:nosuch', 'Second does not know Second:nosuch'],
  ])('names a function that it does not have: %s', async (name, text) => {
    const failure = await failureOf(bank().evaluateTransaction(name));
    expect(failure.details).toEqual([detailOf('bank-a', `chaincode response 500, ${text}`)]);
  });

  it('names a wrong number of arguments', async () => {
    const failure = await failureOf(bank().evaluateTransaction('run'));
    expect(failure.details).toEqual([
      detailOf('bank-a', 'chaincode response 500, Expected 1 parameters, but 0 have been supplied'),
    ]);
  });
});

describe('a chaincode that answers with a status of its own', () => {
  it.each(['200', '299', '399'])(
    'below 400 succeeds, and the client gets the payload: %s',
    async (status) => {
      const key = unique('status');
      const payload = await lowLevel().submitTransaction('putAndRespond', key, 'value', status);
      expect(Buffer.from(payload).toString()).toBe('value');
      expect(Buffer.from(await lowLevel().evaluateTransaction('get', key)).toString()).toBe('value');
    },
  );

  it.each(['400', '404', '499', '500', '555'])(
    'from 400 on fails, with the status before the text: %s',
    async (status) => {
      const reason = `chaincode response ${status}, not today`;
      expect(
        await failureOf(lowLevel().evaluateTransaction('respond', status, 'not today', 'ignored')),
      ).toEqual({
        error: 'GatewayError',
        code: 'UNKNOWN',
        message: `evaluate call to endorser returned error: ${reason}`,
        details: [detailOf('bank-a', reason)],
      });
      expect(
        await failureOf(lowLevel().submitTransaction('respond', status, 'not today', 'ignored')),
      ).toMatchObject({
        code: 'ABORTED',
        details: [detailOf('bank-a', reason)],
      });
    },
  );

  it('that it forgets is an error that the shim words', async () => {
    const proposal = lowLevel().newProposal('forget');
    const { details } = await failureOf(proposal.evaluate());
    const prefix = `[custody-bank-a-broker-x-${proposal.getTransactionId().slice(0, 8)}]`;
    expect(details).toEqual([
      detailOf(
        'bank-a',
        `chaincode response 500, ${prefix} Calling chaincode Invoke() has not called success or error.`,
      ),
    ]);
  });

  it('gets its arguments byte for byte', async () => {
    const args = [Uint8Array.from([0, 255, 1, 128]), Uint8Array.from([])];
    const answer = await lowLevel().evaluateTransaction('args', ...args);
    expect(JSON.parse(Buffer.from(answer).toString())).toEqual([
      Buffer.from('args').toString('hex'),
      '00ff0180',
      '',
    ]);
  });
});

describe('endorsements that disagree', () => {
  const disagreement = {
    error: 'EndorseError',
    code: 'ABORTED',
    message: 'failed to collect enough transaction endorsements, see attached details for more info',
  };

  it.each([
    ['in what they write', 'writeDisagreeing'],
    ['in what they answer', 'disagree'],
    ['in the event they send', 'disagreeingEvent'],
  ])('%s are refused, and name the peer that came second', async (_what, step) => {
    expect(await failureOf(submit(bank(), [[step, unique('disagree')]]))).toEqual({
      ...disagreement,
      details: [detailOf('broker-x', 'ProposalResponsePayloads do not match')],
    });
    expect(await failureOf(submit(contractOf('broker-x'), [[step, unique('disagree')]]))).toEqual({
      ...disagreement,
      details: [detailOf('bank-a', 'ProposalResponsePayloads do not match')],
    });
  });

  it('do not matter where one endorsement is enough', async () => {
    const key = unique('alone');
    await submit(contractOf('bank-a', 'either'), [['writeDisagreeing', key]]);
    expect(await evaluate(contractOf('bank-a', 'either'), [['getState', key]])).toEqual([
      expect.stringMatching(/^[0-9a-f-]{36}$/),
    ]);
  });
});
