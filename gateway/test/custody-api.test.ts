import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { agreedLedgers, startApi, type TestApi, TOKEN } from './api.js';
import type { ContractLedgers } from './contract-ledger.js';
import { ACCOUNT, balanceOf, opening, PERSON, relationship, transfer, withAccount } from './requests.js';

let ledgers: ContractLedgers;
let bank: TestApi;
let broker: TestApi;

beforeEach(async () => {
  ledgers = await agreedLedgers();
  bank = await startApi({ ledgers });
  broker = await startApi({ ledgers, role: 'broker' });
});
afterEach(() => Promise.all([bank.close(), broker.close()]));

describe('opening an account', () => {
  it('answers with the account, its transaction and its block', async () => {
    const { status, body } = await bank.write('/v1/accounts', 'open-1', opening);
    expect(status).toBe(201);
    expect(body).toEqual({
      relationship,
      accountNumber: ACCOUNT,
      status: 'open',
      balance: '0.00',
      transactionId: expect.any(String),
      blockNumber: expect.any(Number),
      replayed: false,
    });
  });

  it('answers a repeat with 200 and the first transaction', async () => {
    const first = await bank.write('/v1/accounts', 'open-1', opening);
    const again = await bank.write('/v1/accounts', 'open-1', opening);
    expect(again.status).toBe(200);
    expect(again.body).toMatchObject({ transactionId: first.body.transactionId, replayed: true });
  });

  it('leaves no personal data in public state, in the log or in problems', async () => {
    await bank.write('/v1/accounts', 'open-1', opening);
    const problem = await bank.write('/v1/accounts', 'open-2', {
      ...opening,
      residentId: '110105194912310021',
    });
    const taken = await bank.write('/v1/accounts', 'open-3', opening);
    const everything = [
      ledgers.channel(relationship).publicText(),
      bank.log.join('\n'),
      JSON.stringify([problem.body, taken.body]),
    ].join('\n');
    for (const value of [...Object.values(PERSON), '110105194912310021', TOKEN]) {
      expect(everything).not.toContain(value);
    }
  });

  it('lists every field that is wrong, the most important first', async () => {
    const wrong = {
      ...opening,
      residentId: '110105194902300020',
      bankCard: '6217000000000000005',
      mobile: '1',
    };
    const { status, body } = await bank.write('/v1/accounts', 'open-1', wrong);
    expect(status).toBe(400);
    expect(body).toMatchObject({ code: 'MALFORMED_REQUEST', field: 'mobile', cure: 'caller', retry: false });
    expect(body.errors.map(({ field, code }: { field: string; code: string }) => [field, code])).toEqual([
      ['mobile', 'MALFORMED_REQUEST'],
      ['residentId', 'RESIDENT_ID_DATE'],
      ['bankCard', 'BANK_CARD_CHECK_DIGIT'],
    ]);
  });

  it('V17, V19: answers 422 with the reason where only a check character is wrong', async () => {
    const wrongId = await bank.write('/v1/accounts', 'open-1', {
      ...opening,
      residentId: '110105194912310021',
    });
    expect([wrongId.status, wrongId.body.code]).toEqual([422, 'RESIDENT_ID_CHECK_CHARACTER']);
    const wrongCard = await bank.write('/v1/accounts', 'open-1', {
      ...opening,
      bankCard: '6217000000000000005',
    });
    expect([wrongCard.status, wrongCard.body.code]).toEqual([422, 'BANK_CARD_CHECK_DIGIT']);
  });

  it('answers 409 where the number is taken', async () => {
    await withAccount(bank);
    const { status, body } = await broker.write('/v1/accounts', 'open-1', opening);
    expect([status, body.code, body.field]).toEqual([409, 'ACCOUNT_EXISTS', 'accountNumber']);
  });
});

describe('deposits and withdrawals', () => {
  beforeEach(() => withAccount(bank));

  it('move money in decimal strings of yuan, begun by either side', async () => {
    const deposited = await bank.write('/v1/deposits', 'd-1', transfer('1204.5'));
    expect(deposited.status).toBe(201);
    expect(deposited.body).toMatchObject({ direction: 'deposit', amount: '1204.50', balance: '1204.50' });
    const withdrawn = await broker.write('/v1/withdrawals', 'w-1', transfer('0.05'));
    expect(withdrawn.body).toMatchObject({ direction: 'withdrawal', amount: '0.05', balance: '1204.45' });
    expect(await balanceOf(broker)).toBe('1204.45');
  });

  it('are refused beyond the balance, saying how much there is', async () => {
    await bank.write('/v1/deposits', 'd-1', transfer('10'));
    const { status, headers, body } = await bank.write('/v1/withdrawals', 'w-1', transfer('10.01'));
    expect(status).toBe(422);
    expect(headers.get('content-type')).toContain('application/problem+json');
    expect(body).toMatchObject({
      type: 'urn:sanfang:problem:INSUFFICIENT_BALANCE',
      code: 'INSUFFICIENT_BALANCE',
      field: 'amount',
      detail: `Account ${ACCOUNT} has 10.00; the withdrawal asked for is 10.01.`,
    });
  });

  it.each(['0', '-1', '1.234', '1,000.00', 'ten', 12, null, '99999999999999999'])(
    'refuse %j as an amount',
    async (amount) => {
      const { status, body } = await bank.write('/v1/deposits', 'd-1', { ...transfer('1'), amount });
      expect([status, body.code, body.field]).toEqual([400, 'MALFORMED_REQUEST', 'amount']);
    },
  );

  it('need an idempotency key, and refuse one that was used for something else', async () => {
    const without = await bank.post('/v1/deposits', transfer('1'));
    expect([without.status, without.body.field]).toEqual([400, 'Idempotency-Key']);
    await bank.write('/v1/deposits', 'd-1', transfer('1'));
    const other = await bank.write('/v1/deposits', 'd-1', transfer('2'));
    expect([other.status, other.body.code, other.body.field]).toEqual([
      409,
      'IDEMPOTENCY_CONFLICT',
      'idempotencyKey',
    ]);
  });

  it('happen once however often they are sent', async () => {
    const replies = await Promise.all(
      Array.from({ length: 5 }, () => bank.write('/v1/deposits', 'd-1', transfer('7'))),
    );
    expect(replies.filter(({ status }) => status >= 300)).toEqual([]);
    expect(await balanceOf(bank)).toBe('7.00');
  });

  it('answer 404 for an account or relationship that is not there', async () => {
    const account = await bank.write('/v1/deposits', 'd-1', { ...transfer('1'), accountNumber: '999999' });
    expect([account.status, account.body.code]).toEqual([404, 'ACCOUNT_NOT_FOUND']);
    const other = await bank.write('/v1/deposits', 'd-1', {
      ...transfer('1'),
      relationship: 'custody-bank-b-broker-x',
    });
    expect([other.status, other.body.code]).toEqual([404, 'RELATIONSHIP_UNKNOWN']);
    expect(other.body.detail).toContain(relationship);
  });
});

describe('a batch of transfers', () => {
  const line = (idempotencyKey: string, direction: string, amount: string) => ({
    idempotencyKey,
    accountNumber: ACCOUNT,
    direction,
    amount,
  });

  it('answers for each line on its own', async () => {
    await withAccount(bank);
    const transfers = [
      line('1', 'deposit', '10'),
      line('2', 'withdrawal', '10.01'),
      line('3', 'withdrawal', '4'),
    ];
    const { status, body } = await bank.post('/v1/transfer-batches', { relationship, transfers });
    expect(status).toBe(200);
    expect(body.results).toMatchObject([
      { idempotencyKey: '1', status: 'posted', balance: '10.00', replayed: false },
      { idempotencyKey: '2', status: 'refused', code: 'INSUFFICIENT_BALANCE', field: 'amount' },
      { idempotencyKey: '3', status: 'posted', balance: '6.00' },
    ]);
    const again = await bank.post('/v1/transfer-batches', { relationship, transfers });
    expect(again.body.results.every(({ replayed }: { replayed: boolean }) => replayed)).toBe(true);
    expect(await balanceOf(bank)).toBe('6.00');
  });

  it('is refused as a whole for a line without the right form, which is named', async () => {
    const transfers = [line('1', 'deposit', '10'), line('2', 'gift', '1')];
    const { status, body } = await bank.post('/v1/transfer-batches', { relationship, transfers });
    expect([status, body.field]).toEqual([400, 'transfers.1.direction']);
  });
});

describe('questions', () => {
  it('page through the accounts', async () => {
    for (const number of ['600001', '600002', '600003']) {
      await bank.write('/v1/accounts', number, { ...opening, accountNumber: number });
    }
    const first = await broker.get(`/v1/accounts?relationship=${relationship}&limit=2`);
    expect(first.body).toMatchObject({
      accounts: [{ accountNumber: '600001' }, { accountNumber: '600002' }],
      next: '600002',
    });
    const second = await broker.get(`/v1/accounts?relationship=${relationship}&limit=2&after=600002`);
    expect(second.body).toEqual({ accounts: [{ accountNumber: '600003', status: 'open', balance: '0.00' }] });
  });

  it('are answered by the regulator’s gateway, which writes nothing', async () => {
    await withAccount(bank);
    const regulator = await startApi({ ledgers, role: 'regulator' });
    expect(await balanceOf(regulator)).toBe('0.00');
    for (const path of ['/v1/accounts', '/v1/deposits', '/v1/withdrawals', '/v1/transfer-batches']) {
      const { status, body } = await regulator.write(path, 'k', opening);
      expect([status, body.code]).toEqual([403, 'READ_ONLY_MEMBER']);
    }
    expect(regulator.ledger.submissions).toBe(0);
    await regulator.close();
  });
});
