import { common, orderer } from '@hyperledger/fabric-protos';
import { describe, expect, it } from 'vitest';
import { peerEndpoint } from '../src/clients/connections.js';
import { contractOf } from '../src/clients/gateways.js';
import { chainInfo } from '../src/clients/ledger.js';
import { submitForReceipt } from '../src/clients/steps.js';
import { BANK_BROKER_X, member } from '../src/network/consortium.js';
import { userCredentials } from '../src/network/credentials.js';
import { unique } from '../src/network/unique.js';
import { deliverBlocks, type Seek } from '../src/raw/seek.js';

const HOUR_MS = 3_600_000;
const { Status } = common;

/** Numbers of the blocks that the bank's peer delivers, and the status that ends them. */
async function seek(request: Pick<Seek, 'from' | 'to'> & Partial<Seek>) {
  const { blocks, status } = await deliverBlocks({
    endpoint: peerEndpoint('bank-a'),
    method: '/protos.Deliver/Deliver',
    channel: BANK_BROKER_X,
    credentials: userCredentials(member('bank-a'), 'User1'),
    ...request,
  });
  return { numbers: blocks.map((block) => block.getHeader()?.getNumber()), status };
}

describe('blocks delivered by a peer', () => {
  it('go from the first asked for to the last', async () => {
    expect(await seek({ from: 1, to: 3 })).toEqual({ numbers: [1, 2, 3], status: Status.SUCCESS });
    expect(await seek({ from: 'oldest', to: 1 })).toEqual({ numbers: [0, 1], status: Status.SUCCESS });
  });

  it('end with the newest', async () => {
    const newest = (await chainInfo()).getHeight() - 1;
    const { numbers, status } = await seek({ from: 'newest', to: 'newest' });
    expect(status).toBe(Status.SUCCESS);
    expect(numbers).toHaveLength(1);
    expect(numbers[0]).toBeGreaterThanOrEqual(newest);
  });

  it('that do not exist yet are not found, where the client does not want to wait', async () => {
    const height = (await chainInfo()).getHeight();
    expect(await seek({ from: height + 100, to: height + 100 })).toEqual({
      numbers: [],
      status: Status.NOT_FOUND,
    });
  });

  it('that do not exist yet are waited for, where the client says so', async () => {
    const height = (await chainInfo()).getHeight();
    const waiting = seek({
      from: height,
      to: height,
      behaviour: orderer.SeekInfo.SeekBehavior.BLOCK_UNTIL_READY,
    });
    await submitForReceipt(contractOf('bank-a'), [['putState', unique('waited'), 'x']]);
    expect(await waiting).toEqual({ numbers: [height], status: Status.SUCCESS });
  });

  it.each([
    ['an end before the start', { from: 3, to: 1 } as const, Status.BAD_REQUEST],
    ['a channel that it has not joined', { from: 0, to: 0, channel: 'nochannel' } as const, Status.NOT_FOUND],
    [
      'a clock an hour slow',
      { from: 0, to: 0, timestamp: new Date(Date.now() - HOUR_MS) } as const,
      Status.BAD_REQUEST,
    ],
    [
      'a clock an hour fast',
      { from: 0, to: 0, timestamp: new Date(Date.now() + HOUR_MS) } as const,
      Status.BAD_REQUEST,
    ],
  ])('are refused for %s', async (_case, request, status) => {
    expect(await seek(request)).toEqual({ numbers: [], status });
  });

  it('are refused to strangers', async () => {
    const credentials = userCredentials(member('broker-y'), 'User1');
    expect(await seek({ from: 0, to: 0, credentials })).toEqual({ numbers: [], status: Status.FORBIDDEN });
  });
});
