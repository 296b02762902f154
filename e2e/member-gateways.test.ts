import { readdirSync, readFileSync } from 'node:fs';
import { request as plainRequest } from 'node:http';
import { request as tlsRequest } from 'node:https';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { blocksOf } from './support/blocks.js';
import { type Member, type TemporaryConsortium, temporaryConsortium } from './support/consortium.js';

const relationship = 'custody-bank-a-broker-x';
const person = {
  name: '王小明',
  residentId: '11010519491231002X',
  mobile: '13800138000',
  bankCard: '6217000000000000004',
};

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

const transfer = (accountNumber: string, amount: string) => ({ relationship, accountNumber, amount });
const open = (accountNumber: string) =>
  bank.write('/v1/accounts', `open-${accountNumber}`, { relationship, accountNumber, ...person });

async function balanceAt(member: Member, accountNumber: string): Promise<string> {
  const { body } = await member.get(`/v1/accounts/${accountNumber}/balance?relationship=${relationship}`);
  return body.balance;
}

describe('client money between a bank and a broker', () => {
  it('is booked for both and shown to the regulator, whichever side begins', async () => {
    expect((await open('600001')).status).toBe(201);
    const deposited = await bank.write('/v1/deposits', 'd-1', transfer('600001', '100.50'));
    expect(deposited.body).toMatchObject({ balance: '100.50', replayed: false });
    const withdrawn = await broker.write('/v1/withdrawals', 'w-1', transfer('600001', '0.51'));
    expect(withdrawn.body).toMatchObject({ balance: '99.99' });
    expect(withdrawn.body.blockNumber).toBeGreaterThan(deposited.body.blockNumber);
    for (const member of [bank, broker, regulator]) {
      await expect.poll(() => balanceAt(member, '600001')).toBe('99.99');
    }
  });

  it('is not paid out beyond the balance', async () => {
    const { status, body } = await bank.write('/v1/withdrawals', 'w-2', transfer('600001', '100.00'));
    expect([status, body.code]).toEqual([422, 'INSUFFICIENT_BALANCE']);
    expect(body.detail).toBe('Account 600001 has 99.99; the withdrawal asked for is 100.00.');
  });

  it('moves once, however often and by however many calls it is asked for', async () => {
    const replies = await Promise.all(
      Array.from({ length: 5 }, () => bank.write('/v1/deposits', 'd-2', transfer('600001', '0.01'))),
    );
    expect(replies.map(({ status }) => status).filter((status) => status > 201)).toEqual([]);
    expect(await balanceAt(bank, '600001')).toBe('100.00');
  });

  it('arrives whole where both sides move it at the same time', async () => {
    await open('600002');
    const deposits = Array.from({ length: 4 }, (_, index) => [
      bank.write('/v1/deposits', `both-${index}`, transfer('600002', '1.00')),
      broker.write('/v1/deposits', `both-${index}`, transfer('600002', '0.10')),
    ]).flat();
    const replies = await Promise.all(deposits);
    // Whoever collided too often is told that the same request may be sent again; what was answered 201 is there.
    const fen = replies.reduce(
      (sum, { status, body }) => sum + (status === 201 ? Math.round(body.amount * 100) : 0),
      0,
    );
    expect(replies.filter(({ status }) => status !== 201).every(({ body }) => body.retry)).toBe(true);
    await expect.poll(() => balanceAt(bank, '600002')).toBe((fen / 100).toFixed(2));
  });

  it('is nothing to a member of another relationship', async () => {
    const other = consortium.member('broker-y');
    const { status, body } = await other.write('/v1/deposits', 'd-1', transfer('600001', '1'));
    expect([status, body.code]).toEqual([404, 'RELATIONSHIP_UNKNOWN']);
  });

  it('is not moved by the regulator', async () => {
    const { status, body } = await regulator.write('/v1/deposits', 'd-1', transfer('600001', '1'));
    expect([status, body.code]).toEqual([403, 'READ_ONLY_MEMBER']);
  });

  it('does not move while one side is away, and moves once when it is back', async () => {
    await open('600003');
    await consortium.network.stopNode('broker-x');
    const away = await bank.write('/v1/deposits', 'd-3', transfer('600003', '5.00'));
    expect([away.status, away.body.code]).toEqual([503, 'LEDGER_UNAVAILABLE']);
    expect(away.headers['retry-after']).toBe('1');
    expect((await broker.get('/health/ready')).status).toBe(503);
    expect((await broker.get('/health/live')).status).toBe(200);
    await consortium.network.startNode('broker-x');
    const send = async () => (await bank.write('/v1/deposits', 'd-3', transfer('600003', '5.00'))).status;
    await expect.poll(send, { timeout: 30_000 }).toBeLessThan(202);
    expect(await balanceAt(bank, '600003')).toBe('5.00');
    await expect.poll(async () => (await broker.get('/health/ready')).status, { timeout: 30_000 }).toBe(200);
  });
});

describe('a client’s personal data', () => {
  it('is in no block and no log', async () => {
    const { body } = await open('600004');
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
    for (const value of Object.values(person)) expect(everything.includes(value), value).toBe(false);
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
