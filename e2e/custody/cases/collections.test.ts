import { randomBytes } from 'node:crypto';
import type { PersonalDataAnswer, SealedAnswer } from '@sanfang/chaincode/model/answers/accounts';
import { unseal } from '@sanfang/chaincode/model/sealed';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { personOf } from '../../../chaincode/test/scenario/people.js';
import { type Account, accountWith, freshSerial } from '../support/accounts.js';
import { failureOf } from '../support/failures.js';
import { hold } from '../support/holds.js';
import { beHonest, lie } from '../support/lying.js';
import { BANK_MSP, BROKER_MSP } from '../support/network.js';
import { ask, type Call, codeOf, endorse } from '../support/transactions.js';
import { BANK, BROKER, REGULATOR, type User } from '../support/users.js';

const SIDES = {
  bank: { as: BANK.gateway, mspId: BANK_MSP, own: 'bankOwn' },
  broker: { as: BROKER.gateway, mspId: BROKER_MSP, own: 'brokerOwn' },
} as const;
type Side = keyof typeof SIDES;
const otherOf = (side: Side): Side => (side === 'bank' ? 'broker' : 'bank');

/** What altered contracts at the peer of `at` are told by a user, of whichever side. */
function told(as: User, at: Side, step: readonly unknown[]): Call {
  return { as, function: 'HoldContract:Take', request: [step], endorsers: [SIDES[at].mspId] };
}

let account: Account;
let order: string;
const filed = { bank: freshSerial(), broker: freshSerial() };

function file(side: Side, endorsers: readonly string[]): Call {
  return {
    as: SIDES[side].as,
    function: 'EvidenceContract:File',
    request: { id: filed[side] },
    transient: { evidence: { kind: 'other', content: `seen by the ${side} only`, salt: 'ab'.repeat(32) } },
    endorsers,
  };
}

beforeAll(async () => {
  account = await accountWith(100_000);
  const call = hold(account, 40_000);
  order = (call.request as { holds: { orderId: string }[] }).holds[0]?.orderId ?? '';
  expect(await codeOf(call)).toBe('VALID');
});
afterAll(async () => {
  await beHonest('bank');
  await beHonest('broker');
});

describe.each(['bank', 'broker'] as const)('the own collection of the %s', (side) => {
  const other = otherOf(side);

  it('is written with the side’s own endorsement', async () => {
    expect(await codeOf(file(side, [SIDES[side].mspId]))).toBe('VALID');
  });

  it('is read by the side', async () => {
    const asked = {
      as: SIDES[side].as,
      function: 'EvidenceContract:GetEvidence',
      request: { id: filed[side] },
    };
    expect(await ask(asked)).toMatchObject({ content: `seen by the ${side} only` });
  });

  it('is neither read nor written by the other, though it alters its contracts', async () => {
    await lie(other, 'obeys');
    const { own } = SIDES[side];
    const stranger = SIDES[other].as;
    const read = told(stranger, other, ['getPrivate', own, `evidence/${filed[side]}`]);
    expect((await failureOf(ask(read))).message).toContain('does not have read access permission');
    const write = told(stranger, other, ['putPrivate', own, `evidence/${filed[side]}`, '{}']);
    expect((await failureOf(endorse(write))).details).toEqual([
      [SIDES[other].mspId, expect.stringContaining('does not have write access permission')],
    ]);
    // A user of the side who is in league with the other may write, and the other’s endorsement does not count.
    const league = told(SIDES[side].as, other, ['putPrivate', own, `evidence/${filed[side]}`, '{}']);
    expect(await codeOf(league)).toBe('ENDORSEMENT_POLICY_FAILURE');
    const looked = told(SIDES[side].as, other, ['getPrivate', own, `evidence/${filed[side]}`]);
    expect((await failureOf(ask(looked))).message).toContain(
      'private data matching public hash version is not available',
    );
    await beHonest(other);
  });
});

describe('the collection of trading', () => {
  const key = () => `hold/${order}`;

  it('is read by the broker and by the regulator', async () => {
    for (const as of [BROKER.trader, REGULATOR.auditor]) {
      const asked: Call = { as, function: 'HoldContract:GetHold', request: { orderId: order } };
      expect(await ask({ ...asked, endorsers: [BROKER_MSP] })).toMatchObject({ heldFen: 40_000 });
    }
  });

  it('is not the bank’s to read or write by the agreed contracts', async () => {
    const asked = { as: BANK.gateway, function: 'HoldContract:GetHold', request: { orderId: order } };
    expect((await failureOf(ask(asked))).message).toContain(
      'NOT_PERMITTED: HoldContract:GetHold is not for the bank.',
    );
    const taken = { ...hold(account, 1), as: BANK.gateway, endorsers: [BANK_MSP] };
    expect((await failureOf(endorse(taken))).details[0]?.[1]).toContain('NOT_PERMITTED');
  });

  it('is not the bank’s to read or write though it alters its contracts, and its peer does not have it', async () => {
    await lie('bank', 'obeys');
    const read = ['getPrivate', 'trading', key()];
    expect((await failureOf(ask(told(BANK.gateway, 'bank', read)))).message).toContain(
      'does not have read access permission',
    );
    expect((await failureOf(ask(told(BROKER.trader, 'bank', read)))).message).toContain(
      'private data matching public hash version is not available',
    );
    const write = ['putPrivate', 'trading', key(), '{}'];
    expect((await failureOf(endorse(told(BANK.gateway, 'bank', write)))).details[0]?.[1]).toContain(
      'does not have write access permission',
    );
    expect(await codeOf(told(BROKER.trader, 'bank', write))).toBe('ENDORSEMENT_POLICY_FAILURE');
    await beHonest('bank');
  });
});

describe('the collection of personal data', () => {
  it.each([
    ['the bank', BANK.gateway, BANK_MSP],
    ['the broker', BROKER.gateway, BROKER_MSP],
    ['the regulator, at the bank’s peer', REGULATOR.auditor, BANK_MSP],
  ] as const)('is read by %s', async (_who, as, mspId) => {
    const answerKey = randomBytes(32).toString('hex');
    const { accountNumber } = account;
    const { sealed } = await ask<SealedAnswer>({
      as,
      function: 'AccountContract:GetPersonalData',
      request: { accountNumber },
      transient: { answerKey },
      endorsers: [mspId],
    });
    const { name, document } = personOf(accountNumber);
    expect(unseal(sealed, answerKey) as PersonalDataAnswer).toMatchObject({ name, document });
  });

  it.each(['bank', 'broker'] as const)('is not written by the %s alone', async (side) => {
    await lie(side, 'obeys');
    const write = ['putPrivate', 'personalData', account.accountNumber, '{"name":"nobody"}'];
    expect(await codeOf(told(SIDES[side].as, side, write))).toBe('ENDORSEMENT_POLICY_FAILURE');
    await beHonest(side);
  });
});
