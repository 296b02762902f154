import { describe, expect, it } from 'vitest';
import { failureOf } from '../src/assertions/failures.js';
import { bankClientAt, contractOf } from '../src/clients/gateways.js';
import { committed } from '../src/clients/ledger.js';
import { submit, submitForReceipt } from '../src/clients/steps.js';
import type { MemberId } from '../src/network/consortium.js';
import { unique } from '../src/network/unique.js';

const BANK = 'BankAMSP';
const BROKER = 'BrokerXMSP';
const REGULATOR = 'RegulatorMSP';

/** Who endorsed a write to `chaincode` that the bank’s client submitted through the gateway of `id`. */
async function endorsersOfWrite(chaincode: string, id: MemberId, endorsingOrganizations?: string[]) {
  const options = endorsingOrganizations ? { endorsingOrganizations } : {};
  const { txId } = await submitForReceipt(
    bankClientAt(id, chaincode),
    [['putState', unique('selection'), 'x']],
    options,
  );
  return (await committed(txId)).endorsers;
}

describe('endorsers chosen by the chaincode’s policy', () => {
  it.each(['bank-a', 'broker-x', 'regulator'] as const)(
    'AND takes both, through the gateway of %s',
    async (id) => {
      expect(await endorsersOfWrite('steps', id)).toEqual([BANK, BROKER]);
    },
  );

  it.each([
    ['bank-a', BANK],
    ['broker-x', BROKER],
  ] as const)('OR takes the gateway’s own peer: %s', async (id, mspId) => {
    expect(await endorsersOfWrite('either', id)).toEqual([mspId]);
  });

  it('OR takes one of the two where the gateway’s own peer does not count', async () => {
    const endorsers = await endorsersOfWrite('either', 'regulator');
    expect(endorsers).toHaveLength(1);
    expect([BANK, BROKER]).toContain(endorsers[0]);
  });

  it.each(['bank-a', 'broker-x', 'regulator'] as const)(
    'OutOf(2 of 3) takes the two that run the chaincode, through the gateway of %s',
    async (id) => {
      expect(await endorsersOfWrite('two-of-three', id)).toEqual([BANK, BROKER]);
    },
  );

  it('AND over OR takes who can be reached', async () => {
    expect(await endorsersOfWrite('bank-and-either', 'broker-x')).toEqual([BANK, BROKER]);
  });

  it.each([
    [
      'whose one member does not run the chaincode',
      'bank-and-regulator',
      'required chaincodes are not installed on sufficient peers',
    ],
    [
      'that asks for a client, which no peer is',
      'bank-client',
      'no peer combination can satisfy the endorsement policy',
    ],
  ])('a policy %s cannot be met', async (_case, chaincode, reason) => {
    const call = submit(contractOf('bank-a', chaincode), [['getState', 'x']]);
    expect(await failureOf(call)).toEqual({
      error: 'EndorseError',
      code: 'FAILED_PRECONDITION',
      message: `no combination of peers can be derived which satisfy the endorsement policy: ${reason}`,
      details: [],
    });
  });

  it('a policy that names one member takes that member only, whoever submits', async () => {
    expect(await endorsersOfWrite('broker-only', 'bank-a')).toEqual([BROKER]);
  });

  it('without a policy of its own the channel’s Endorsement policy counts', async () => {
    expect(await endorsersOfWrite('channel-policy', 'bank-a')).toEqual([BANK, BROKER]);
  });
});

describe('endorsers named by the client', () => {
  it('are asked, also when there are more than the policy needs', async () => {
    expect(await endorsersOfWrite('either', 'bank-a', [BROKER, BANK])).toEqual([BANK, BROKER]);
  });

  it('are asked even where the own peer would do', async () => {
    expect(await endorsersOfWrite('either', 'bank-a', [BROKER])).toEqual([BROKER]);
  });

  it('too few for the policy are endorsed, and fail at the commit', async () => {
    const call = submit(contractOf('bank-a'), [['putState', unique('one-side'), 'x']], {
      endorsingOrganizations: [BANK],
    });
    expect(await failureOf(call)).toMatchObject({ error: 'CommitError', code: 'ENDORSEMENT_POLICY_FAILURE' });
  });

  it.each(['NoSuchMSP', 'BrokerYMSP'])('of which none has a peer on the channel: %s', async (mspId) => {
    const call = submit(contractOf('bank-a'), [['getState', 'x']], { endorsingOrganizations: [mspId] });
    expect(await failureOf(call)).toEqual({
      error: 'EndorseError',
      code: 'UNAVAILABLE',
      message: `failed to find any endorsing peers for org(s): ${mspId}`,
      details: [],
    });
  });

  it('that do not run the chaincode cannot be found', async () => {
    const call = submit(contractOf('bank-a'), [['getState', 'x']], { endorsingOrganizations: [REGULATOR] });
    expect(await failureOf(call)).toEqual({
      error: 'EndorseError',
      code: 'UNAVAILABLE',
      message: `failed to find any endorsing peers for org(s): ${REGULATOR}`,
      details: [],
    });
  });
});

describe('endorsers chosen by what a transaction writes', () => {
  it('a key whose policy names the broker alone takes the broker alone', async () => {
    const key = unique('key-policy');
    const broker = contractOf('broker-x');
    await submit(broker, [
      ['putState', key, '1'],
      ['setStateValidationParameter', key, [BROKER]],
    ]);
    const { txId } = await submitForReceipt(broker, [['putState', key, '2']]);
    expect((await committed(txId)).endorsers).toEqual([BROKER]);
  });

  it('a key whose policy names both takes both, though the chaincode asks for either', async () => {
    const key = unique('key-policy');
    const bank = contractOf('bank-a', 'either');
    await submit(bank, [
      ['putState', key, '1'],
      ['setStateValidationParameter', key, [BANK, BROKER]],
    ]);
    const { txId } = await submitForReceipt(bank, [['putState', key, '2']]);
    expect((await committed(txId)).endorsers).toEqual([BANK, BROKER]);
  });

  it('a collection with a policy of its own takes those it names', async () => {
    const { txId } = await submitForReceipt(contractOf('broker-x'), [
      ['putPrivateData', 'broker-books', unique('order'), 'x'],
    ]);
    expect((await committed(txId)).endorsers).toEqual([BROKER]);
  });

  it('a public write beside it brings the chaincode’s policy back', async () => {
    const { txId } = await submitForReceipt(contractOf('broker-x'), [
      ['putPrivateData', 'shared', unique('order'), 'x'],
      ['putState', unique('order'), 'x'],
    ]);
    expect((await committed(txId)).endorsers).toEqual([BANK, BROKER]);
  });

  it('chaincode that calls chaincode takes what both policies ask for', async () => {
    const { txId } = await submitForReceipt(contractOf('bank-a', 'either'), [
      ['putState', unique('caller'), 'x'],
      ['invokeChaincode', 'low-level', ['put', unique('called'), 'x']],
    ]);
    expect((await committed(txId)).endorsers).toEqual([BANK, BROKER]);
  });
});
