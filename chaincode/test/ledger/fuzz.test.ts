import { type Context, Contract } from 'fabric-contract-api';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { parseJson } from '../../src/model/parse.js';
import { fuzzContract } from './fuzz.js';
import { TestChannel } from './test-channel.js';

const Move = z.strictObject({ account: z.string().regex(/^\d{6}$/), amountFen: z.int().min(1) });

class Careful extends Contract {
  constructor() {
    super('Careful');
  }

  async Move({ stub }: Context, request: string): Promise<string> {
    const { account, amountFen } = parseJson(Move, request);
    await stub.putState(`custody/${account}`, Buffer.from(String(amountFen)));
    await stub.putState(`voucher/${stub.getTxID()}`, Buffer.from(account));
    return '{}';
  }
}

class WithoutVoucher extends Careful {
  override async Move({ stub }: Context, request: string): Promise<string> {
    await stub.putState(`custody/${parseJson(Move, request).account}`, Buffer.from('1'));
    return '{}';
  }
}

class Trusting extends Careful {
  override async Move(_ctx: Context, request: string): Promise<string> {
    const { account }: { account: string } = JSON.parse(request);
    return JSON.stringify(account.length);
  }
}

class Polluted extends Careful {
  override async Move(ctx: Context, request: string): Promise<string> {
    const parsed = objectOf(request);
    for (const [key, value] of Object.entries(parsed)) {
      if (key === '__proto__') Object.assign(Object.prototype, value);
    }
    return super.Move(ctx, request);
  }
}

function objectOf(request: string): object {
  try {
    return Object(JSON.parse(request));
  } catch {
    return {};
  }
}

const examples = { 'Careful:Move': [{ request: { account: '123456', amountFen: 100 } }] };
const callers = [{ mspId: 'BankAMSP', id: 'teller', roles: [] }];

function fuzz(contract: new () => Contract) {
  const channel = new TestChannel({ contracts: [contract], endorsers: ['BankAMSP', 'BrokerXMSP'] });
  return fuzzContract(channel, {
    examples,
    callers,
    runs: 400,
    seed: 1,
  });
}

describe('fuzzing a contract', () => {
  it('passes one that checks what it is given, having seen it refuse and commit', async () => {
    const { committed, refused, codes } = await fuzz(Careful);
    expect(committed).toBeGreaterThan(10);
    expect(refused).toBeGreaterThan(100);
    expect([...codes.keys()]).toEqual(['MALFORMED_REQUEST']);
  });

  it.each([
    ['moves money without a voucher', WithoutVoucher, 'it has changed custody/123456 without a voucher'],
    ['trusts its input', Trusting, 'which is no refusal'],
    [
      'lets its input into the prototype of objects',
      Polluted,
      'it has given all objects a property polluted',
    ],
  ])('catches one that %s', async (_name, contract, message) => {
    await expect(fuzz(contract)).rejects.toThrow(message);
  });
});
