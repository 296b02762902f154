import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLedgers, startApi, type TestApi } from './api.js';
import { cashOf, PERSON, relationship, transfersOf, withAccount } from './requests.js';

let api: TestApi;
let of = transfersOf('0'.repeat(16));

const aBatch = (own: object = {}) => ({ relationship, instructions: [of.deposit('d-1', '1')], ...own });

beforeEach(async () => {
  const ledgers = await openLedgers();
  of = await withAccount(ledgers);
  api = await startApi({ ledgers, limits: { largestBodyBytes: 2_000, attempts: 3 } });
});
afterEach(() => api.close());

describe('access', () => {
  it.each([
    ['no token', {}],
    ['a wrong token', { authorization: 'Bearer wrong' }],
    ['another scheme', { authorization: 'Basic YTph' }],
  ])('is refused with %s', async (_, headers) => {
    const response = await fetch(`${api.url}/v1/relationships`, {
      headers: headers as Record<string, string>,
    });
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ code: 'NOT_AUTHENTICATED' });
  });

  it('needs no token for health and the API’s document', async () => {
    for (const path of ['/health/live', '/health/ready', '/v1/openapi.json']) {
      expect((await fetch(api.url + path)).status).toBe(200);
    }
  });
});

describe('a request in a wrong form', () => {
  it.each([
    ['no JSON', '{"amount": 12', 400, 'MALFORMED_REQUEST'],
    ['an array', '[]', 400, 'MALFORMED_REQUEST'],
    ['an unknown field', JSON.stringify(aBatch({ memo: 'x' })), 400, 'MALFORMED_REQUEST'],
    ['a body that is too large', JSON.stringify(aBatch({ memo: 'x'.repeat(3_000) })), 413, 'BODY_TOO_LARGE'],
  ])('is refused for %s', async (_, body, status, code) => {
    const reply = await api.post('/v1/transfers', body);
    expect([reply.status, reply.body.code]).toEqual([status, code]);
  });

  it('is refused for another media type, address or method', async () => {
    const text = await api.post('/v1/transfers', 'amount=1', { 'content-type': 'text/plain' });
    expect([text.status, text.body.code]).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
    const nowhere = await api.get('/v1/nowhere');
    expect([nowhere.status, nowhere.body.code]).toEqual([404, 'NOT_FOUND']);
    const method = await api.get('/v1/sign-ins');
    expect([method.status, method.body.code]).toEqual([405, 'METHOD_NOT_ALLOWED']);
  });
});

describe('an answer', () => {
  it('tells browsers to be careful, and not what serves it', async () => {
    const { headers } = await api.get('/v1/relationships');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('strict-transport-security')).toContain('max-age');
    expect(headers.get('x-powered-by')).toBeNull();
  });

  it('names the request as the log does, and the log names the route and not the address', async () => {
    const { headers } = await api.get('/v1/accounts/6009999999?relationship=custody-bank-a-broker-x');
    const id = headers.get('x-request-id') ?? '';
    await expect
      .poll(() => api.log.find((line) => line.includes(id) && line.includes('"msg":"request"')))
      .toBeDefined();
    const line = JSON.parse(
      api.log.find((entry) => entry.includes(id) && entry.includes('"msg":"request"')) ?? '',
    );
    expect(line).toMatchObject({
      route: '/v1/accounts/{accountNumber}',
      status: 404,
      problem: 'ACCOUNT_NOT_FOUND',
    });
    expect(api.log.join('')).not.toContain('6009999999');
  });
});

describe('a fault of the ledger', () => {
  it.each([
    [{ kind: 'unavailable', what: 'The peer of BrokerXMSP' }, 503, 'LEDGER_UNAVAILABLE', '1'],
    [{ kind: 'busy', inFlight: 5 }, 503, 'BUSY', '1'],
    [{ kind: 'unknown', transactionId: 'tx-9' }, 504, 'OUTCOME_UNKNOWN', '1'],
    [
      { kind: 'invalid', transactionId: 'tx-9', validationCode: 'BAD_RWSET' },
      502,
      'TRANSACTION_INVALID',
      null,
    ],
    [
      { kind: 'not-endorsed', objections: [{ mspId: 'BrokerXMSP', reason: 'came to another result' }] },
      502,
      'NOT_ENDORSED',
      null,
    ],
  ] as const)('%j is answered with %i %s', async (fault, status, code, retryAfter) => {
    api.ledger.failNext(fault);
    const reply = await api.batch('/v1/transfers', of.deposit('d-1', '1'));
    expect([reply.status, reply.body.code, reply.headers.get('retry-after')]).toEqual([
      status,
      code,
      retryAfter,
    ]);
  });

  it('says which organisation did not sign, and why', async () => {
    api.ledger.failNext({
      kind: 'not-endorsed',
      objections: [{ mspId: 'BrokerXMSP', reason: 'came to another result' }],
    });
    const { body } = await api.batch('/v1/transfers', of.deposit('d-1', '1'));
    expect(body.detail).toBe(
      'Bank and broker did not both endorse the transaction: BrokerXMSP came to another result.',
    );
  });

  it('is tried again where others’ changes collided, a bounded number of times', async () => {
    const conflict = { kind: 'conflict', transactionId: 'tx-9' } as const;
    api.ledger.failNext(conflict, conflict);
    expect((await api.batch('/v1/transfers', of.deposit('d-1', '1'))).status).toBe(200);
    api.ledger.failNext(conflict, conflict, conflict);
    const reply = await api.batch('/v1/transfers', of.deposit('d-2', '1'));
    expect([reply.status, reply.body.code, reply.body.retry]).toEqual([409, 'CONCURRENT_UPDATE', true]);
  });

  it('leaves one effect where the answer was lost and the request is sent again', async () => {
    api.ledger.loseNextAnswer();
    const lost = await api.batch('/v1/transfers', of.deposit('d-1', '5'));
    expect([lost.status, lost.body.code, lost.body.transactionId]).toEqual([
      504,
      'OUTCOME_UNKNOWN',
      'tx-lost',
    ]);
    const again = await api.batch('/v1/transfers', of.deposit('d-1', '5'));
    expect(again.body.results).toMatchObject([{ outcome: 'done', replayed: true, balance: '5.00' }]);
    expect((await cashOf(api)).balance).toBe('5.00');
  });

  it('that nobody expected is answered without a word of its text', async () => {
    api.ledger.failNext(new Error(`secret: ${PERSON.document}`));
    const { status, body } = await api.batch('/v1/transfers', of.deposit('d-1', '1'));
    expect([status, body.code]).toEqual([500, 'INTERNAL']);
    expect(JSON.stringify(body)).not.toMatch(/secret|11010519491231002X|at .*\.ts/);
  });

  it('makes the gateway not ready, and says for which relationship', async () => {
    expect(await api.get('/health/ready')).toMatchObject({ status: 200, body: { status: 'ready' } });
    api.ledger.failNext({ kind: 'unavailable', what: 'The peer' });
    expect(await api.get('/health/ready')).toMatchObject({
      status: 503,
      body: {
        status: 'not-ready',
        dependencies: [{ name: 'custody-bank-a-broker-x', status: 'unavailable' }],
      },
    });
  });
});
