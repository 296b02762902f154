import { describe, expect, it } from 'vitest';
import { detailOf, failureOf } from '../src/assertions/failures.js';
import { contractOf } from '../src/clients/gateways.js';
import { committed } from '../src/clients/ledger.js';
import { endorse, evaluate, order, type Step, submit } from '../src/clients/steps.js';
import { member } from '../src/network/consortium.js';
import { userCredentials } from '../src/network/credentials.js';
import { unique } from '../src/network/unique.js';
import { serializedIdentity } from '../src/raw/signing.js';

const bank = () => contractOf('bank-a');

/** Endorses both, commits the first, then the second, and answers the code of the second. */
async function codeAfter(first: readonly Step[], second: readonly Step[]): Promise<string> {
  const late = await endorse(bank(), second);
  expect(await order(await endorse(contractOf('broker-x'), first))).toBe('VALID');
  return order(late);
}

describe('MVCC_READ_CONFLICT', () => {
  it('meets the second of two that read and write one key', async () => {
    const key = unique('mvcc');
    await submit(bank(), [['putState', key, '0']]);
    const increment: Step[] = [
      ['getState', key],
      ['putState', key, '1'],
    ];
    expect(await codeAfter(increment, increment)).toBe('MVCC_READ_CONFLICT');
  });

  it('meets who read that a key is absent, once it is there', async () => {
    const key = unique('mvcc');
    const create: Step[] = [
      ['getState', key],
      ['putState', key, '1'],
    ];
    expect(await codeAfter(create, create)).toBe('MVCC_READ_CONFLICT');
  });

  it('meets who read a key that was deleted meanwhile', async () => {
    const key = unique('mvcc');
    await submit(bank(), [['putState', key, '0']]);
    expect(await codeAfter([['deleteState', key]], [['getState', key]])).toBe('MVCC_READ_CONFLICT');
  });

  it('meets who read a key whose validation parameter was changed meanwhile', async () => {
    const key = unique('mvcc');
    await submit(bank(), [['putState', key, '0']]);
    const change: Step[] = [['setStateValidationParameter', key, ['BankAMSP', 'BrokerXMSP']]];
    expect(
      await codeAfter(change, [
        ['getState', key],
        ['putState', unique('other'), 'x'],
      ]),
    ).toBe('MVCC_READ_CONFLICT');
  });

  it('meets who read a private key that was written meanwhile', async () => {
    const key = unique('mvcc');
    const increment: Step[] = [
      ['getPrivateData', 'shared', key],
      ['putPrivateData', 'shared', key, '1'],
    ];
    expect(await codeAfter(increment, increment)).toBe('MVCC_READ_CONFLICT');
  });

  it('says so to the client, with the code in the error, and leaves no write', async () => {
    const [key, other] = [unique('mvcc'), unique('mvcc')];
    const late = await endorse(bank(), [
      ['getState', key],
      ['putState', other, 'late'],
    ]);
    await submit(bank(), [['putState', key, '1']]);
    expect(await order(late)).toBe('MVCC_READ_CONFLICT');
    expect(await evaluate(bank(), [['getState', other]])).toEqual(['']);
    expect((await committed(late.getTransactionId())).code).toBe('MVCC_READ_CONFLICT');
  });

  it('does not meet two that write one key without reading it: the last one stays', async () => {
    const key = unique('blind');
    expect(await codeAfter([['putState', key, 'first']], [['putState', key, 'second']])).toBe('VALID');
    expect(await evaluate(bank(), [['getState', key]])).toEqual(['second']);
  });

  it('does not meet who read the same keys as another', async () => {
    const key = unique('shared-read');
    await submit(bank(), [['putState', key, '0']]);
    const read = (other: string): Step[] => [
      ['getState', key],
      ['putState', other, 'x'],
    ];
    expect(await codeAfter(read(unique('a')), read(unique('b')))).toBe('VALID');
  });
});

describe('PHANTOM_READ_CONFLICT', () => {
  const readRange = (prefix: string): Step[] => [
    ['getStateByRange', `${prefix}-`, `${prefix}-~`],
    ['putState', unique('total'), 'x'],
  ];

  it('meets who read a range into which a key was put meanwhile', async () => {
    const prefix = unique('phantom');
    await submit(bank(), [['putMany', `${prefix}-`, 3]]);
    expect(await codeAfter([['putState', `${prefix}-1x`, 'new']], readRange(prefix))).toBe(
      'PHANTOM_READ_CONFLICT',
    );
  });

  it('meets who read an empty range that is no longer empty', async () => {
    const prefix = unique('phantom');
    expect(await codeAfter([['putState', `${prefix}-1`, 'new']], readRange(prefix))).toBe(
      'PHANTOM_READ_CONFLICT',
    );
  });

  it('meets who read a range from which a key was deleted meanwhile', async () => {
    const prefix = unique('phantom');
    await submit(bank(), [['putMany', `${prefix}-`, 3]]);
    expect(await codeAfter([['deleteState', `${prefix}-1`]], readRange(prefix))).toBe(
      'PHANTOM_READ_CONFLICT',
    );
  });

  it('meets who read a range in which a value was changed meanwhile', async () => {
    const prefix = unique('phantom');
    await submit(bank(), [['putMany', `${prefix}-`, 3]]);
    expect(await codeAfter([['putState', `${prefix}-1`, 'new']], readRange(prefix))).toBe(
      'PHANTOM_READ_CONFLICT',
    );
  });

  it('meets who read a long range, of which the set keeps only a digest', async () => {
    const prefix = unique('phantom');
    await submit(bank(), [['putMany', `${prefix}-`, 130]]);
    expect(await codeAfter([['putState', `${prefix}-1290`, 'new']], readRange(prefix))).toBe(
      'PHANTOM_READ_CONFLICT',
    );
  });

  it('does not meet who read a long range that nobody touched', async () => {
    const prefix = unique('phantom');
    await submit(bank(), [['putMany', `${prefix}-`, 130]]);
    expect(await codeAfter([['putState', unique('elsewhere'), 'x']], readRange(prefix))).toBe('VALID');
  });

  it('meets who stopped reading, too: the peer reads ahead, a hundred keys at a time', async () => {
    const prefix = unique('phantom');
    await submit(bank(), [['putMany', `${prefix}-`, 130]]);
    const readTwo = (): Step[] => [
      ['firstOfRange', `${prefix}-`, `${prefix}-~`, 2],
      ['putState', unique('total'), 'x'],
    ];
    expect(await codeAfter([['putState', `${prefix}-0505`, 'new']], readTwo())).toBe('PHANTOM_READ_CONFLICT');
    expect(await codeAfter([['putState', `${prefix}-1205`, 'new']], readTwo())).toBe('VALID');
  });

  it('meets who read a partial composite key under which a key was put meanwhile', async () => {
    const type = unique('phantom');
    const read: Step[] = [
      ['getStateByPartialCompositeKey', type, ['a']],
      ['putState', unique('total'), 'x'],
    ];
    expect(await codeAfter([['putComposite', type, ['a', '1'], 'new']], read)).toBe('PHANTOM_READ_CONFLICT');
  });
});

describe('a transaction sent twice', () => {
  it('is refused by the gateway’s peers when it is proposed again', async () => {
    const proposal = bank().newProposal('run', {
      arguments: [JSON.stringify([['putState', unique('twice'), 'x']])],
    });
    expect(await order(await proposal.endorse())).toBe('VALID');
    const creator = Buffer.from(serializedIdentity(userCredentials(member('bank-a'), 'User1'))).toString(
      'hex',
    );
    expect(await failureOf(proposal.endorse())).toEqual({
      error: 'EndorseError',
      code: 'ABORTED',
      message: 'failed to endorse transaction, see attached details for more info',
      details: [
        detailOf(
          'bank-a',
          `duplicate transaction found [${proposal.getTransactionId()}]. Creator [${creator}]`,
        ),
      ],
    });
  });

  it('may be sent to the orderer again: the status stays that of the first', async () => {
    const transaction = await endorse(bank(), [['putState', unique('twice'), 'x']]);
    expect(await order(transaction)).toBe('VALID');
    expect(await order(transaction)).toBe('VALID');
    expect((await committed(transaction.getTransactionId())).code).toBe('VALID');
  });
});
