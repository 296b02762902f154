import { randomBytes } from 'node:crypto';
import { type Context, Contract } from 'fabric-contract-api';
import { describe, expect, it } from 'vitest';
import { TestChannel } from '../test-channel.js';

const TEMPTATIONS: Readonly<Record<string, () => unknown>> = {
  'Date.now': () => Date.now(),
  'new Date()': () => new Date(),
  'Date()': () => Date(),
  'new Date of parts in local time': () => new Date(2026, 6, 6),
  'new Date of a text without zone': () => new Date('2026-07-06T09:30:00'),
  'Date.parse of a time without zone': () => Date.parse('2026-07-06T09:30:00'),
  'Date.prototype.getHours': () => new Date(0).getHours(),
  'Date.prototype.toString': () => String(new Date(0)),
  'Date.prototype.toLocaleString': () => new Date(0).toLocaleString(),
  'Math.random': () => Math.random(),
  'Number.prototype.toLocaleString': () => (1000).toLocaleString(),
  'String.prototype.localeCompare': () => 'a'.localeCompare('b'),
  'new Intl.NumberFormat': () => new Intl.NumberFormat('zh-CN').format(1),
  'performance.now': () => performance.now(),
  'process.env': () => process.env.TZ,
  'process.hrtime': () => process.hrtime(),
  'process.hrtime.bigint': () => process.hrtime.bigint(),
  'crypto.randomBytes': () => randomBytes(1),
  'crypto.randomUUID': () => crypto.randomUUID(),
  'crypto.getRandomValues': () => crypto.getRandomValues(new Uint8Array(1)),
  setTimeout: () => setTimeout(() => undefined, 0),
};

class Tempted extends Contract {
  async Fall(_ctx: Context, request: string): Promise<string> {
    await Promise.resolve();
    return JSON.stringify(String(TEMPTATIONS[JSON.parse(request).to]?.()));
  }

  async FallInSecret(_ctx: Context, _request: string): Promise<string> {
    try {
      return JSON.stringify(Date.now());
    } catch {
      return '"nothing happened"';
    }
  }

  async FirstKey(_ctx: Context, request: string): Promise<string> {
    return JSON.stringify(Object.keys(JSON.parse(request))[0]);
  }

  async FirstTransient({ stub }: Context, _request: string): Promise<string> {
    return JSON.stringify([...stub.getTransient().keys()][0]);
  }

  async Sober(_ctx: Context, request: string): Promise<string> {
    const { text, at, __proto__: odd } = JSON.parse(request);
    return JSON.stringify({ at: new Date(at).toISOString(), text, odd, utc: Date.UTC(2026, 6, 6) });
  }
}

const BOTH = ['BankAMSP', 'BrokerXMSP'];

function ask(name: string, request: object | string = {}, endorsers = BOTH) {
  const channel = new TestChannel({ contracts: [Tempted], endorsers });
  const caller = { mspId: 'BankAMSP', id: 'teller', roles: [] };
  return channel.submit({ function: name, request, caller, transient: { a: 1, b: 2 } });
}

describe('determinism', () => {
  it.each(Object.keys(TEMPTATIONS))('forbids a contract %s, and says so', async (to) => {
    await expect(ask('Fall', { to })).rejects.toThrow(`The contract called ${to} while simulating`);
  });

  it.each(Object.entries(TEMPTATIONS))('leaves %s to everything else', (_name, call) => {
    expect(call).not.toThrow();
  });

  it('finds out what a contract has tried and then hidden', async () => {
    await expect(ask('FallInSecret')).rejects.toThrow('The contract called Date.now');
  });

  it('catches a result that hangs on the order of an object’s keys', async () => {
    await expect(ask('FirstKey', { a: 1, b: 2 })).rejects.toThrow(
      'the payload is "a" for one and "b" for the other',
    );
  });

  it('catches it where one organisation endorses alone, too', async () => {
    await expect(ask('FirstKey', { a: 1, b: 2 }, ['BankAMSP'])).rejects.toThrow(
      'BankAMSP does not agree with itself, given maps and objects in another order, on FirstKey',
    );
  });

  it('catches a result that hangs on the order of the transient map', async () => {
    await expect(ask('FirstTransient')).rejects.toThrow('ENDORSEMENTS_DIFFER');
  });

  it('lets a contract do what is alike everywhere', async () => {
    const request = '{"text":"你好","at":"2026-07-06T09:30:00+08:00","__proto__":{"x":1}}';
    expect((await ask('Sober', request)).answer).toEqual({
      at: '2026-07-06T01:30:00.000Z',
      text: '你好',
      odd: { x: 1 },
      utc: 1783296000000,
    });
  });
});
