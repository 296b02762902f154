import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ENDPOINTS } from '../src/http/endpoints/all.js';
import { PROBLEM_CODES } from '../src/http/problems/catalogue.js';
import { ProblemBody } from '../src/http/problems/problem.js';
import { type Reply, startApi, type TestApi } from './api.js';
import { ACCOUNT, opening, relationship, transfer } from './requests.js';

let api: TestApi;
// biome-ignore lint/suspicious/noExplicitAny: the document is read as its user would, path by path.
let document: any;

beforeAll(async () => {
  api = await startApi();
  document = (await api.get('/v1/openapi.json')).body;
});
afterAll(() => api.close());

describe('the OpenAPI document', () => {
  it('has every endpoint, with its security, key and answers', () => {
    expect(document.openapi).toBe('3.1.0');
    for (const each of ENDPOINTS) {
      const operation = document.paths[each.path][each.method];
      expect(Object.keys(operation.responses)).toEqual([...Object.keys(each.answers), 'default']);
      expect(operation.security).toEqual(each.open === true ? undefined : [{ token: [] }]);
      const names = operation.parameters.map(({ name }: { name: string }) => name);
      expect(names.includes('Idempotency-Key')).toBe(each.idempotent === true);
      for (const [, name] of each.path.matchAll(/\{(\w+)\}/g)) expect(names).toContain(name);
    }
  });

  it('gives each operation a name of its own', () => {
    const ids = ENDPOINTS.map((each) => document.paths[each.path][each.method].operationId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toContain('getV1AccountsAccountNumberBalance');
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
      required: ['relationship', 'accountNumber', 'amount'],
    });
  });

  it('explains every problem', () => {
    for (const code of PROBLEM_CODES) expect(document.info.description).toContain(`| ${code} |`);
  });
});

describe('what the API answers', () => {
  it('is what its document says', async () => {
    const batch = {
      relationship,
      transfers: [
        { idempotencyKey: 'b-1', accountNumber: ACCOUNT, direction: 'deposit', amount: '1' },
        { idempotencyKey: 'b-2', accountNumber: ACCOUNT, direction: 'withdrawal', amount: '100' },
      ],
    };
    const replies: [string, string, Reply][] = [
      ['post', '/v1/accounts', await api.write('/v1/accounts', 'o-1', opening)],
      ['post', '/v1/accounts', await api.write('/v1/accounts', 'o-1', opening)],
      ['post', '/v1/deposits', await api.write('/v1/deposits', 'd-1', transfer('2'))],
      ['post', '/v1/withdrawals', await api.write('/v1/withdrawals', 'w-1', transfer('1'))],
      ['post', '/v1/withdrawals', await api.write('/v1/withdrawals', 'w-2', transfer('100'))],
      ['post', '/v1/transfer-batches', await api.post('/v1/transfer-batches', batch)],
      ['get', '/v1/accounts', await api.get(`/v1/accounts?relationship=${relationship}`)],
      ['get', '/v1/accounts', await api.get('/v1/accounts?relationship=none')],
      ['get', '/v1/relationships', await api.get('/v1/relationships')],
      ['get', '/health/live', await api.get('/health/live')],
      ['get', '/health/ready', await api.get('/health/ready')],
    ];
    for (const [method, path, { status, body }] of replies) {
      const each = ENDPOINTS.find((one) => one.method === method && one.path === path);
      const schema = each?.answers[status] ?? ProblemBody;
      expect(schema.safeParse(body).error, `${method} ${path} ${status}`).toBeUndefined();
    }
  });
});
