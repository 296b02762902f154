import { describe, expect, it } from 'vitest';
import { failureOf } from '../src/assertions/failures.js';
import { contractOf } from '../src/clients/gateways.js';
import { committed } from '../src/clients/ledger.js';
import { evaluate, submit, submitForReceipt } from '../src/clients/steps.js';
import { unique } from '../src/network/unique.js';

const bank = () => contractOf('bank-a');

describe('reading', () => {
  it('an absent key answers no bytes', async () => {
    expect(await evaluate(bank(), [['getStateHex', unique('absent')]])).toEqual(['']);
  });

  it('a key does not show what the same transaction has written', async () => {
    const key = unique('own-write');
    await submit(bank(), [['putState', key, 'committed']]);
    const results = await submit(bank(), [
      ['putState', key, 'pending'],
      ['getState', key],
      ['deleteState', key],
      ['getState', key],
      ['putState', key, 'last'],
    ]);
    expect(results).toEqual([null, 'committed', null, 'committed', null]);
    expect(await evaluate(bank(), [['getState', key]])).toEqual(['last']);
  });

  it('a range does not show what the same transaction has written', async () => {
    const prefix = unique('own-range');
    const results = await evaluate(bank(), [
      ['putMany', `${prefix}-`, 3],
      ['getStateByRange', `${prefix}-`, `${prefix}-~`],
    ]);
    expect(results).toEqual([null, []]);
  });

  it('many keys at once gives each its own value', async () => {
    const prefix = unique('together');
    await submit(bank(), [['putMany', `${prefix}-`, 10]]);
    const reads = Array.from({ length: 10 }, (_, index) => ['getState', `${prefix}-0${index}`]);
    const [values] = await evaluate(bank(), [['together', reads]]);
    expect(values).toEqual(Array.from({ length: 10 }, (_, index) => `0${index}`));
  });

  it('one chaincode does not see the keys of another', async () => {
    const key = unique('namespace');
    await submit(bank(), [['putState', key, 'of steps']]);
    expect(await evaluate(contractOf('bank-a', 'either'), [['getState', key]])).toEqual(['']);
  });
});

describe('writing', () => {
  it('several values to one key keeps the last', async () => {
    const key = unique('last-write');
    const { txId } = await submitForReceipt(bank(), [
      ['putState', key, '1'],
      ['putState', key, '2'],
      ['putState', key, '3'],
    ]);
    expect(await evaluate(bank(), [['getState', key]])).toEqual(['3']);
    const writes = (await committed(txId)).sets
      .find((set) => set.namespace === 'steps')
      ?.publicSet.getWritesList();
    expect(writes?.map((write) => [write.getKey(), Buffer.from(write.getValue_asU8()).toString()])).toEqual([
      [key, '3'],
    ]);
  });

  it('keeps every byte of a value', async () => {
    const key = unique('bytes');
    const hex = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)).toString('hex');
    await submit(bank(), [['putState', key, { hex }]]);
    expect(await evaluate(bank(), [['getStateHex', key]])).toEqual([hex]);
  });

  it('no bytes to a key deletes it', async () => {
    const key = unique('empty-value');
    await submit(bank(), [['putState', key, 'x']]);
    const { txId } = await submitForReceipt(bank(), [['putState', key, '']]);
    const [value, rows, history] = await evaluate(bank(), [
      ['getState', key],
      ['getStateByRange', key, `${key}~`],
      ['getHistoryForKey', key],
    ]);
    expect({ value, rows }).toEqual({ value: '', rows: [] });
    expect(history).toMatchObject([{ txId, isDelete: true, value: '' }, { value: 'x' }]);
    const writes = (await committed(txId)).sets
      .find((set) => set.namespace === 'steps')
      ?.publicSet.getWritesList();
    expect(writes?.map((write) => write.getIsDelete())).toEqual([true]);
  });

  it('a deleted key reads as absent and can be written again', async () => {
    const key = unique('deleted');
    await submit(bank(), [['putState', key, 'first']]);
    await submit(bank(), [['deleteState', key]]);
    expect(
      await evaluate(bank(), [
        ['getState', key],
        ['getStateByRange', key, `${key}~`],
      ]),
    ).toEqual(['', []]);
    await submit(bank(), [['putState', key, 'second']]);
    expect(await evaluate(bank(), [['getState', key]])).toEqual(['second']);
  });

  it('an absent key can be deleted', async () => {
    const key = unique('never-there');
    const { txId } = await submitForReceipt(bank(), [['deleteState', key]]);
    const writes = (await committed(txId)).sets
      .find((set) => set.namespace === 'steps')
      ?.publicSet.getWritesList();
    expect(writes?.map((write) => [write.getKey(), write.getIsDelete()])).toEqual([[key, true]]);
  });

  it('puts the keys of a write set in the order of their bytes', async () => {
    const prefix = unique('order');
    const suffixes = ['b', 'é', 'a', 'B', '中', '😀', 'ab', '1'];
    const { txId } = await submitForReceipt(
      bank(),
      suffixes.map((suffix) => ['putState', prefix + suffix, 'x'] as const),
    );
    const writes = (await committed(txId)).sets
      .find((set) => set.namespace === 'steps')
      ?.publicSet.getWritesList();
    const expected = suffixes
      .map((suffix) => prefix + suffix)
      .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    expect(writes?.map((write) => write.getKey())).toEqual(expected);
  });
});

describe('keys', () => {
  it.each([
    ['Chinese', '客户资金'],
    ['beyond the basic plane', '💰🏦'],
    ['with spaces and quotes', ` a "b" 'c' `],
    ['with control characters', '\u0001\u0002\n\t\u007f'],
    ['with a null in the middle', 'a\u0000b'],
    ['that begin with a null', '\u0000plain'],
    ['of a thousand characters', 'k'.repeat(1000)],
  ])('%s are kept apart and found again', async (_kind, text) => {
    const key = `${text}${unique('key')}`;
    await submit(bank(), [['putState', key, 'here']]);
    expect(
      await evaluate(bank(), [
        ['getState', key],
        ['getState', `${key}.`],
      ]),
    ).toEqual(['here', '']);
  });

  it('may even be empty on a LevelDB peer', async () => {
    const value = unique('empty-key');
    await submit(bank(), [['putState', '', value]]);
    expect(await evaluate(bank(), [['getState', '']])).toEqual([value]);
    await submit(bank(), [['deleteState', '']]);
    expect(await evaluate(bank(), [['getState', '']])).toEqual(['']);
  });
});

describe('rich queries', () => {
  it.each([
    ['getQueryResult', ['{"selector":{}}'], 'ExecuteQuery'],
    ['getQueryResultWithPagination', ['{"selector":{}}', 3, ''], 'ExecuteQueryWithMetadata'],
    ['getPrivateDataQueryResult', ['shared', '{"selector":{}}'], 'ExecuteQuery'],
  ] as const)('are refused by a LevelDB peer: %s', async (step, args, call) => {
    const proposal = bank().newProposal('run', { arguments: [JSON.stringify([[step, ...args]])] });
    const failure = await failureOf(proposal.evaluate());
    const reason = `chaincode response 500, GET_QUERY_RESULT failed: transaction ID: ${proposal.getTransactionId()}: ${call} not supported for leveldb`;
    expect(failure).toMatchObject({
      code: 'UNKNOWN',
      message: `evaluate call to endorser returned error: ${reason}`,
      details: [{ message: reason }],
    });
  });
});
