import { describe, expect, it } from 'vitest';
import { Cells, GenerousCells } from './cells-contract.js';
import { sha256 } from './hash.js';
import { type Call, TestChannel } from './test-channel.js';

const BANK = 'BankAMSP';
const BROKER = 'BrokerXMSP';
const caller = { mspId: BANK, id: 'teller', roles: ['bank-operator'] };

function channelWith(options: Partial<ConstructorParameters<typeof TestChannel>[0]> = {}): TestChannel {
  const orders = { name: 'orders', members: [BROKER, 'RegulatorMSP'], endorsers: [BROKER] };
  return new TestChannel({
    contracts: [Cells],
    endorsers: [BANK, BROKER],
    collections: [orders],
    ...options,
  });
}

function put(key: string, value = '1', rest: Partial<Call> = {}): Call {
  return { function: 'Cells:Put', request: { key, value }, caller, ...rest };
}

const ofBroker = { caller: { ...caller, mspId: BROKER }, endorsers: [BROKER] };

describe('a channel in memory', () => {
  it('commits what all endorse, to every peer alike, and does not show a transaction its own writes', async () => {
    const channel = channelWith();
    const { answer, blockNumber, validationCode, writes } = await channel.submit(put('a'));
    expect({ answer, blockNumber, validationCode, writes }).toEqual({
      answer: { seen: '' },
      blockNumber: 0,
      validationCode: 'VALID',
      writes: [{ key: 'a', value: '1' }],
    });
    expect(channel.worldState(BANK)).toEqual(new Map([['a', '1']]));
    expect(channel.worldState('RegulatorMSP')).toEqual(channel.worldState(BANK));
  });

  it('refuses the second of two transactions of a block that change what both have read', async () => {
    const channel = channelWith();
    const append = (value: string) => channel.endorse({ ...put('a', value), function: 'Append' });
    const committed = await channel.commit([await append('x'), await append('y')]);
    expect(committed.map(({ validationCode }) => validationCode)).toEqual(['VALID', 'MVCC_READ_CONFLICT']);
    expect(channel.worldState(BROKER)).toEqual(new Map([['a', 'x']]));
  });

  it('refuses a transaction whose range has another key by the time it commits', async () => {
    const channel = channelWith();
    const counted = await channel.endorse({ ...put('count', 'row/'), function: 'CountInto' });
    await channel.submit(put('row/1'));
    const [committed] = await channel.commit([counted]);
    expect(committed?.validationCode).toBe('PHANTOM_READ_CONFLICT');
  });

  it('invalidates what one side endorses alone', async () => {
    const channel = channelWith();
    const { validationCode } = await channel.submit(put('a', '1', { endorsers: [BROKER] }));
    expect(validationCode).toBe('ENDORSEMENT_POLICY_FAILURE');
    expect(channel.worldState(BROKER).size).toBe(0);
  });

  it('lets the broker alone change a key whose policy names the broker, and the bank alone not', async () => {
    const channel = channelWith();
    await channel.submit({ ...put('held'), function: 'PutForBroker' });
    const alone = async (mspId: string) =>
      (await channel.submit(put('held', mspId, { endorsers: [mspId] }))).validationCode;
    expect(await alone(BANK)).toBe('ENDORSEMENT_POLICY_FAILURE');
    expect(await alone(BROKER)).toBe('VALID');
    expect(channel.worldState(BANK).get('held')).toBe(BROKER);
  });

  it('does not let a key change in the block that gives it a policy', async () => {
    const channel = channelWith();
    const policed = await channel.endorse({ ...put('held'), function: 'PutForBroker' });
    const committed = await channel.commit([policed, await channel.endorse(put('held', '2'))]);
    expect(committed.map(({ validationCode }) => validationCode)).toEqual([
      'VALID',
      'ENDORSEMENT_POLICY_FAILURE',
    ]);
  });

  it('names the first difference when one organisation’s contract lies', async () => {
    const channel = channelWith({ alteredContracts: { [BANK]: [GenerousCells] } });
    await expect(channel.submit(put('a'))).rejects.toThrow(
      'ENDORSEMENTS_DIFFER: BankAMSP and BrokerXMSP do not agree on Cells:Put: write of a is 10 for one and 1 for the other.',
    );
    expect(channel.blocks()).toEqual([]);
  });

  it('names the difference when one organisation has falsified its state', async () => {
    const channel = channelWith();
    await channel.submit(put('a'));
    channel.falsify(BROKER, 'a', '900');
    await expect(channel.submit({ ...put('a', '0'), function: 'Append' })).rejects.toThrow(
      'write of a is 10 for one and 9000 for the other',
    );
  });

  it('hands out keys in the order of their bytes, not of their UTF-16 units', async () => {
    const channel = channelWith();
    for (const key of ['\u{1F600}', '\uFF01', 'a']) await channel.submit(put(key));
    expect(await channel.evaluate({ ...put(''), function: 'Keys' })).toEqual(['a', '\uFF01', '\u{1F600}']);
  });

  it('deletes a key that is given an empty value', async () => {
    const channel = channelWith();
    await channel.submit(put('a'));
    await channel.submit(put('a', ''));
    expect(channel.worldState(BANK).size).toBe(0);
    expect(await channel.evaluate({ ...put('a'), function: 'History' })).toEqual(['', '1']);
  });

  it('does not let a transaction write that has read a page', async () => {
    await expect(channelWith().submit({ ...put('a'), function: 'PageThenPut' })).rejects.toThrow(
      'has already performed a paginated query. Writes are not allowed',
    );
  });

  it('keeps private data to members, and shows the others hashes', async () => {
    const channel = channelWith();
    const order = { ...put('o1', 'secret'), ...ofBroker };
    const { validationCode } = await channel.submit({ ...order, function: 'PutPrivate' });
    expect(validationCode).toBe('VALID');
    expect(channel.privateState('RegulatorMSP', 'orders').get('o1')).toBe('secret');
    expect(() => channel.privateState(BANK, 'orders')).toThrow('no member');
    await expect(channel.evaluate({ ...order, function: 'ReadPrivate', endorsers: [BANK] })).rejects.toThrow(
      'private data matching public hash version is not available',
    );
    await expect(channel.evaluate({ ...order, function: 'ReadPrivate', caller })).rejects.toThrow(
      'does not have read access permission',
    );
    expect(await channel.evaluate({ ...order, function: 'PrivateHash', caller, endorsers: [BANK] })).toBe(
      sha256('secret'),
    );
    expect(channel.publicText()).toContain(sha256('o1'));
    await channel.submit({ ...order, function: 'PurgePrivate' });
    expect(channel.privateState(BROKER, 'orders').size).toBe(0);
    expect(await channel.evaluate({ ...order, function: 'ReadPrivate', endorsers: [BROKER] })).toBe('');
  });

  it('invalidates a private write that the collection’s endorsers have not signed', async () => {
    const channel = channelWith();
    const order = { ...put('o1'), function: 'PutPrivate', caller: ofBroker.caller, endorsers: [BANK] };
    expect((await channel.submit(order)).validationCode).toBe('ENDORSEMENT_POLICY_FAILURE');
    expect(channel.privateState(BROKER, 'orders').size).toBe(0);
  });

  it('shows in blocks, and in their text, arguments, answers, events and keys, but no transient and no private value', async () => {
    const channel = channelWith();
    const transient = { person: 'transient-secret' };
    await channel.submit({ ...put('key-a', 'value-a'), transient });
    await channel.submit({ function: 'Cells:Facts', request: 'argument-b', caller });
    await channel.submit({ function: 'Seal', request: '{}', caller: ofBroker.caller, transient });
    const text = channel.publicText();
    for (const part of ['key-a', 'value-a', 'argument-b', 'event facts told', 'seen'])
      expect(text).toContain(part);
    expect(text).not.toContain('transient-secret');
    expect(channel.privateState(BROKER, 'orders').get('sealed')).toBe('transient-secret');
  });

  it('simulates calls made at once on the same state, and lets one of them through', async () => {
    const channel = channelWith();
    const append = (value: string) => channel.submit({ ...put('a', value), function: 'Append' });
    const results = await Promise.all(['x', 'y', 'z'].map(append));
    expect(results.map(({ validationCode }) => validationCode)).toEqual([
      'VALID',
      'MVCC_READ_CONFLICT',
      'MVCC_READ_CONFLICT',
    ]);
  });

  it('takes a transaction once', async () => {
    const channel = channelWith();
    const transaction = await channel.endorse(put('a'));
    await channel.commit([transaction]);
    expect((await channel.commit([transaction]))[0]?.validationCode).toBe('DUPLICATE_TXID');
  });

  it('holds a reader to as much of a range as its peer has sent, and to no more', async () => {
    const channel = channelWith();
    for (let row = 100; row < 300; row += 1) await channel.submit(put(`row/${row}`));
    const readFirst = (key: string) => channel.endorse({ ...put(key, 'row/'), function: 'PutAllAfterFirst' });
    const [one, other] = [await readFirst('one'), await readFirst('other')];
    await channel.submit(put('row/299'));
    expect((await channel.commit([one]))[0]?.validationCode).toBe('VALID');
    await channel.submit(put('row/150'));
    expect((await channel.commit([other]))[0]?.validationCode).toBe('PHANTOM_READ_CONFLICT');
  });

  it('does not offer what a contract has inherited, as a launcher does not', async () => {
    const inherited = channelWith({ contracts: [GenerousCells] });
    expect(inherited.functions()).toEqual(['Cells:Put']);
    await expect(inherited.submit({ ...put('a'), function: 'Append' })).rejects.toThrow(
      'asked to invoke a function that does not exist',
    );
  });

  it('throws what the contract threw, and notes it', async () => {
    const channel = channelWith();
    await expect(channel.submit({ ...put('a'), request: 'no JSON' })).rejects.toThrow(SyntaxError);
    expect(channel.refusals()).toHaveLength(1);
    expect(channel.blocks()).toEqual([]);
  });

  it('gives the contract what the shim gives it', async () => {
    const { answer, event, transactionId } = await channelWith().submit({
      function: 'Cells:Facts',
      request: '你好',
      caller,
      transient: { b: 1, a: 2 },
      timestamp: '2026-07-06T09:30:00.25+08:00',
    });
    expect(answer).toEqual({
      seconds: 1783301400,
      nanos: 250_000_000,
      date: '2026-07-06T01:30:00.250Z',
      mspId: BANK,
      role: 'bank-operator',
      none: null,
      fcn: 'Cells:Facts',
      params: ['你好'],
      transient: ['a', 'b'],
      transactionId,
    });
    expect(event).toEqual({ name: 'facts', payload: 'told' });
  });
});
