import { beforeAll, describe, expect, it } from 'vitest';
import { failureOf } from '../src/assertions/failures.js';
import { contractOf } from '../src/clients/gateways.js';
import { evaluate, proposalOptions, type Step, submit, submitForReceipt } from '../src/clients/steps.js';
import { unique } from '../src/network/unique.js';

interface Row {
  readonly key: string;
  readonly value: string;
}

interface Page {
  readonly rows: readonly Row[];
  readonly fetchedRecordsCount: number;
  readonly bookmark: string;
}

const bank = () => contractOf('bank-a');
const keysOf = (rows: unknown) => (rows as readonly Row[]).map(({ key }) => key);

describe('a range', () => {
  const prefix = unique('range');
  const key = (suffix: string) => `${prefix}-${suffix}`;

  beforeAll(async () => {
    await submit(bank(), [['putMany', `${prefix}-`, 250]]);
  });

  it('has its start and not its end', async () => {
    const [rows] = await evaluate(bank(), [['getStateByRange', key('010'), key('013')]]);
    expect(rows).toEqual(['010', '011', '012'].map((number) => ({ key: key(number), value: number })));
  });

  it('longer than a hundred keys arrives whole and in order', async () => {
    const [rows] = await evaluate(bank(), [['getStateByRange', key(''), key('~')]]);
    expect(keysOf(rows)).toEqual(Array.from({ length: 250 }, (_, n) => key(String(n).padStart(3, '0'))));
  });

  it('whose start is its end is empty', async () => {
    expect(await evaluate(bank(), [['getStateByRange', key('010'), key('010')]])).toEqual([[]]);
  });

  it('whose end comes before its start is empty', async () => {
    expect(await evaluate(bank(), [['getStateByRange', key('020'), key('010')]])).toEqual([[]]);
  });

  it('may be closed before its end', async () => {
    const [rows] = await evaluate(bank(), [['firstOfRange', key(''), key('~'), 3]]);
    expect(keysOf(rows)).toEqual([key('000'), key('001'), key('002')]);
  });

  it('open at both ends has no composite keys', async () => {
    const type = unique('composite');
    await submit(bank(), [['putComposite', type, ['a'], 'x']]);
    const [rows] = await evaluate(bank(), [['getStateByRange', '', '']]);
    expect(keysOf(rows)).toContain(key('000'));
    expect(keysOf(rows).some((found) => found.includes(type))).toBe(false);
  });

  it('may not begin in the space of composite keys', async () => {
    const failure = await failureOf(evaluate(bank(), [['getStateByRange', '\u0000a', 'b']]));
    expect(failure.message).toBe(
      'evaluate call to endorser returned error: chaincode response 500, first character of the key [\u0000a] contains a null character which is not allowed',
    );
  });
});

describe('a range by pages', () => {
  const prefix = unique('pages');
  const key = (number: number) => `${prefix}-${number}`;

  beforeAll(async () => {
    await submit(bank(), [['putMany', `${prefix}-`, 7]]);
  });

  const page = async (size: number, bookmark: string) => {
    const [answer] = await evaluate(bank(), [
      ['getStateByRangeWithPagination', `${prefix}-`, `${prefix}-~`, size, bookmark],
    ]);
    return answer as Page;
  };

  it('gives as many rows as asked for, and the key that the next page begins with', async () => {
    const first = await page(3, '');
    expect(keysOf(first.rows)).toEqual([key(0), key(1), key(2)]);
    expect(first).toMatchObject({ fetchedRecordsCount: 3, bookmark: key(3) });
  });

  it('goes on where the bookmark points, and ends with an empty bookmark', async () => {
    const second = await page(3, key(3));
    expect(keysOf(second.rows)).toEqual([key(3), key(4), key(5)]);
    const last = await page(3, second.bookmark);
    expect(keysOf(last.rows)).toEqual([key(6)]);
    expect(last).toMatchObject({ fetchedRecordsCount: 1, bookmark: '' });
  });

  it('that ends exactly with a page has an empty bookmark', async () => {
    expect(await page(7, '')).toMatchObject({ fetchedRecordsCount: 7, bookmark: '' });
  });

  it('takes a bookmark between two keys', async () => {
    expect(keysOf((await page(2, `${key(2)}x`)).rows)).toEqual([key(3), key(4)]);
  });

  it('with nothing in it has no rows, and the shim gives no metadata', async () => {
    const nothing = unique('nothing');
    const [answer] = await evaluate(bank(), [
      ['getStateByRangeWithPagination', nothing, `${nothing}~`, 3, ''],
    ]);
    expect(answer).toEqual({ rows: [] });
  });

  const refusalOf = async (steps: readonly Step[]) => {
    const proposal = bank().newProposal('run', proposalOptions(steps));
    const { details } = await failureOf(proposal.endorse());
    return details.map(({ message }) => message.replaceAll(proposal.getTransactionId(), 'TX'));
  };

  it('cannot be read by a transaction that writes afterwards', async () => {
    const refusal = await refusalOf([
      ['getStateByRangeWithPagination', `${prefix}-`, `${prefix}-~`, 3, ''],
      ['putState', unique('write'), 'x'],
    ]);
    expect(refusal).toEqual([
      'chaincode response 500, PUT_STATE failed: transaction ID: TX: txid [TX]: unsuppored transaction. Transaction has already performed a paginated query. Writes are not allowed',
    ]);
  });

  it('cannot be read by a transaction that has written', async () => {
    const refusal = await refusalOf([
      ['putState', unique('write'), 'x'],
      ['getStateByRangeWithPagination', `${prefix}-`, `${prefix}-~`, 3, ''],
    ]);
    expect(refusal).toEqual([
      'chaincode response 500, GET_STATE_BY_RANGE failed: transaction ID: TX: txid [TX]: unsuppored transaction. Paginated queries are supported only in a read-only transaction',
    ]);
  });
});

describe('composite keys', () => {
  it('are the type and the attributes, each ended by a null, after a null', async () => {
    const [composed, split] = await evaluate(bank(), [
      ['createCompositeKey', 'account', ['bank-a', '0007']],
      ['splitCompositeKey', '\u0000account\u0000bank-a\u00000007\u0000'],
    ]);
    expect(composed).toBe('\u0000account\u0000bank-a\u00000007\u0000');
    expect(split).toEqual({ objectType: 'account', attributes: ['bank-a', '0007'] });
  });

  it('are found by their first attributes, in order, and by no part of an attribute', async () => {
    const type = unique('type');
    await submit(bank(), [
      ['putComposite', type, ['a', '2'], 'a2'],
      ['putComposite', type, ['a', '1'], 'a1'],
      ['putComposite', type, ['ab', '1'], 'ab1'],
      ['putComposite', `${type}x`, ['a', '1'], 'other type'],
    ]);
    const [underA, all] = await evaluate(bank(), [
      ['getStateByPartialCompositeKey', type, ['a']],
      ['getStateByPartialCompositeKey', type, []],
    ]);
    expect((underA as Row[]).map(({ value }) => value)).toEqual(['a1', 'a2']);
    expect((all as Row[]).map(({ value }) => value)).toEqual(['a1', 'a2', 'ab1']);
  });

  it('come by pages as well', async () => {
    const type = unique('type');
    await submit(
      bank(),
      Array.from({ length: 5 }, (_, n) => ['putComposite', type, [String(n)], String(n)] as const),
    );
    const read = (bookmark: string) =>
      evaluate(bank(), [['getStateByPartialCompositeKeyWithPagination', type, [], 2, bookmark]]);
    const [first] = (await read('')) as readonly Page[];
    expect(first?.rows.map(({ value }) => value)).toEqual(['0', '1']);
    const [second] = (await read(first?.bookmark ?? '')) as readonly Page[];
    expect(second?.rows.map(({ value }) => value)).toEqual(['2', '3']);
  });

  it('are not composed of empty attributes', async () => {
    const failure = await failureOf(evaluate(bank(), [['createCompositeKey', 'type', ['']]]));
    expect(failure.message).toBe(
      'evaluate call to endorser returned error: chaincode response 500, object type or attribute not a non-zero length string',
    );
  });
});

describe('the history of a key', () => {
  it('has every committed write and delete, the newest first', async () => {
    const key = unique('history');
    const put = await submitForReceipt(bank(), [['putState', key, '1']]);
    const again = await submitForReceipt(bank(), [['putState', key, '2']]);
    const deleted = await submitForReceipt(bank(), [['deleteState', key]]);
    const [history] = await evaluate(bank(), [['getHistoryForKey', key]]);
    expect(history).toMatchObject([
      { txId: deleted.txId, value: '', isDelete: true },
      { txId: again.txId, value: '2', isDelete: false },
      { txId: put.txId, value: '1', isDelete: false },
    ]);
  });

  it('has the time at which the client made the transaction', async () => {
    const key = unique('history');
    const { results } = await submitForReceipt(bank(), [['putState', key, '1'], ['timestamp']]);
    const [history] = await evaluate(bank(), [['getHistoryForKey', key]]);
    const { seconds, nanos } = results[1] as { seconds: number; nanos: number };
    expect(history).toMatchObject([{ seconds, nanos }]);
  });

  it('has nothing of a key that was never written', async () => {
    expect(await evaluate(bank(), [['getHistoryForKey', unique('never')]])).toEqual([[]]);
  });

  it('has nothing of a transaction that was not valid', async () => {
    const key = unique('history');
    const call = submit(bank(), [['putState', key, 'x']], { endorsingOrganizations: ['BankAMSP'] });
    expect(await failureOf(call)).toMatchObject({ code: 'ENDORSEMENT_POLICY_FAILURE' });
    expect(await evaluate(bank(), [['getHistoryForKey', key]])).toEqual([[]]);
  });

  it('shows in one block as many versions as there were transactions', async () => {
    const key = unique('history');
    const writes = await Promise.all(
      ['1', '2', '3'].map((value) => submitForReceipt(bank(), [['putState', key, value]])),
    );
    const [history] = await evaluate(bank(), [['getHistoryForKey', key]]);
    expect((history as { txId: string }[]).map(({ txId }) => txId).sort()).toEqual(
      writes.map(({ txId }) => txId).sort(),
    );
  });
});
