import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { openDay } from '../../chaincode/test/scenario/day.js';
import { createApi, type GatewayLimits } from '../src/api.js';
import type { MemberRole } from '../src/http/endpoint.js';
import { ContractLedgers, type FaultyLedger } from './contract-ledger.js';
import { RELATIONSHIP } from './relationship.js';

export const TOKEN = 'a-token-for-tests';

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads an answer as its caller would, field by field.
  readonly body: any;
}

export interface TestApi {
  readonly ledger: FaultyLedger;
  readonly log: readonly string[];
  readonly url: string;
  get(path: string, headers?: Record<string, string>): Promise<Reply>;
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Reply>;
  /** Posts a batch for the relationship of the tests. */
  batch(path: string, ...instructions: readonly object[]): Promise<Reply>;
  close(): Promise<void>;
}

const MEMBERS: Record<MemberRole, { id: string; mspId: string }> = {
  bank: RELATIONSHIP.bank,
  broker: RELATIONSHIP.broker,
  regulator: { id: 'regulator', mspId: 'RegulatorMSP' },
};

export interface TestApiOptions {
  readonly role?: MemberRole;
  readonly ledgers?: ContractLedgers;
  readonly limits?: Partial<GatewayLimits>;
}

/** Ledgers on which both sides have agreed to the relationship and its rules, and have opened the first day. */
export async function openLedgers(): Promise<ContractLedgers> {
  const ledgers = new ContractLedgers();
  await openDay(ledgers.channel);
  return ledgers;
}

/** A member's API over ledgers in memory, by plain HTTP at a free port. */
export async function startApi({
  role = 'bank',
  ledgers,
  limits = {},
}: TestApiOptions = {}): Promise<TestApi> {
  const { id, mspId } = MEMBERS[role];
  const ledger = (ledgers ?? (await openLedgers())).of(mspId);
  const log: string[] = [];
  const logger = pino({ level: 'debug' }, { write: (line: string) => log.push(line) });
  const { app } = createApi(ledger, {
    member: { id, role },
    channels: [RELATIONSHIP],
    token: TOKEN,
    logger,
    limits,
    clock: 'business-day',
    url: () => 'https://localhost:8101',
  });
  const server = createServer(app);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const authorization = { authorization: `Bearer ${TOKEN}` };

  const ask = async (path: string, init: RequestInit): Promise<Reply> => {
    const response = await fetch(url + path, init);
    return { status: response.status, headers: response.headers, body: await response.json() };
  };
  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    ask(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...authorization, ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  return {
    ledger,
    log,
    url,
    get: (path, headers = {}) => ask(path, { headers: { ...authorization, ...headers } }),
    post,
    batch: (path, ...instructions) => post(path, { relationship: RELATIONSHIP.name, instructions }),
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}
