import { describe, expect, it } from 'vitest';
import { failureOf } from '../src/assertions/failures.js';
import { contractOf } from '../src/clients/gateways.js';
import { evaluate, submit } from '../src/clients/steps.js';
import { unique } from '../src/network/unique.js';

const KIB = 1024;
const MIB = 1024 * KIB;

const bank = () => contractOf('bank-a');
const broker = () => contractOf('broker-x', 'either');

describe('a value', () => {
  it.each([
    ['1 byte', 1],
    ['64 KiB', 64 * KIB],
    ['1 MiB', MIB],
    ['4 MiB, more than a message usually may have', 4 * MIB],
  ])('of %s is committed and read back whole', async (_name, size) => {
    const key = unique('size');
    await submit(bank(), [['putState', key, { size }]]);
    expect(await evaluate(bank(), [['sizeOfState', key]])).toEqual([size]);
  });

  it('of 1 MiB is private, too', async () => {
    const key = unique('size');
    await submit(bank(), [['putPrivateData', 'shared', key, { size: MIB }]]);
    const [value] = (await evaluate(bank(), [['getPrivateData', 'shared', key]])) as string[];
    expect(value).toHaveLength(MIB);
  });

  it('too large for the channel is endorsed, and refused by the orderer', async () => {
    const failure = await failureOf(submit(bank(), [['putState', unique('size'), { size: 11 * MIB }]]));
    expect(failure).toMatchObject({ error: 'SubmitError', code: 'ABORTED', details: [] });
    expect(failure.message).toMatch(
      /^received unsuccessful response from orderer: status=BAD_REQUEST, info=message payload is 115\d{5} bytes and exceeds maximum allowed 10485760 bytes$/,
    );
  });
});

describe('an argument', () => {
  it('of 3 MiB reaches the chaincode and comes back', async () => {
    const text = 'a'.repeat(3 * MIB);
    const answer = await bank().evaluateTransaction('echo', text);
    expect(answer.length).toBe(text.length);
  });
});

describe('an answer', () => {
  it('of 5 MiB is evaluated and submitted', async () => {
    const size = 5 * MIB;
    expect(await broker().evaluateTransaction('runAndAnswer', '[]', String(size))).toHaveLength(size);
    expect(await broker().submitTransaction('runAndAnswer', '[]', String(size))).toHaveLength(size);
  });
});

describe('a transaction', () => {
  it('of 1,000 keys is committed', async () => {
    const prefix = unique('many');
    await submit(bank(), [['putMany', `${prefix}-`, 1000]]);
    const [rows] = (await evaluate(bank(), [['getStateByRange', `${prefix}-`, `${prefix}-~`]])) as [
      unknown[],
    ];
    expect(rows).toHaveLength(1000);
  });

  it('of several MiB and one of a byte after it come in that order', async () => {
    const [large, small] = [unique('large'), unique('small')];
    await submit(broker(), [['putState', large, { size: 3 * MIB }]]);
    await submit(broker(), [
      ['putState', small, 'x'],
      ['sizeOfState', large],
    ]);
    expect(
      await evaluate(broker(), [
        ['sizeOfState', large],
        ['getState', small],
      ]),
    ).toEqual([3 * MIB, 'x']);
  });
});
