import { describe, expect, it } from 'vitest';
import { failureOf } from '../src/assertions/failures.js';
import { contractOf } from '../src/clients/gateways.js';
import { committed } from '../src/clients/ledger.js';
import { endorse, evaluate, order, type Step, submit, submitForReceipt } from '../src/clients/steps.js';
import { unique } from '../src/network/unique.js';

const BANK = 'BankAMSP';
const BROKER = 'BrokerXMSP';
const bank = () => contractOf('bank-a');

/** Commits steps that one organisation alone has endorsed, and answers their code. */
async function codeEndorsedBy(mspId: string, steps: readonly Step[], chaincode = 'steps'): Promise<string> {
  const contract = contractOf('bank-a', chaincode);
  return order(await endorse(contract, steps, { endorsingOrganizations: [mspId] }));
}

/** A committed key whose validation parameter names the organisations. */
async function keyOf(organisations: readonly string[], chaincode = 'steps'): Promise<string> {
  const key = unique('key-policy');
  await submit(contractOf('bank-a', chaincode), [
    ['putState', key, '1'],
    ['setStateValidationParameter', key, organisations],
  ]);
  return key;
}

describe('a key’s validation parameter', () => {
  it('is read back as it was set', async () => {
    const key = await keyOf([BANK, BROKER]);
    expect(await evaluate(bank(), [['getStateValidationParameter', key]])).toEqual([[BANK, BROKER]]);
  });

  it('is absent where none was set', async () => {
    const key = unique('plain');
    await submit(bank(), [['putState', key, '1']]);
    expect(await evaluate(bank(), [['getStateValidationParameter', key]])).toEqual([null]);
  });

  it('does not show within the transaction that sets it', async () => {
    const key = unique('pending');
    const results = await submit(bank(), [
      ['setStateValidationParameter', key, [BANK]],
      ['getStateValidationParameter', key],
      ['putState', key, 'x'],
    ]);
    expect(results).toEqual([null, null, null]);
  });

  it('takes the place of the chaincode’s policy for that key', async () => {
    const key = await keyOf([BROKER]);
    expect(await codeEndorsedBy(BROKER, [['putState', key, '2']])).toBe('VALID');
    expect(await codeEndorsedBy(BANK, [['putState', key, '3']])).toBe('ENDORSEMENT_POLICY_FAILURE');
    expect(await evaluate(bank(), [['getState', key]])).toEqual(['2']);
  });

  it('counts for what is written: a transaction that only reads its key needs the chaincode’s policy', async () => {
    const key = await keyOf([BROKER]);
    expect(await codeEndorsedBy(BROKER, [['getState', key]])).toBe('ENDORSEMENT_POLICY_FAILURE');
    expect(await codeEndorsedBy(BROKER, [['getPrivateDataHash', 'broker-books', key]])).toBe(
      'ENDORSEMENT_POLICY_FAILURE',
    );
  });

  it('may be changed by those whom it names, who can so give the key away', async () => {
    const key = await keyOf([BROKER]);
    const give: Step[] = [['setStateValidationParameter', key, [BANK]]];
    expect(await codeEndorsedBy(BANK, give)).toBe('ENDORSEMENT_POLICY_FAILURE');
    expect(await codeEndorsedBy(BROKER, give)).toBe('VALID');
    expect(await codeEndorsedBy(BROKER, [['putState', key, '2']])).toBe('ENDORSEMENT_POLICY_FAILURE');
    expect(await codeEndorsedBy(BANK, [['putState', key, '2']])).toBe('VALID');
  });

  it('does not free another key of the same transaction from the chaincode’s policy', async () => {
    const key = await keyOf([BROKER]);
    expect(
      await codeEndorsedBy(BROKER, [
        ['putState', key, '2'],
        ['putState', unique('plain'), 'x'],
      ]),
    ).toBe('ENDORSEMENT_POLICY_FAILURE');
  });

  it('does not count for reading', async () => {
    const key = await keyOf([BROKER]);
    expect(
      await codeEndorsedBy(
        BANK,
        [
          ['getState', key],
          ['putState', unique('plain'), 'x'],
        ],
        'either',
      ),
    ).toBe('VALID');
  });

  it('can ask for more than the chaincode’s policy', async () => {
    const key = await keyOf([BANK, BROKER], 'either');
    expect(await codeEndorsedBy(BANK, [['putState', key, '2']], 'either')).toBe('ENDORSEMENT_POLICY_FAILURE');
  });

  it('guards its own change', async () => {
    const key = await keyOf([BROKER]);
    const change: Step[] = [['setStateValidationParameter', key, [BANK]]];
    expect(await codeEndorsedBy(BANK, change)).toBe('ENDORSEMENT_POLICY_FAILURE');
    expect(await codeEndorsedBy(BROKER, change)).toBe('VALID');
    expect(await codeEndorsedBy(BANK, [['putState', key, '2']])).toBe('VALID');
  });

  it('guards the deletion of its key', async () => {
    const key = await keyOf([BROKER]);
    expect(await codeEndorsedBy(BANK, [['deleteState', key]])).toBe('ENDORSEMENT_POLICY_FAILURE');
    expect(await codeEndorsedBy(BROKER, [['deleteState', key]])).toBe('VALID');
  });

  it('goes with its key when that is deleted', async () => {
    const key = await keyOf([BROKER]);
    await submit(contractOf('broker-x'), [['deleteState', key]]);
    await submit(bank(), [['putState', key, 'again']]);
    expect(await evaluate(bank(), [['getStateValidationParameter', key]])).toEqual([null]);
    expect(await codeEndorsedBy(BROKER, [['putState', key, '2']])).toBe('ENDORSEMENT_POLICY_FAILURE');
  });

  it('stays when its key is written', async () => {
    const key = await keyOf([BROKER]);
    await submit(contractOf('broker-x'), [['putState', key, '2']]);
    expect(await evaluate(bank(), [['getStateValidationParameter', key]])).toEqual([[BROKER]]);
  });

  it('given to an absent key changes nothing', async () => {
    const key = unique('absent');
    await submit(bank(), [['setStateValidationParameter', key, [BROKER]]]);
    expect(await evaluate(bank(), [['getStateValidationParameter', key]])).toEqual([null]);
  });

  it('changed earlier in the same block invalidates who relied on the old one', async () => {
    const key = await keyOf([BROKER]);
    const write = await endorse(contractOf('broker-x'), [['putState', key, '2']]);
    const change = await endorse(contractOf('broker-x'), [['setStateValidationParameter', key, [BANK]]]);
    const codes = [await order(change), await order(write)];
    expect(codes).toEqual(['VALID', 'ENDORSEMENT_POLICY_FAILURE']);
  });

  it('is in the write set as metadata of the key', async () => {
    const key = unique('metadata');
    const { txId } = await submitForReceipt(bank(), [
      ['putState', key, '1'],
      ['setStateValidationParameter', key, [BROKER]],
    ]);
    const set = (await committed(txId)).sets.find(({ namespace }) => namespace === 'steps')?.publicSet;
    const metadata = set?.getMetadataWritesList().map((write) => ({
      key: write.getKey(),
      names: write.getEntriesList().map((entry) => entry.getName()),
    }));
    expect(metadata).toEqual([{ key, names: ['VALIDATION_PARAMETER'] }]);
  });

  it('that is no policy at all makes its key unwritable: no peer endorses', async () => {
    const key = unique('nonsense');
    await submit(bank(), [
      ['putState', key, '1'],
      ['setRawValidationParameter', key, 'ffff'],
    ]);
    const failure = await failureOf(submit(bank(), [['putState', key, '2']]));
    expect(failure).toMatchObject({ error: 'EndorseError', code: 'ABORTED', details: [{ mspId: BANK }] });
    expect(failure.details[0]?.message).toMatch(
      /^error in simulation: error unmarshalling SignaturePolicyEnvelope: proto:/,
    );
    expect(await evaluate(bank(), [['getState', key]])).toEqual(['1']);
  });
});

describe('a private key’s validation parameter', () => {
  it('is read back, and takes the place of the collection’s policy', async () => {
    const key = unique('private-policy');
    await submit(bank(), [
      ['putPrivateData', 'shared', key, '1'],
      ['setPrivateDataValidationParameter', 'shared', key, [BROKER]],
    ]);
    expect(await evaluate(bank(), [['getPrivateDataValidationParameter', 'shared', key]])).toEqual([
      [BROKER],
    ]);
    const write: Step[] = [['putPrivateData', 'shared', key, '2']];
    expect(await codeEndorsedBy(BANK, write)).toBe('ENDORSEMENT_POLICY_FAILURE');
    expect(await codeEndorsedBy(BROKER, write)).toBe('VALID');
  });
});

describe('a collection’s endorsement policy', () => {
  it('lets the broker write alone what the chaincode’s policy would not', async () => {
    const write: Step[] = [['putPrivateData', 'broker-books', unique('order'), 'x']];
    expect(
      await order(await endorse(contractOf('broker-x'), write, { endorsingOrganizations: [BROKER] })),
    ).toBe('VALID');
  });

  it('does not let the others write alone', async () => {
    const write: Step[] = [['putPrivateData', 'broker-books', unique('order'), 'x']];
    expect(
      await order(await endorse(contractOf('broker-x'), write, { endorsingOrganizations: [BANK] })),
    ).toBe('ENDORSEMENT_POLICY_FAILURE');
  });

  it('where there is none, the chaincode’s counts', async () => {
    const write: Step[] = [['putPrivateData', 'shared', unique('note'), 'x']];
    expect(await codeEndorsedBy(BROKER, write)).toBe('ENDORSEMENT_POLICY_FAILURE');
  });

  it('does not free a public write of the same transaction', async () => {
    const write: Step[] = [
      ['putPrivateData', 'broker-books', unique('order'), 'x'],
      ['putState', unique('plain'), 'x'],
    ];
    expect(
      await order(await endorse(contractOf('broker-x'), write, { endorsingOrganizations: [BROKER] })),
    ).toBe('ENDORSEMENT_POLICY_FAILURE');
  });
});
