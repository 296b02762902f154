import { common } from '@hyperledger/fabric-protos';
import { describe, expect, it } from 'vitest';
import { channelOf, contractOf } from '../src/clients/gateways.js';
import { chainInfo } from '../src/clients/ledger.js';
import { submit } from '../src/clients/steps.js';
import { takeUntil } from '../src/clients/take.js';
import { BANK_BROKER_X, member, network } from '../src/network/consortium.js';
import { type Credentials, userCredentials } from '../src/network/credentials.js';
import { unique } from '../src/network/unique.js';
import { broadcast } from '../src/raw/calls.js';
import {
  batchSize,
  batchSizeUpdate,
  batchSizeVersion,
  channelConfiguration,
  configUpdateEnvelope,
} from '../src/raw/configuration.js';
import { parseBlock } from '../src/raw/parsed.js';

const bankClient = () => userCredentials(member('bank-a'), 'User1');
const bankAdmin = () => userCredentials(member('bank-a'), 'Admin');
const ordererAdmin = () => userCredentials({ ...network().ordering }, 'Admin');

const NOT_APPROVED =
  "policy for [Value]  /Channel/Orderer/BatchSize not satisfied: implicit policy evaluation failed - 0 sub-policies were satisfied, but this policy requires 1 of the 'Admins' sub-policies to be satisfied";

const refused = (reason: string) => ({
  status: common.Status.BAD_REQUEST,
  info: `error applying config update to existing channel '${BANK_BROKER_X}': error authorizing update: error validating DeltaSet: ${reason}`,
});

async function answerTo(approvers: readonly Credentials[], sender: Credentials) {
  const update = batchSizeUpdate(await channelConfiguration(), 400);
  return broadcast(configUpdateEnvelope(update, approvers, sender));
}

describe('a change of the channel’s configuration', () => {
  it('is refused without the signatures that it needs', async () => {
    expect(await answerTo([], bankClient())).toEqual(refused(NOT_APPROVED));
  });

  it('is refused with the signature of who has no say in it', async () => {
    expect(await answerTo([bankAdmin()], bankAdmin())).toEqual(refused(NOT_APPROVED));
  });

  it.each([
    ['skips a version', 2],
    ['keeps the version of what it changes', 0],
  ])('is refused where it %s', async (_case, step) => {
    const config = await channelConfiguration();
    const version = batchSizeVersion(config);
    const envelope = configUpdateEnvelope(
      batchSizeUpdate(config, 400, step),
      [ordererAdmin()],
      ordererAdmin(),
    );
    expect(await broadcast(envelope)).toEqual(
      refused(
        `attempt to set key [Value]  /Channel/Orderer/BatchSize to version ${version + step}, but key is at version ${version}`,
      ),
    );
  });

  it('is taken with the signature it needs, is a block of its own, and is in force', async () => {
    const before = await channelConfiguration();
    const count = batchSize(before).getMaxMessageCount() - 1;
    const startBlock = BigInt((await chainInfo()).getHeight());
    const envelope = configUpdateEnvelope(batchSizeUpdate(before, count), [ordererAdmin()], ordererAdmin());
    expect(await broadcast(envelope)).toEqual({ status: common.Status.SUCCESS, info: '' });

    const blocks = await takeUntil(await channelOf('bank-a').getBlockEvents({ startBlock }), (block) =>
      parseBlock(block).some(({ type }) => type === 'CONFIG'),
    );
    const [last] = blocks.slice(-1);
    expect(parseBlock(last ?? new common.Block())).toMatchObject([
      { type: 'CONFIG', code: 'VALID', creatorMspId: 'OrdererMSP' },
    ]);

    const after = await channelConfiguration();
    expect(batchSize(after).getMaxMessageCount()).toBe(count);
    expect(after.getSequence()).toBe(before.getSequence() + 1);
    await submit(contractOf('bank-a'), [['putState', unique('after-config'), 'x']]);
  });
});
