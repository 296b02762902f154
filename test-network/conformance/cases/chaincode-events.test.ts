import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ChaincodeEvent, checkpointers } from '@hyperledger/fabric-gateway';
import { describe, expect, it } from 'vitest';
import { failureOf, rejectionOf } from '../src/assertions/failures.js';
import { channelOf, contractOf } from '../src/clients/gateways.js';
import { chainInfo, committed } from '../src/clients/ledger.js';
import { type Receipt, submit, submitForReceipt } from '../src/clients/steps.js';
import { take, takeUntil } from '../src/clients/take.js';
import { BANK_BROKER_Y, member } from '../src/network/consortium.js';
import { userCredentials } from '../src/network/credentials.js';
import { unique } from '../src/network/unique.js';

const bank = () => contractOf('bank-a');

/** Commits one event a transaction, one transaction after another. */
async function emit(...names: readonly string[]): Promise<Receipt[]> {
  const receipts: Receipt[] = [];
  for (const name of names) {
    receipts.push(await submitForReceipt(bank(), [['setEvent', name, `payload of ${name}`]]));
  }
  return receipts;
}

const namesOf = (events: readonly ChaincodeEvent[]) => events.map(({ eventName }) => eventName);

/** The events of `steps` from a block on, up to the one with a name. */
async function eventsFrom(startBlock: number, lastName: string): Promise<readonly ChaincodeEvent[]> {
  const events = await channelOf('bank-a').getChaincodeEvents('steps', { startBlock: BigInt(startBlock) });
  return takeUntil(events, ({ eventName }) => eventName === lastName);
}

describe('chaincode events', () => {
  it('carry name, payload, transaction and block', async () => {
    const name = unique('event');
    const [receipt] = await emit(name);
    const [event] = await eventsFrom(receipt?.blockNumber ?? 0, name);
    expect(event).toEqual({
      blockNumber: BigInt(receipt?.blockNumber ?? 0),
      chaincodeName: 'steps',
      eventName: name,
      payload: Uint8Array.from(Buffer.from(`payload of ${name}`)),
      transactionId: receipt?.txId,
    });
  });

  it('without a start block begin with what is committed next', async () => {
    const [before, after] = [unique('before'), unique('after')];
    await emit(before);
    const events = await channelOf('bank-a').getChaincodeEvents('steps');
    const waiting = takeUntil(events, ({ eventName }) => eventName === after);
    await emit(after);
    const seen = namesOf(await waiting);
    expect(seen).not.toContain(before);
    expect(seen.at(-1)).toBe(after);
  });

  it('from a start block come in the order of the ledger', async () => {
    const names = ['1', '2', '3'].map((number) => `${unique('event')}-${number}`);
    const [first] = await emit(...names);
    expect(namesOf(await eventsFrom(first?.blockNumber ?? 0, names[2] ?? ''))).toEqual(names);
  });

  it('are there for every member of the channel', async () => {
    const name = unique('event');
    const [receipt] = await emit(name);
    const startBlock = BigInt(receipt?.blockNumber ?? 0);
    for (const id of ['broker-x', 'regulator'] as const) {
      const [event] = await take(await channelOf(id).getChaincodeEvents('steps', { startBlock }), 1);
      expect(event?.eventName).toBe(name);
    }
  });

  it('of another chaincode do not come', async () => {
    const [foreign, own] = [unique('foreign'), unique('own')];
    const { blockNumber } = await submitForReceipt(contractOf('bank-a', 'either'), [
      ['setEvent', foreign, 'x'],
    ]);
    await emit(own);
    expect(namesOf(await eventsFrom(blockNumber, own))).toEqual([own]);
  });

  it('of a transaction that is not valid do not come', async () => {
    const [invalid, valid] = [unique('invalid'), unique('valid')];
    const height = (await chainInfo()).getHeight();
    const call = submit(
      bank(),
      [
        ['putState', unique('k'), 'x'],
        ['setEvent', invalid, 'x'],
      ],
      { endorsingOrganizations: ['BankAMSP'] },
    );
    expect(await failureOf(call)).toMatchObject({ code: 'ENDORSEMENT_POLICY_FAILURE' });
    await emit(valid);
    expect(namesOf(await eventsFrom(height, valid))).not.toContain(invalid);
  });

  it('come one a transaction: the last that was set', async () => {
    const [first, last] = [unique('first'), unique('last')];
    const { blockNumber } = await submitForReceipt(bank(), [
      ['setEvent', first, 'a'],
      ['setEvent', last, 'b'],
    ]);
    const events = await eventsFrom(blockNumber, last);
    expect(namesOf(events)).toEqual([last]);
    expect(Buffer.from(events[0]?.payload ?? []).toString()).toBe('b');
  });

  it('may have no payload', async () => {
    const name = unique('empty');
    const { blockNumber, txId } = await submitForReceipt(bank(), [['setEvent', name, '']]);
    const [event] = await eventsFrom(blockNumber, name);
    expect(event).toMatchObject({ transactionId: txId, payload: new Uint8Array() });
  });

  it('with an empty name are refused by the shim', async () => {
    expect(await failureOf(submit(bank(), [['setEvent', '', 'x']]))).toMatchObject({
      details: [{ message: 'chaincode response 500, Event name must be a non-empty string' }],
    });
  });

  it('of a chaincode that failed are not committed, because nothing is', async () => {
    const failure = await failureOf(
      contractOf('bank-a', 'low-level').submitTransaction('eventAndError', 'lost', 'no'),
    );
    expect(failure).toMatchObject({ details: [{ message: 'chaincode response 500, no' }] });
  });

  it('of a chaincode that does not exist never come, and the stream stays open', async () => {
    const name = unique('event');
    const events = await channelOf('bank-a').getChaincodeEvents('nosuch', { startBlock: 0n });
    const waiting = takeUntil(events, () => true);
    await emit(name);
    events.close();
    expect((await rejectionOf(waiting)).message).toBe('1 CANCELLED: Cancelled on client');
  });

  it('are in the transaction as committed', async () => {
    const name = unique('event');
    const [receipt] = await emit(name);
    const { action } = await committed(receipt?.txId ?? '');
    expect(Buffer.from(action?.getEvents_asU8() ?? []).includes(name)).toBe(true);
  });

  it('from a block that does not exist yet wait for it', async () => {
    const [soon, later] = [unique('soon'), unique('later')];
    const startBlock = BigInt((await chainInfo()).getHeight() + 1);
    const events = await channelOf('bank-a').getChaincodeEvents('steps', { startBlock });
    const waiting = takeUntil(events, ({ eventName }) => eventName === later);
    await emit(soon, later);
    expect(namesOf(await waiting)).toEqual([later]);
  });
});

describe('chaincode events after an interruption', () => {
  const events = (options: Parameters<ReturnType<typeof channelOf>['getChaincodeEvents']>[1]) =>
    channelOf('bank-a').getChaincodeEvents('steps', options);

  it('go on after the last transaction that was checkpointed', async () => {
    const names = ['1', '2', '3'].map((number) => `${unique('event')}-${number}`);
    const [first] = await emit(...names);
    const checkpoint = checkpointers.inMemory();
    const startBlock = BigInt(first?.blockNumber ?? 0);
    const [seen] = await take(await events({ startBlock, checkpoint }), 1);
    expect(seen?.eventName).toBe(names[0]);
    await checkpoint.checkpointChaincodeEvent(seen as ChaincodeEvent);
    expect(namesOf(await take(await events({ startBlock, checkpoint }), 2))).toEqual(names.slice(1));
  });

  it('go on with the rest of a block of which some were seen', async () => {
    const names = ['1', '2', '3'].map((number) => `${unique('event')}-${number}`);
    const receipts = await Promise.all(
      names.map((name) => submitForReceipt(bank(), [['setEvent', name, name]])),
    );
    const startBlock = BigInt(Math.min(...receipts.map(({ blockNumber }) => blockNumber)));
    const all = namesOf(await take(await events({ startBlock }), 3));
    const checkpoint = checkpointers.inMemory();
    const [, second] = await take(await events({ startBlock, checkpoint }), 2);
    await checkpoint.checkpointChaincodeEvent(second as ChaincodeEvent);
    expect(namesOf(await take(await events({ startBlock, checkpoint }), 1))).toEqual(all.slice(2));
  });

  it('go on from a file, too', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'sanfang-checkpoint-'));
    const names = ['1', '2'].map((number) => `${unique('event')}-${number}`);
    const [first] = await emit(...names);
    const startBlock = BigInt(first?.blockNumber ?? 0);
    const before = await checkpointers.file(join(directory, 'checkpoint.json'));
    const [seen] = await take(await events({ startBlock, checkpoint: before }), 1);
    await before.checkpointChaincodeEvent(seen as ChaincodeEvent);
    const after = await checkpointers.file(join(directory, 'checkpoint.json'));
    expect(namesOf(await take(await events({ startBlock, checkpoint: after }), 1))).toEqual(names.slice(1));
    await rm(directory, { recursive: true });
  });
});

describe('chaincode events are refused', () => {
  it('to who is no member of the channel', async () => {
    const stranger = channelOf('bank-a', BANK_BROKER_Y, userCredentials(member('broker-x'), 'User1'));
    const stream = await stranger.getChaincodeEvents('steps');
    expect(await failureOf(take(stream, 1))).toEqual({
      error: 'GatewayError',
      code: 'PERMISSION_DENIED',
      message: `Failed evaluating policy on signed data during check policy on channel [${BANK_BROKER_Y}] with policy [/Channel/Application/Readers]: [signature set did not satisfy policy]`,
      details: [],
    });
  });

  it('on a channel that does not exist', async () => {
    const stream = await channelOf('bank-a', 'nochannel').getChaincodeEvents('steps');
    expect(await failureOf(take(stream, 1))).toEqual({
      error: 'GatewayError',
      code: 'PERMISSION_DENIED',
      message: 'Failed to get policy manager for channel [nochannel]',
      details: [],
    });
  });
});
