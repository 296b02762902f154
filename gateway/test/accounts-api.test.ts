import { residentIdCheckCharacter } from '@sanfang/chaincode/rules/resident-id';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLedgers, startApi, type TestApi, TOKEN } from './api.js';
import type { ContractLedgers } from './contract-ledger.js';
import {
  ACCOUNT,
  activation,
  agreement,
  BANK_CARD,
  confirmation,
  PERSON,
  registration,
  relationship,
  withAccount,
} from './requests.js';

let ledgers: ContractLedgers;
let bank: TestApi;
let broker: TestApi;

beforeEach(async () => {
  ledgers = await openLedgers();
  bank = await startApi({ ledgers });
  broker = await startApi({ ledgers, role: 'broker' });
});
afterEach(() => Promise.all([bank.close(), broker.close()]));

/** From registration to business, as broker and bank do it. */
async function opened() {
  const steps = [
    await broker.batch('/v1/accounts', registration),
    await broker.batch('/v1/agreements', agreement),
    await bank.batch('/v1/agreement-confirmations', confirmation),
    await broker.batch('/v1/account-activations', activation),
  ];
  return steps.map(({ body }) => body.results[0]);
}

describe('a client’s account', () => {
  it('is registered and proposed by the broker, confirmed by the bank, and then opened for business', async () => {
    const [registered, proposed, confirmed, activated] = await opened();
    expect(registered).toEqual({
      idempotencyKey: 'register-1',
      outcome: 'done',
      status: 'registered',
      clientNumber: '1001000001',
      role: 'main',
      transactionId: expect.any(String),
      replayed: false,
    });
    expect(proposed).toMatchObject({ status: 'proposed', bankAccountRef: expect.any(String) });
    expect(confirmed).toMatchObject({ status: 'confirmed', bankAccountRef: proposed.bankAccountRef });
    expect(activated).toMatchObject({ status: 'active' });
    const { body } = await bank.get(`/v1/accounts/${ACCOUNT}?relationship=${relationship}`);
    expect(body).toMatchObject({
      relationship,
      accountNumber: ACCOUNT,
      status: 'active',
      kind: 'normal',
      holder: 'person',
      bankAccountRef: proposed.bankAccountRef,
      pendingTransfers: 0,
      cash: { balance: '0.00', available: '0.00', withdrawable: '0.00' },
      freezes: [],
    });
  });

  it('is opened once, however often each step is sent', async () => {
    const first = await opened();
    const again = await opened();
    expect(again).toEqual(first.map((result) => ({ ...result, replayed: true })));
  });

  it('is not the bank’s to register, nor the broker’s to confirm', async () => {
    const registering = await bank.batch('/v1/accounts', registration);
    const confirming = await broker.batch('/v1/agreement-confirmations', confirmation);
    for (const { status, body } of [registering, confirming]) {
      expect([status, body.code]).toEqual([403, 'OTHER_SIDE']);
    }
  });

  it('is refused on its own where the number is taken, and the rest of the batch goes on', async () => {
    await withAccount(ledgers, ACCOUNT);
    const other = { ...registration, idempotencyKey: 'register-2', accountNumber: '6001000002' };
    const { status, body } = await broker.batch('/v1/accounts', registration, other);
    expect(status).toBe(200);
    expect(body.results).toMatchObject([
      { outcome: 'refused', code: 'ACCOUNT_EXISTS', field: 'accountNumber' },
      { outcome: 'done', status: 'registered' },
    ]);
  });

  it('is not confirmed under another name or for another bank account', async () => {
    await broker.batch('/v1/accounts', registration);
    await broker.batch('/v1/agreements', agreement);
    const { body } = await bank.batch('/v1/agreement-confirmations', { ...confirmation, name: '王大明' });
    expect(body.results).toMatchObject([{ outcome: 'refused', code: 'NAME_MISMATCH' }]);
  });

  it('leaves no personal data in public state, in the log or in problems', async () => {
    await opened();
    const problem = await broker.batch('/v1/accounts', { ...registration, document: '110105194912310021' });
    const taken = await broker.batch('/v1/accounts', { ...registration, idempotencyKey: 'register-2' });
    const everything = [
      ledgers.channel.publicText(),
      bank.log.join('\n'),
      broker.log.join('\n'),
      JSON.stringify([problem.body, taken.body]),
    ].join('\n');
    for (const value of [...Object.values(PERSON), BANK_CARD, '110105194912310021', TOKEN]) {
      expect(everything).not.toContain(value);
    }
  });
});

describe('what is wrong with a registration', () => {
  it('is told of every field, the most important first', async () => {
    const wrong = { ...registration, document: '110105194902300020', mobile: '1', kind: 'gold' };
    const { status, body } = await broker.batch('/v1/accounts', wrong);
    expect(status).toBe(400);
    expect(body).toMatchObject({ code: 'MALFORMED_REQUEST', field: 'instructions.0.kind', cure: 'caller' });
    expect(body.errors.map(({ field, code }: { field: string; code: string }) => [field, code])).toEqual([
      ['instructions.0.kind', 'MALFORMED_REQUEST'],
      ['instructions.0.document', 'RESIDENT_ID_DATE'],
      ['instructions.0.mobile', 'MOBILE_FORM'],
    ]);
  });

  it('is that its account stands in the batch twice, with the data of two people', async () => {
    const other = { ...registration, idempotencyKey: 'register-2', name: '李小红' };
    const { status, body } = await broker.batch('/v1/accounts', registration, other);
    expect([status, body.code, body.field]).toEqual([
      422,
      'DUPLICATE_IN_BATCH',
      'instructions.1.accountNumber',
    ]);
  });

  it('V17, V19: is answered 422 with the reason where only a check character is', async () => {
    const id = await broker.batch('/v1/accounts', { ...registration, document: '110105194912310021' });
    expect([id.status, id.body.code]).toEqual([422, 'RESIDENT_ID_CHECK_CHARACTER']);
    const card = await broker.batch('/v1/agreements', { ...agreement, bankAccount: '6217000000000000005' });
    expect([card.status, card.body.code]).toEqual([422, 'BANK_CARD_CHECK_DIGIT']);
  });

  it('is found in the ledger’s answer, too, by the API’s own names', async () => {
    // Born after the business day, which only the ledger knows.
    const first17 = '11010520300307237';
    const unborn = first17 + residentIdCheckCharacter(first17);
    const { body } = await broker.batch('/v1/accounts', { ...registration, document: unborn });
    expect(body.results).toMatchObject([
      { outcome: 'refused', code: 'RESIDENT_ID_FUTURE', field: 'document' },
    ]);
  });
});

describe('questions for accounts', () => {
  it('page through them', async () => {
    for (const number of ['600001', '600002', '600003']) await withAccount(ledgers, number);
    const first = await broker.get(`/v1/accounts?relationship=${relationship}&limit=2`);
    expect(first.body).toMatchObject({
      accounts: [{ accountNumber: '600001' }, { accountNumber: '600002' }],
      next: '600002',
    });
    const second = await broker.get(`/v1/accounts?relationship=${relationship}&limit=2&after=600002`);
    expect(second.body).toEqual({
      accounts: [
        {
          accountNumber: '600003',
          status: 'active',
          balance: '0.00',
          bankAccountRef: expect.any(String),
        },
      ],
    });
  });

  it('are answered 404 where there is no such account', async () => {
    const { status, body } = await bank.get(`/v1/accounts/999999?relationship=${relationship}`);
    expect([status, body.code]).toEqual([404, 'ACCOUNT_NOT_FOUND']);
  });
});
