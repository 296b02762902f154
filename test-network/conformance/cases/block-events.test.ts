import { checkpointers } from '@hyperledger/fabric-gateway';
import { common, ledger, type peer } from '@hyperledger/fabric-protos';
import { describe, expect, it } from 'vitest';
import { rejectionOf, validationCode } from '../src/assertions/failures.js';
import { channelOf, contractOf } from '../src/clients/gateways.js';
import { submit, submitForReceipt } from '../src/clients/steps.js';
import { take } from '../src/clients/take.js';
import { BANK_BROKER_X, BANK_BROKER_Y, type MemberId, member } from '../src/network/consortium.js';
import { userCredentials } from '../src/network/credentials.js';
import { unique } from '../src/network/unique.js';
import { parseBlock } from '../src/raw/parsed.js';

/** What the client makes of the statuses that end a stream of blocks. */
const FORBIDDEN = 'Unexpected status response: 403';
const NOT_FOUND = 'Unexpected status response: 404';

const bank = () => contractOf('bank-a');

async function blockAt(number: number, id: MemberId = 'bank-a'): Promise<common.Block> {
  const [block] = await take(await channelOf(id).getBlockEvents({ startBlock: BigInt(number) }), 1);
  return block as common.Block;
}

async function filteredAt(number: number): Promise<peer.FilteredBlock> {
  const [block] = await take(
    await channelOf('bank-a').getFilteredBlockEvents({ startBlock: BigInt(number) }),
    1,
  );
  return block as peer.FilteredBlock;
}

/** Values of a collection that a member's peer hands out with a block, by key. */
async function privateValuesAt(
  number: number,
  id: MemberId,
): Promise<Record<string, Record<string, string>>> {
  const stream = await channelOf(id).getBlockAndPrivateDataEvents({ startBlock: BigInt(number) });
  const [event] = await take(stream, 1);
  const values: Record<string, Record<string, string>> = {};
  event?.getPrivateDataMapMap().forEach((set) => {
    for (const collection of set
      .getNsPvtRwsetList()
      .flatMap((namespace) => namespace.getCollectionPvtRwsetList())) {
      const writes = ledger.rwset.kvrwset.KVRWSet.deserializeBinary(
        collection.getRwset_asU8(),
      ).getWritesList();
      values[collection.getCollectionName()] = Object.fromEntries(
        writes.map((write) => [write.getKey(), Buffer.from(write.getValue_asU8()).toString()]),
      );
    }
  });
  return values;
}

describe('full blocks', () => {
  it('have the transaction with its code, its creator and its endorsers', async () => {
    const { txId, blockNumber } = await submitForReceipt(bank(), [['putState', unique('block'), 'x']]);
    const transaction = parseBlock(await blockAt(blockNumber)).find((candidate) => candidate.txId === txId);
    expect(transaction).toMatchObject({
      code: 'VALID',
      type: 'ENDORSER_TRANSACTION',
      channel: BANK_BROKER_X,
      creatorMspId: 'BankAMSP',
      endorsers: ['BankAMSP', 'BrokerXMSP'],
    });
  });

  it('have a transaction that is not valid, too', async () => {
    const submitted = await bank().submitAsync('run', {
      arguments: [JSON.stringify([['putState', unique('block'), 'x']])],
      endorsingOrganizations: ['BankAMSP'],
    });
    const { blockNumber } = await submitted.getStatus();
    const found = parseBlock(await blockAt(Number(blockNumber))).find(
      ({ txId }) => txId === submitted.getTransactionId(),
    );
    expect(found?.code).toBe('ENDORSEMENT_POLICY_FAILURE');
  });

  it('begin with the configuration of the channel', async () => {
    const [transaction] = parseBlock(await blockAt(0));
    expect(transaction).toMatchObject({ type: 'CONFIG', channel: BANK_BROKER_X, code: 'VALID' });
  });

  it('come one after another from the start block on', async () => {
    const blocks = await take(await channelOf('bank-a').getBlockEvents({ startBlock: 0n }), 5);
    expect(blocks.map((block) => block.getHeader()?.getNumber())).toEqual([0, 1, 2, 3, 4]);
  });

  it('without a start block begin with the next', async () => {
    const stream = await channelOf('bank-a').getBlockEvents();
    const waiting = take(stream, 1);
    const { txId } = await submitForReceipt(bank(), [['putState', unique('next'), 'x']]);
    const [block] = await waiting;
    expect(parseBlock(block as common.Block).map((transaction) => transaction.txId)).toContain(txId);
  });

  it('are the same at every member, but for what each peer adds itself', async () => {
    const { blockNumber } = await submitForReceipt(bank(), [['putState', unique('same'), 'x']]);
    const blocks = await Promise.all(
      (['bank-a', 'broker-x', 'regulator'] as const).map((id) => blockAt(blockNumber, id)),
    );
    const [first, ...others] = blocks.map((block) => ({
      header: block.getHeader()?.toObject(),
      data: block.getData()?.toObject(),
      codes: parseBlock(block).map(({ code }) => code),
    }));
    expect(others).toEqual([first, first]);
  });

  it('go on after the block that was checkpointed', async () => {
    const checkpoint = checkpointers.inMemory();
    const network = channelOf('bank-a');
    const [, second] = await take(await network.getBlockEvents({ startBlock: 1n, checkpoint }), 2);
    await checkpoint.checkpointBlock(BigInt(second?.getHeader()?.getNumber() ?? 0));
    const [third] = await take(await network.getBlockEvents({ startBlock: 1n, checkpoint }), 1);
    expect(third?.getHeader()?.getNumber()).toBe(3);
  });
});

describe('filtered blocks', () => {
  it('have transactions by ID, type and code, and no contents', async () => {
    const value = unique('filtered-value');
    const { txId, blockNumber } = await submitForReceipt(bank(), [['putState', unique('k'), value]]);
    const block = await filteredAt(blockNumber);
    expect(block.getChannelId()).toBe(BANK_BROKER_X);
    expect(block.getNumber()).toBe(blockNumber);
    const found = block.getFilteredTransactionsList().find((transaction) => transaction.getTxid() === txId);
    expect(found?.getType()).toBe(common.HeaderType.ENDORSER_TRANSACTION);
    expect(validationCode(found?.getTxValidationCode() ?? -1)).toBe('VALID');
    expect(Buffer.from(block.serializeBinary()).includes(value)).toBe(false);
  });

  it('have events by name, without their payload', async () => {
    const name = unique('filtered-event');
    const { txId, blockNumber } = await submitForReceipt(bank(), [['setEvent', name, 'secret payload']]);
    const [action] =
      (await filteredAt(blockNumber))
        .getFilteredTransactionsList()
        .find((transaction) => transaction.getTxid() === txId)
        ?.getTransactionActions()
        ?.getChaincodeActionsList() ?? [];
    expect(action?.getChaincodeEvent()?.toObject()).toEqual({
      chaincodeId: 'steps',
      txId,
      eventName: name,
      payload: '',
    });
  });

  it('name the configuration for what it is', async () => {
    const [transaction] = (await filteredAt(0)).getFilteredTransactionsList();
    expect(transaction?.getType()).toBe(common.HeaderType.CONFIG);
  });
});

describe('blocks with private data', () => {
  it('have the values for the members of a collection only', async () => {
    const key = unique('order');
    const { blockNumber } = await submitForReceipt(contractOf('broker-x'), [
      ['putPrivateData', 'broker-books', key, 'buy 100'],
    ]);
    expect(await privateValuesAt(blockNumber, 'broker-x')).toEqual({ 'broker-books': { [key]: 'buy 100' } });
    expect(await privateValuesAt(blockNumber, 'bank-a')).toEqual({});
    await expect
      .poll(() => privateValuesAt(blockNumber, 'regulator'), { timeout: 10_000 })
      .toEqual({ 'broker-books': { [key]: 'buy 100' } });
  });

  it('have those of several collections of one transaction', async () => {
    const key = unique('both');
    const { blockNumber } = await submitForReceipt(bank(), [
      ['putPrivateData', 'shared', key, 'for both'],
      ['putPrivateData', 'bank-board', key, 'for the bank'],
    ]);
    expect(await privateValuesAt(blockNumber, 'bank-a')).toEqual({
      shared: { [key]: 'for both' },
      'bank-board': { [key]: 'for the bank' },
    });
    expect(await privateValuesAt(blockNumber, 'broker-x')).toEqual({ shared: { [key]: 'for both' } });
  });

  it('have none where the transaction has none', async () => {
    const { blockNumber } = await submitForReceipt(bank(), [['putState', unique('public'), 'x']]);
    expect(await privateValuesAt(blockNumber, 'bank-a')).toEqual({});
  });

  it('no longer have what was purged', async () => {
    const key = unique('purged');
    const { blockNumber } = await submitForReceipt(bank(), [['putPrivateData', 'shared', key, 'x']]);
    await submit(bank(), [['purgePrivateData', 'shared', key]]);
    expect(await privateValuesAt(blockNumber, 'bank-a')).toEqual({ shared: {} });
  });
});

describe('blocks are refused', () => {
  const stranger = () => channelOf('bank-a', BANK_BROKER_Y, userCredentials(member('broker-x'), 'User1'));

  it('to who is no member of the channel: full', async () => {
    expect((await rejectionOf(take(await stranger().getBlockEvents(), 1))).message).toBe(FORBIDDEN);
  });

  it('to who is no member of the channel: filtered', async () => {
    expect((await rejectionOf(take(await stranger().getFilteredBlockEvents(), 1))).message).toBe(FORBIDDEN);
  });

  it('to who is no member of the channel: with private data', async () => {
    expect((await rejectionOf(take(await stranger().getBlockAndPrivateDataEvents(), 1))).message).toBe(
      FORBIDDEN,
    );
  });

  it('on a channel that does not exist', async () => {
    const { message } = await rejectionOf(take(await channelOf('bank-a', 'nochannel').getBlockEvents(), 1));
    expect(message).toBe(NOT_FOUND);
  });
});
