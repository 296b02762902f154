import { describe, expect, it } from 'vitest';
import { contractOf } from '../src/clients/gateways.js';
import { committed, rawTransaction } from '../src/clients/ledger.js';
import { evaluate, type Step, submit, submitForReceipt } from '../src/clients/steps.js';
import { unique } from '../src/network/unique.js';
import { hashedWrites } from '../src/raw/parsed.js';
import { sha256 } from '../src/raw/signing.js';

const bank = () => contractOf('bank-a');
const broker = () => contractOf('broker-x');
const hashOf = (text: string) => sha256(Buffer.from(text)).toString('hex');

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
