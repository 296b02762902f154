import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type BlockEvent,
  type ContractEvent,
  DefaultCheckpointers,
  type Gateway,
  type Network,
} from 'fabric-network';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { legacyGateway } from '../src/clients/legacy.js';
import type { Step } from '../src/clients/steps.js';
import { BANK_BROKER_X } from '../src/network/consortium.js';
import { unique } from '../src/network/unique.js';

const text = (steps: readonly Step[]) => JSON.stringify(steps);

describe('events of fabric-network 2.2', () => {
  let gateway: Gateway;
  let network: Network;

  beforeAll(async () => {
    gateway = await legacyGateway('bank-a');
    network = await gateway.getNetwork(BANK_BROKER_X);
  });

  afterAll(() => gateway.disconnect());

  const emit = async (name: string) => {
    const transaction = network.getContract('steps').createTransaction('run');
    await transaction.submit(text([['setEvent', name, `payload of ${name}`]]));
    return transaction.getTransactionId();
  };

  it('of a chaincode come with payload, transaction and block', async () => {
    const name = unique('legacy-event');
    const seen: ContractEvent[] = [];
    const listener = await network.getContract('steps').addContractListener(async (event) => {
      seen.push(event);
    });
    const txId = await emit(name);
    await expect.poll(() => seen.map(({ eventName }) => eventName)).toContain(name);
    network.getContract('steps').removeContractListener(listener);
    const event = seen.find(({ eventName }) => eventName === name);
    expect(event?.payload?.toString()).toBe(`payload of ${name}`);
    const transaction = event?.getTransactionEvent();
    expect(transaction).toMatchObject({ transactionId: txId, status: 'VALID', isValid: true });
  });

  it.each(['full', 'filtered', 'private'] as const)(
    'of blocks come from a start block on: %s',
    async (type) => {
      const numbers: number[] = [];
      const listener = async ({ blockNumber }: BlockEvent) => {
        numbers.push(Number(blockNumber));
      };
      await network.addBlockListener(listener, { startBlock: 1, type });
      await expect.poll(() => numbers.slice(0, 3)).toEqual([1, 2, 3]);
      network.removeBlockListener(listener);
    },
  );

  it('with private data have it for members', async () => {
    const key = unique('legacy-private');
    const found: string[] = [];
    const listener = async ({ getTransactionEvents }: BlockEvent) => {
      for (const { privateData } of getTransactionEvents()) {
        found.push(JSON.stringify(privateData ?? null));
      }
    };
    await network.addBlockListener(listener, { type: 'private' });
    await network
      .getContract('steps')
      .submitTransaction('run', text([['putPrivateData', 'shared', key, 'for both']]));
    await expect.poll(() => found.some((entry) => entry.includes(key))).toBe(true);
    network.removeBlockListener(listener);
  });

  it('go on from a checkpoint in a file', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'sanfang-legacy-checkpoint-'));
    const file = join(directory, 'checkpoint.json');
    const read = async (count: number) => {
      const numbers: number[] = [];
      const checkpointer = await DefaultCheckpointers.file(file);
      const listener = async ({ blockNumber }: BlockEvent) => {
        numbers.push(Number(blockNumber));
        if (numbers.length === count) {
          network.removeBlockListener(listener);
        }
      };
      await network.addBlockListener(listener, { startBlock: 1, checkpointer });
      await expect.poll(() => numbers.length).toBeGreaterThanOrEqual(count);
      return numbers.slice(0, count);
    };
    const first = await read(2);
    expect(first).toEqual([1, 2]);
    const [next] = await read(1);
    expect(next).toBeGreaterThanOrEqual(2);
    await rm(directory, { recursive: true });
  });
});
