import { readdirSync, readFileSync } from 'node:fs';
import { request as plainRequest } from 'node:http';
import { request as tlsRequest } from 'node:https';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { blocksOf } from './support/blocks.js';
import {
  type Member,
  type Reply,
  type TemporaryConsortium,
  temporaryConsortium,
} from './support/consortium.js';

const relationship = 'custody-bank-a-broker-x';
const person = { name: '王小明', document: '11010519491231002X' };
const mobile = '13800138000';
const bankAccount = '6217000000000000004';

let consortium: TemporaryConsortium;
let bank: Member;
let broker: Member;
let regulator: Member;

beforeAll(async () => {
  consortium = await temporaryConsortium('gateways');
  bank = consortium.member('bank-a');
  broker = consortium.member('broker-x');
  regulator = consortium.member('regulator');
});
afterAll(() => consortium?.end());

/** Has broker and bank open an account of the one client, and answers with the lines of its transfers. */
async function open(accountNumber: string) {
  const line = (key: string) => ({ idempotencyKey: `${key}-${accountNumber}`, accountNumber });
  const registration = { ...line('register'), clientNumber: '500001', holder: 'person', ...person, mobile };
  const agreement = { ...line('agree'), bankAccount, bankAccountType: 'card', bankAccountHolder: 'person' };
  const confirmation = { ...line('confirm'), ...person, bankAccount };
  const steps = [
    await broker.batch('/v1/accounts', relationship, registration),
    await broker.batch('/v1/agreements', relationship, agreement),
    await bank.batch('/v1/agreement-confirmations', relationship, confirmation),
    await broker.batch('/v1/account-activations', relationship, line('activate')),
  ];
  expect(steps.map(({ body }) => body.results?.[0]?.status)).toEqual([
    'registered',
    'proposed',
    'confirmed',
    'active',
  ]);
  const { bankAccountRef } = steps[2]?.body.results[0] ?? {};
  const transfer = (direction: string) => (idempotencyKey: string, amount: string) => ({
    idempotencyKey,
    direction,
    accountNumber,
    bankAccountRef,
    amount,
    channel: 'mobile',
  });
  return { deposit: transfer('deposit'), withdrawal: transfer('withdrawal') };
}

const begin = (member: Member, line: object) => member.batch('/v1/transfers', relationship, line);

/** What became of the one instruction of a batch. */
const resultOf = ({ body }: Reply) => body.results?.[0];

async function balanceAt(member: Member, accountNumber: string): Promise<string> {
  const { body } = await member.get(`/v1/accounts/${accountNumber}?relationship=${relationship}`);
  return body.cash?.balance;
}

describe('client money between a bank and a broker', () => {
  it('is booked for both and shown to the regulator, whichever side begins', async () => {
    const { deposit, withdrawal } = await open('600001');
    const deposited = await begin(bank, deposit('d-1', '100.50'));
    expect(resultOf(deposited)).toMatchObject({ state: 'posted', balance: '100.50', replayed: false });
    const begun = await begin(broker, withdrawal('w-1', '0.51'));
    expect(resultOf(begun)).toMatchObject({ state: 'in-transit', balance: '100.50' });
    const transfer = { side: 'broker', idempotencyKey: 'w-1' };
    await bank.batch('/v1/transfer-claims', relationship, { idempotencyKey: 'c-1', transfer });
    const answer = { idempotencyKey: 'a-1', transfer, outcome: 'done' };
    const paid = await bank.batch('/v1/transfer-answers', relationship, answer);
    expect(resultOf(paid)).toMatchObject({ state: 'posted', balance: '99.99' });
    expect(paid.body.blockNumber).toBeGreaterThan(deposited.body.blockNumber);
    for (const member of [bank, broker, regulator]) {
      await expect.poll(() => balanceAt(member, '600001')).toBe('99.99');
    }
  });

  it('is not paid out beyond the balance', async () => {
    const { withdrawal } = await open('600001');
    const refused = resultOf(await begin(bank, withdrawal('w-2', '100.00')));
    expect(refused).toMatchObject({ outcome: 'refused', code: 'INSUFFICIENT_WITHDRAWABLE', field: 'amount' });
    expect(refused.detail).toContain('99.99 can be withdrawn from account 600001');
  });

  it('moves once, however often and by however many calls it is asked for', async () => {
    const { deposit } = await open('600001');
    const replies = await Promise.all(Array.from({ length: 5 }, () => begin(bank, deposit('d-2', '0.01'))));
    expect(replies.map(({ status }) => status).filter((status) => status !== 200)).toEqual([]);
    expect(await balanceAt(bank, '600001')).toBe('100.00');
  });

  it('arrives whole where it is moved by several calls at the same time', async () => {
    const { deposit } = await open('600002');
    const deposits = Array.from({ length: 8 }, (_, index) => begin(bank, deposit(`both-${index}`, '1.10')));
    const replies = await Promise.all(deposits);
    // Whoever collided too often is told that the same request may be sent again; what was answered is there.
    const arrived = replies.filter(({ status }) => status === 200).length;
    expect(replies.filter(({ status }) => status !== 200).every(({ body }) => body.retry)).toBe(true);
    await expect.poll(() => balanceAt(bank, '600002')).toBe(((arrived * 110) / 100).toFixed(2));
  });

  it('is nothing to a member of another relationship', async () => {
    const { deposit } = await open('600001');
    const { status, body } = await begin(consortium.member('broker-y'), deposit('d-1', '1'));
    expect([status, body.code]).toEqual([404, 'RELATIONSHIP_UNKNOWN']);
  });

  it('is not moved by the regulator', async () => {
    const { deposit } = await open('600001');
    const { status, body } = await begin(regulator, deposit('d-1', '1'));
    expect([status, body.code]).toEqual([403, 'READ_ONLY_MEMBER']);
  });

  it('does not move while one side is away, and moves once when it is back', async () => {
    const { deposit } = await open('600003');
    await consortium.network.stopNode('broker-x');
    const away = await begin(bank, deposit('d-3', '5.00'));
    expect([away.status, away.body.code]).toEqual([503, 'LEDGER_UNAVAILABLE']);
    expect(away.headers['retry-after']).toBe('1');
    expect((await broker.get('/health/ready')).status).toBe(503);
    expect((await broker.get('/health/live')).status).toBe(200);
    await consortium.network.startNode('broker-x');
    const send = async () => (await begin(bank, deposit('d-3', '5.00'))).status;
    await expect.poll(send, { timeout: 30_000 }).toBe(200);
    expect(await balanceAt(bank, '600003')).toBe('5.00');
    await expect.poll(async () => (await broker.get('/health/ready')).status, { timeout: 30_000 }).toBe(200);
  });
});

describe('a client’s personal data', () => {
  it('is in no block and no log', async () => {
    const { deposit } = await open('600004');
    const { body } = await begin(bank, deposit('d-4', '1.00'));
    const blocks = await blocksOf(consortium.network.description, {
      organisation: 'regulator',
      channel: relationship,
      last: BigInt(body.blockNumber),
    });
    expect(blocks.length).toBe(body.blockNumber + 1);
    const logs = readdirSync(path.join(consortium.dataDir, 'logs')).map((name) =>
      readFileSync(path.join(consortium.dataDir, 'logs', name)),
    );
    expect(logs.length).toBeGreaterThan(0);
    const everything = Buffer.concat([...blocks, ...logs]);
    // What must be there is found, so the search itself is not at fault.
    expect(everything.includes('600004')).toBe(true);
    for (const value of [...Object.values(person), mobile, bankAccount]) {
      expect(everything.includes(value), value).toBe(false);
    }
  });
});

describe('a gateway’s door', () => {
  it('opens to HTTPS with its own certificate only', async () => {
    const { port } = new URL(bank.url);
    const refused = (start: typeof plainRequest | typeof tlsRequest, options: object) =>
      new Promise((resolve) => {
        start({ host: 'localhost', port, path: '/health/live', ...options }, resolve)
          .on('error', resolve)
          .end();
      });
    expect(await refused(plainRequest, {})).toBeInstanceOf(Error);
    expect(await refused(tlsRequest, {})).toBeInstanceOf(Error);
    const ca = readFileSync(
      `${consortium.dataDir}/organizations/peerOrganizations/broker-x.sanfang.test/gateway/tls/ca.crt`,
    );
    expect(await refused(tlsRequest, { ca })).toBeInstanceOf(Error);
  });

  it('stays shut without the member’s own token', async () => {
    const { status, body } = await bank.get('/v1/relationships', { authorization: 'Bearer other' });
    expect([status, body.code]).toEqual([401, 'NOT_AUTHENTICATED']);
  });
});
