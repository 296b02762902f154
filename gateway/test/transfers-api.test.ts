import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLedgers, startApi, type TestApi } from './api.js';
import type { ContractLedgers } from './contract-ledger.js';
import { cashOf, relationship, type transfersOf, withAccount } from './requests.js';

let ledgers: ContractLedgers;
let bank: TestApi;
let broker: TestApi;
let of: ReturnType<typeof transfersOf>;

beforeEach(async () => {
  ledgers = await openLedgers();
  bank = await startApi({ ledgers });
  broker = await startApi({ ledgers, role: 'broker' });
  of = await withAccount(ledgers);
});
afterEach(() => Promise.all([bank.close(), broker.close()]));

const inquiry = (api: TestApi, side: string, key: string) =>
  api.get(`/v1/transfers/${side}/${key}?relationship=${relationship}`);

const follow = (key: string, side: string) => ({
  idempotencyKey: `follow-${key}`,
  transfer: { side, idempotencyKey: key },
});

describe('transfers begun by the bank', () => {
  it('are posted at once as deposits, in decimal strings of yuan', async () => {
    const { status, body } = await bank.batch('/v1/transfers', of.deposit('d-1', '1204.5'));
    expect(status).toBe(200);
    expect(body).toEqual({
      relationship,
      transactionId: expect.any(String),
      blockNumber: expect.any(Number),
      results: [
        {
          idempotencyKey: 'd-1',
          outcome: 'done',
          state: 'posted',
          balance: '1204.50',
          transactionId: body.transactionId,
          replayed: false,
        },
      ],
    });
  });

  it('are deducted as withdrawals, and posted when the bank says that it has paid', async () => {
    await bank.batch('/v1/transfers', of.deposit('d-1', '10'));
    const begun = await bank.batch('/v1/transfers', of.withdrawal('w-1', '4'));
    expect(begun.body.results).toMatchObject([{ state: 'claimed', balance: '10.00' }]);
    expect(await cashOf(broker)).toMatchObject({
      balance: '10.00',
      inTransit: '4.00',
      available: '6.00',
      withdrawable: '6.00',
    });
    const paid = await bank.batch('/v1/transfer-answers', { ...follow('w-1', 'bank'), outcome: 'done' });
    expect(paid.body.results).toMatchObject([{ state: 'posted', balance: '6.00' }]);
    expect((await inquiry(broker, 'bank', 'w-1')).body).toMatchObject({
      side: 'bank',
      idempotencyKey: 'w-1',
      direction: 'withdrawal',
      amount: '4.00',
      channel: 'mobile',
      businessDate: '2026-07-06',
      initiatedAt: '2026-07-06T02:00:00Z',
      state: 'posted',
    });
  });

  it('are refused beyond what can be withdrawn, saying how much that is', async () => {
    await bank.batch('/v1/transfers', of.deposit('d-1', '10'));
    const { status, body } = await bank.batch('/v1/transfers', of.withdrawal('w-1', '10.01'));
    expect(status).toBe(200);
    expect(body.results).toMatchObject([
      { outcome: 'refused', code: 'INSUFFICIENT_WITHDRAWABLE', field: 'amount' },
    ]);
    expect(body.results[0].detail).toContain('10.00 can be withdrawn');
    const asked = await inquiry(bank, 'bank', 'w-1');
    expect([asked.status, asked.body.code]).toEqual([422, 'INSUFFICIENT_WITHDRAWABLE']);
  });
});

describe('transfers begun by the broker', () => {
  it('wait for the bank as deposits', async () => {
    const begun = await broker.batch('/v1/transfers', of.deposit('d-1', '7'));
    expect(begun.body.results).toMatchObject([{ state: 'requested', balance: '0.00' }]);
    const taken = await bank.batch('/v1/transfer-answers', { ...follow('d-1', 'broker'), outcome: 'done' });
    expect(taken.body.results).toMatchObject([{ state: 'posted', balance: '7.00' }]);
  });

  it('are claimed as withdrawals before they are paid', async () => {
    await bank.batch('/v1/transfers', of.deposit('d-1', '7'));
    await broker.batch('/v1/transfers', of.withdrawal('w-1', '7'));
    const unclaimed = await bank.batch('/v1/transfer-answers', {
      ...follow('w-1', 'broker'),
      outcome: 'done',
    });
    expect(unclaimed.body.results).toMatchObject([
      { code: 'TRANSFER_NOT_CLAIMED', field: 'transfer.idempotencyKey' },
    ]);
    const claimed = await bank.batch('/v1/transfer-claims', {
      ...follow('w-1', 'broker'),
      idempotencyKey: 'claim-1',
    });
    expect(claimed.body.results).toMatchObject([{ state: 'claimed' }]);
    const paid = await bank.batch('/v1/transfer-answers', {
      ...follow('w-1', 'broker'),
      idempotencyKey: 'answer-2',
      outcome: 'done',
    });
    expect(paid.body.results).toMatchObject([{ state: 'posted', balance: '0.00' }]);
  });

  it('have no effect where the bank refuses them, and its reason is told', async () => {
    await broker.batch('/v1/transfers', of.deposit('d-1', '7'));
    await bank.batch('/v1/transfer-answers', {
      ...follow('d-1', 'broker'),
      outcome: 'refused',
      reason: 'Not enough in the bank account',
    });
    expect((await inquiry(broker, 'broker', 'd-1')).body).toMatchObject({
      state: 'refused',
      reason: 'Not enough in the bank account',
    });
    expect(await cashOf(broker)).toMatchObject({ balance: '0.00' });
  });

  it('are not claimed by the broker itself', async () => {
    const { status, body } = await broker.batch('/v1/transfer-claims', follow('w-1', 'broker'));
    expect([status, body.code]).toEqual([403, 'OTHER_SIDE']);
  });
});

describe('a batch of transfers', () => {
  it('answers for each line on its own, and the same when it is sent again', async () => {
    const lines = [of.deposit('1', '10'), of.withdrawal('2', '10.01'), of.withdrawal('3', '4')];
    const { body } = await bank.batch('/v1/transfers', ...lines);
    expect(body.results).toMatchObject([
      { idempotencyKey: '1', outcome: 'done', state: 'posted', balance: '10.00', replayed: false },
      { idempotencyKey: '2', outcome: 'refused', code: 'INSUFFICIENT_WITHDRAWABLE', replayed: false },
      { idempotencyKey: '3', outcome: 'done', state: 'claimed', replayed: false },
    ]);
    const again = await bank.batch('/v1/transfers', ...lines);
    expect(again.body.results).toEqual(body.results.map((result: object) => ({ ...result, replayed: true })));
  });

  it('happens once, however many times it is sent at once', async () => {
    const replies = await Promise.all(
      Array.from({ length: 5 }, () => bank.batch('/v1/transfers', of.deposit('d-1', '7'))),
    );
    expect(replies.filter(({ status }) => status !== 200)).toEqual([]);
    expect((await cashOf(bank)).balance).toBe('7.00');
  });

  it('refuses a key that was used for something else', async () => {
    await bank.batch('/v1/transfers', of.deposit('d-1', '1'));
    const { body } = await bank.batch('/v1/transfers', of.deposit('d-1', '2'));
    expect(body.results).toMatchObject([{ code: 'IDEMPOTENCY_CONFLICT', field: 'idempotencyKey' }]);
  });

  it('has the time that the caller gives it, and is the same with the same time only', async () => {
    const line = { ...of.deposit('d-1', '1'), initiatedAt: '2026-07-06T11:30:00+08:00' };
    await bank.batch('/v1/transfers', line);
    expect((await inquiry(bank, 'bank', 'd-1')).body.initiatedAt).toBe('2026-07-06T03:30:00Z');
    const again = await bank.batch('/v1/transfers', line);
    expect(again.body.results).toMatchObject([{ outcome: 'done', replayed: true }]);
    const later = await bank.batch('/v1/transfers', { ...line, initiatedAt: '2026-07-06T11:31:00+08:00' });
    expect(later.body.results).toMatchObject([{ code: 'IDEMPOTENCY_CONFLICT' }]);
    const wrong = await bank.batch('/v1/transfers', { ...line, initiatedAt: '2026-07-06 11:30' });
    expect([wrong.status, wrong.body.field]).toEqual([400, 'instructions.0.initiatedAt']);
  });

  it('is refused as a whole for a key that stands in it twice', async () => {
    const { status, body } = await bank.batch(
      '/v1/transfers',
      of.deposit('d-1', '1'),
      of.deposit('d-1', '2'),
    );
    expect([status, body.code, body.field]).toEqual([
      422,
      'DUPLICATE_IN_BATCH',
      'instructions.1.idempotencyKey',
    ]);
  });

  it.each(['0', '-1', '1.234', '1,000.00', 'ten', 12, null, '99999999999999999'])(
    'is refused as a whole for %j as an amount, which is named',
    async (amount) => {
      const { status, body } = await bank.batch(
        '/v1/transfers',
        of.deposit('d-1', '1'),
        of.deposit('d-2', amount),
      );
      expect([status, body.code, body.field]).toEqual([400, 'MALFORMED_REQUEST', 'instructions.1.amount']);
    },
  );

  it('is refused for a relationship that the member is not in', async () => {
    const { status, body } = await bank.post('/v1/transfers', {
      relationship: 'custody-bank-b-broker-x',
      instructions: [of.deposit('d-1', '1')],
    });
    expect([status, body.code]).toEqual([404, 'RELATIONSHIP_UNKNOWN']);
    expect(body.detail).toContain(relationship);
  });
});

describe('the regulator’s gateway', () => {
  it('answers questions and writes nothing', async () => {
    const regulator = await startApi({ ledgers, role: 'regulator' });
    expect((await cashOf(regulator)).balance).toBe('0.00');
    for (const path of ['/v1/accounts', '/v1/transfers', '/v1/transfer-answers', '/v1/sign-outs']) {
      const { status, body } = await regulator.batch(path, of.deposit('d-1', '1'));
      expect([status, body.code]).toEqual([403, 'READ_ONLY_MEMBER']);
    }
    expect(regulator.ledger.submissions).toBe(0);
    await regulator.close();
  });
});

describe('the business day', () => {
  const day = (api: TestApi) => api.get(`/v1/day?relationship=${relationship}`);

  it('is shown, and ended by the side that signs out first', async () => {
    expect((await day(bank)).body).toEqual({
      relationship,
      businessDate: '2026-07-06',
      state: 'open',
      signedIn: { bank: true, broker: true },
      parametersFrom: '2026-01-01',
    });
    const out = await broker.post('/v1/sign-outs', { relationship });
    expect([out.status, out.body.state]).toEqual([200, 'closed-to-transfers']);
    const { body } = await bank.batch('/v1/transfers', of.deposit('d-1', '1'));
    expect(body.results).toMatchObject([{ outcome: 'refused', code: 'CLOSED_TO_TRANSFERS' }]);
  });

  it('is not begun twice', async () => {
    const { status, body } = await bank.post('/v1/sign-ins', { relationship, businessDate: '2026-07-06' });
    expect([status, body.code]).toEqual([409, 'ALREADY_SIGNED_IN']);
    const wrong = await bank.post('/v1/sign-ins', { relationship, businessDate: '2026-02-30' });
    expect([wrong.status, wrong.body.field]).toEqual([400, 'businessDate']);
  });
});
