import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ENDPOINTS } from '../src/http/endpoints/all.js';
import { PROBLEM_CODES } from '../src/http/problems/catalogue.js';
import { ProblemBody } from '../src/http/problems/problem.js';
import { openLedgers, type Reply, startApi, type TestApi } from './api.js';
import type { ContractLedgers } from './contract-ledger.js';
import {
  ACCOUNT,
  activation,
  agreement,
  confirmation,
  registration,
  relationship,
  transfersOf,
} from './requests.js';

let ledgers: ContractLedgers;
let api: TestApi;
// biome-ignore lint/suspicious/noExplicitAny: the document is read as its user would, path by path.
let document: any;

beforeAll(async () => {
  ledgers = await openLedgers();
  api = await startApi({ ledgers });
  document = (await api.get('/v1/openapi.json')).body;
});
afterAll(() => api.close());

describe('the OpenAPI document', () => {
  it('has every endpoint, with its security, parameters and answers', () => {
    expect(document.openapi).toBe('3.1.0');
    for (const each of ENDPOINTS) {
      const operation = document.paths[each.path][each.method];
      expect(Object.keys(operation.responses)).toEqual([...Object.keys(each.answers), 'default']);
      expect(operation.security).toEqual(each.open === true ? undefined : [{ token: [] }]);
      const names = operation.parameters.map(({ name }: { name: string }) => name);
      for (const [, name] of each.path.matchAll(/\{(\w+)\}/g)) expect(names).toContain(name);
    }
  });

  it('gives each operation a name of its own', () => {
    const ids = ENDPOINTS.map((each) => document.paths[each.path][each.method].operationId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toContain('getV1TransfersSideIdempotencyKey');
  });

  it('has no reference that leads nowhere', () => {
    const references = JSON.stringify(document).match(/"\$ref":"[^"]+"/g) ?? [];
    expect(references.length).toBeGreaterThan(10);
    for (const reference of references) {
      const [, name = ''] = /#\/components\/schemas\/(\w+)"$/.exec(reference) ?? [];
      expect(Object.keys(document.components.schemas)).toContain(name);
    }
  });

  it('shows a request as it is sent: amounts are strings, unknown fields are refused', () => {
    expect(document.components.schemas.Transfer).toMatchObject({
      additionalProperties: false,
      properties: { amount: { type: 'string' } },
      required: ['idempotencyKey', 'direction', 'accountNumber', 'bankAccountRef', 'amount', 'channel'],
    });
  });

  it('explains every problem', () => {
    for (const code of PROBLEM_CODES) expect(document.info.description).toContain(`| ${code} |`);
  });
});

describe('what the API answers', () => {
  it('is what its document says', async () => {
    const broker = await startApi({ ledgers, role: 'broker' });
    const posted: [string, Reply][] = [];
    const batch = async (from: TestApi, path: string, ...lines: object[]) => {
      const reply = await from.batch(path, ...lines);
      posted.push([path, reply]);
      return reply;
    };
    await batch(broker, '/v1/accounts', registration);
    await batch(broker, '/v1/accounts', registration);
    const { body } = await batch(broker, '/v1/agreements', agreement);
    await batch(api, '/v1/agreement-confirmations', confirmation);
    await batch(broker, '/v1/account-activations', activation);
    const of = transfersOf(body.results[0].bankAccountRef);
    await batch(api, '/v1/transfers', of.deposit('b-1', '9'), of.withdrawal('b-2', '100'));
    await batch(broker, '/v1/transfers', of.withdrawal('w-1', '1'));
    const transfer = { side: 'broker', idempotencyKey: 'w-1' };
    await batch(api, '/v1/transfer-claims', { idempotencyKey: 'c-1', transfer });
    await batch(api, '/v1/transfer-answers', { idempotencyKey: 'a-1', transfer, outcome: 'done' });
    await batch(api, '/v1/transfer-answers', { idempotencyKey: 'a-2', transfer, outcome: 'done' });
    posted.push([
      '/v1/sign-ins',
      await api.post('/v1/sign-ins', { relationship, businessDate: '2026-07-07' }),
    ]);
    posted.push(['/v1/sign-outs', await api.post('/v1/sign-outs', { relationship })]);
    await broker.close();

    const query = `?relationship=${relationship}`;
    const replies: [string, string, Reply][] = [
      ...posted.map(([path, reply]): [string, string, Reply] => ['post', path, reply]),
      ['get', '/v1/accounts', await api.get(`/v1/accounts${query}`)],
      ['get', '/v1/accounts', await api.get('/v1/accounts?relationship=none')],
      ['get', '/v1/accounts/{accountNumber}', await api.get(`/v1/accounts/${ACCOUNT}${query}`)],
      ['get', '/v1/transfers/{side}/{idempotencyKey}', await api.get(`/v1/transfers/broker/w-1${query}`)],
      ['get', '/v1/day', await api.get(`/v1/day${query}`)],
      ['get', '/v1/relationships', await api.get('/v1/relationships')],
      ['get', '/health/live', await api.get('/health/live')],
      ['get', '/health/ready', await api.get('/health/ready')],
    ];
    const asked = new Set(replies.map(([method, path]) => `${method} ${path}`));
    expect(
      ENDPOINTS.map(({ method, path }) => `${method} ${path}`).filter((each) => !asked.has(each)),
    ).toEqual([]);
    for (const [method, path, { status, body }] of replies) {
      const each = ENDPOINTS.find((one) => one.method === method && one.path === path);
      const schema = each?.answers[status] ?? ProblemBody;
      expect(schema.safeParse(body).error, `${method} ${path} ${status}`).toBeUndefined();
    }
  });
});
