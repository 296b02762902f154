import { describe, expect, it } from 'vitest';
import { failureOf } from '../src/assertions/failures.js';
import { contractOf } from '../src/clients/gateways.js';
import { committed, rawTransaction } from '../src/clients/ledger.js';
import { evaluate, proposalOptions, type Step, submit, submitForReceipt } from '../src/clients/steps.js';
import type { MemberId } from '../src/network/consortium.js';
import { unique } from '../src/network/unique.js';
import { hashedWrites } from '../src/raw/parsed.js';
import { sha256 } from '../src/raw/signing.js';

const bank = () => contractOf('bank-a');
const broker = () => contractOf('broker-x');
const hashOf = (text: string) => sha256(Buffer.from(text)).toString('hex');

/** Why a member's own peer refuses steps, with the transaction ID written TX. */
async function refusalAt(id: MemberId, steps: readonly Step[], mspId: string): Promise<string> {
  const proposal = contractOf(id).newProposal('run', {
    ...proposalOptions(steps),
    endorsingOrganizations: [mspId],
  });
  const { details } = await failureOf(proposal.evaluate());
  return (details[0]?.message ?? '').replaceAll(proposal.getTransactionId(), 'TX');
}

describe('private data among its members', () => {
  it('is read by every member of the collection', async () => {
    const key = unique('private');
    await submit(bank(), [['putPrivateData', 'shared', key, 'ours']]);
    expect(await evaluate(bank(), [['getPrivateData', 'shared', key]])).toEqual(['ours']);
    await expect.poll(() => evaluate(broker(), [['getPrivateData', 'shared', key]])).toEqual(['ours']);
  });

  it('comes in by the transient map and is nowhere in the block', async () => {
    const [key, secret] = [unique('private'), unique('secret-value')];
    const { txId } = await submitForReceipt(
      bank(),
      [['putPrivateDataFromTransient', 'shared', key, 'value']],
      { transientData: { value: secret } },
    );
    expect(await evaluate(bank(), [['getPrivateData', 'shared', key]])).toEqual([secret]);
    const transaction = await rawTransaction(txId);
    expect(transaction.includes(secret)).toBe(false);
    expect(transaction.includes(hashOf(secret), 0, 'hex')).toBe(true);
  });

  it('is in the block as hashes of key and value', async () => {
    const key = unique('private');
    const { txId } = await submitForReceipt(bank(), [['putPrivateData', 'shared', key, 'v']]);
    const [collection] =
      (await committed(txId)).sets.find((set) => set.namespace === 'steps')?.collections ?? [];
    expect(collection?.getCollectionName()).toBe('shared');
    const hashed = collection ? hashedWrites(collection.getHashedRwset_asU8()) : [];
    expect(hashed).toEqual([{ key: hashOf(key), value: hashOf('v'), isDelete: false, isPurge: false }]);
  });

  it('does not show what the same transaction has written', async () => {
    const key = unique('private');
    expect(
      await submit(bank(), [
        ['putPrivateData', 'shared', key, 'x'],
        ['getPrivateData', 'shared', key],
      ]),
    ).toEqual([null, '']);
  });

  it('is found in ranges and by partial composite keys, in order', async () => {
    const [prefix, type] = [unique('private'), unique('type')];
    await submit(bank(), [
      ['putPrivateData', 'shared', `${prefix}-2`, 'two'],
      ['putPrivateData', 'shared', `${prefix}-1`, 'one'],
      ['putPrivateComposite', 'shared', type, ['b'], 'B'],
      ['putPrivateComposite', 'shared', type, ['a'], 'A'],
    ]);
    const [range, composite] = (await evaluate(bank(), [
      ['getPrivateDataByRange', 'shared', `${prefix}-`, `${prefix}-~`],
      ['getPrivateDataByPartialCompositeKey', 'shared', type, []],
    ])) as { value: string }[][];
    expect(range?.map(({ value }) => value)).toEqual(['one', 'two']);
    expect(composite?.map(({ value }) => value)).toEqual(['A', 'B']);
  });

  it('of one collection is not in another', async () => {
    const key = unique('private');
    await submit(bank(), [['putPrivateData', 'shared', key, 'here']]);
    expect(
      await evaluate(bank(), [
        ['getPrivateData', 'short-lived', key],
        ['getState', key],
      ]),
    ).toEqual(['', '']);
  });

  it('can be deleted, and its hash with it', async () => {
    const key = unique('private');
    await submit(bank(), [['putPrivateData', 'shared', key, 'x']]);
    await submit(bank(), [['deletePrivateData', 'shared', key]]);
    expect(
      await evaluate(bank(), [
        ['getPrivateData', 'shared', key],
        ['getPrivateDataHash', 'shared', key],
      ]),
    ).toEqual(['', '']);
  });

  it('can be purged, by whoever may write it', async () => {
    const key = unique('private');
    await submit(bank(), [['putPrivateData', 'shared', key, 'x']]);
    const { txId } = await submitForReceipt(broker(), [['purgePrivateData', 'shared', key]]);
    const [collection] =
      (await committed(txId)).sets.find((set) => set.namespace === 'steps')?.collections ?? [];
    expect(collection ? hashedWrites(collection.getHashedRwset_asU8()) : []).toEqual([
      { key: hashOf(key), value: '', isDelete: true, isPurge: true },
    ]);
    expect(
      await evaluate(broker(), [
        ['getPrivateData', 'shared', key],
        ['getPrivateDataHash', 'shared', key],
      ]),
    ).toEqual(['', '']);
  });

  it('can be written again after a purge', async () => {
    const key = unique('private');
    await submit(bank(), [['putPrivateData', 'shared', key, '1']]);
    await submit(bank(), [['purgePrivateData', 'shared', key]]);
    await submit(bank(), [['putPrivateData', 'shared', key, '2']]);
    expect(await evaluate(bank(), [['getPrivateData', 'shared', key]])).toEqual(['2']);
  });
});

describe('private data and those outside the collection', () => {
  it('shows its hash to all members of the channel', async () => {
    const key = unique('private');
    await submit(broker(), [['putPrivateData', 'broker-books', key, 'order']]);
    await expect
      .poll(() => evaluate(bank(), [['getPrivateDataHash', 'broker-books', key]]))
      .toEqual([hashOf('order')]);
  });

  it('has no hash where there is no value', async () => {
    expect(await evaluate(bank(), [['getPrivateDataHash', 'broker-books', unique('absent')]])).toEqual(['']);
  });

  it('is not read by the client of another organisation', async () => {
    const key = unique('private');
    expect(await refusalAt('bank-a', [['getPrivateData', 'broker-books', key]], 'BankAMSP')).toBe(
      'chaincode response 500, GET_STATE failed: transaction ID: TX: tx creator does not have read access permission on privatedata in chaincodeName:steps collectionName: broker-books',
    );
  });

  it('is not written by the client of another organisation', async () => {
    const key = unique('private');
    expect(await refusalAt('bank-a', [['putPrivateData', 'broker-books', key, 'x']], 'BankAMSP')).toBe(
      'chaincode response 500, PUT_STATE failed: transaction ID: TX: tx creator does not have write access permission on privatedata in chaincodeName:steps collectionName: broker-books',
    );
  });

  it('is not read through a foreign peer by a client of the collection', async () => {
    const key = unique('private');
    const { blockNumber } = await submitForReceipt(broker(), [['putPrivateData', 'broker-books', key, 'x']]);
    await expect
      .poll(() => refusalAt('broker-x', [['getPrivateData', 'broker-books', key]], 'BankAMSP'))
      .toBe(
        `chaincode response 500, GET_STATE failed: transaction ID: TX: private data matching public hash version is not available. Public hash version = {BlockNum: ${blockNumber}, TxNum: 0}, Private data version = <nil>`,
      );
  });

  it('of an open collection is read by any client at the peer of a member', async () => {
    const key = unique('private');
    await submit(bank(), [['putPrivateData', 'bank-board', key, 'notice']], {
      endorsingOrganizations: ['BankAMSP', 'BrokerXMSP'],
    });
    expect(
      await evaluate(broker(), [['getPrivateData', 'bank-board', key]], {
        endorsingOrganizations: ['BankAMSP'],
      }),
    ).toEqual(['notice']);
  });

  it('of a collection that does not exist is refused by name', async () => {
    const refusal = (call: string) =>
      `chaincode response 500, ${call} failed: transaction ID: TX: collection custody-bank-a-broker-x/steps/nosuch could not be found`;
    expect(await refusalAt('bank-a', [['getPrivateData', 'nosuch', 'k']], 'BankAMSP')).toBe(
      refusal('GET_STATE'),
    );
    expect(await refusalAt('bank-a', [['putPrivateData', 'nosuch', 'k', 'v']], 'BankAMSP')).toBe(
      refusal('PUT_STATE'),
    );
  });

  it('of a chaincode without collections is refused', async () => {
    const proposal = contractOf('bank-a', 'either').newProposal(
      'run',
      proposalOptions([['getPrivateData', 'shared', 'k']]),
    );
    const { details } = await failureOf(proposal.evaluate());
    expect(details[0]?.message.replaceAll(proposal.getTransactionId(), 'TX')).toBe(
      'chaincode response 500, GET_STATE failed: transaction ID: TX: collection custody-bank-a-broker-x/either/shared could not be found',
    );
  });
});

describe('an organisation’s implicit collection', () => {
  it('is written with the endorsement of that organisation', async () => {
    const key = unique('implicit');
    const { txId } = await submitForReceipt(bank(), [
      ['putPrivateData', '_implicit_org_BankAMSP', key, 'mine'],
    ]);
    expect((await committed(txId)).endorsers).toEqual(['BankAMSP']);
    expect(await evaluate(bank(), [['getPrivateData', '_implicit_org_BankAMSP', key]])).toEqual(['mine']);
  });

  it('is not written with the endorsement of others', async () => {
    const call = submit(broker(), [['putPrivateData', '_implicit_org_BankAMSP', unique('implicit'), 'x']], {
      endorsingOrganizations: ['BrokerXMSP'],
    });
    expect(await failureOf(call)).toMatchObject({ code: 'ENDORSEMENT_POLICY_FAILURE' });
  });

  it('is not read at the peer of another organisation', async () => {
    const key = unique('implicit');
    const { blockNumber } = await submitForReceipt(bank(), [
      ['putPrivateData', '_implicit_org_BankAMSP', key, 'mine'],
    ]);
    await expect
      .poll(() => refusalAt('broker-x', [['getPrivateData', '_implicit_org_BankAMSP', key]], 'BrokerXMSP'))
      .toBe(
        `chaincode response 500, GET_STATE failed: transaction ID: TX: private data matching public hash version is not available. Public hash version = {BlockNum: ${blockNumber}, TxNum: 0}, Private data version = <nil>`,
      );
  });

  it('of an organisation that is not on the channel does not exist', async () => {
    expect(
      await refusalAt('bank-a', [['putPrivateData', '_implicit_org_BrokerYMSP', 'k', 'v']], 'BankAMSP'),
    ).toBe(
      'chaincode response 500, PUT_STATE failed: transaction ID: TX: collection [_implicit_org_BrokerYMSP] not defined in the collection config for chaincode [steps]',
    );
  });
});

describe('private data with a life in blocks', () => {
  it('is gone, hash and all, when that many blocks have followed', async () => {
    const key = unique('short');
    await submit(bank(), [['putPrivateData', 'short-lived', key, 'x']]);
    const read: Step[] = [
      ['getPrivateData', 'short-lived', key],
      ['getPrivateDataHash', 'short-lived', key],
    ];
    expect(await evaluate(bank(), read)).toEqual(['x', hashOf('x')]);
    await submit(bank(), [['putState', unique('next'), '1']]);
    await submit(bank(), [['putState', unique('next'), '2']]);
    expect(await evaluate(bank(), read)).toEqual(['x', hashOf('x')]);
    await submit(bank(), [['putState', unique('next'), '3']]);
    await submit(bank(), [['putState', unique('next'), '4']]);
    expect(await evaluate(bank(), read)).toEqual(['', '']);
  });

  it('lives on when it is written again', async () => {
    const key = unique('short');
    await submit(bank(), [['putPrivateData', 'short-lived', key, '1']]);
    await submit(bank(), [['putState', unique('next'), '1']]);
    await submit(bank(), [['putPrivateData', 'short-lived', key, '2']]);
    await submit(bank(), [['putState', unique('next'), '2']]);
    await submit(bank(), [['putState', unique('next'), '3']]);
    expect(await evaluate(bank(), [['getPrivateData', 'short-lived', key]])).toEqual(['2']);
  });
});
