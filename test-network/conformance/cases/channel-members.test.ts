import { common } from '@hyperledger/fabric-protos';
import { signaturePolicyEnvelope } from '@sanfang/network';
import { describe, expect, it } from 'vitest';
import { channelOf } from '../src/clients/gateways.js';
import { chainInfo } from '../src/clients/ledger.js';
import { takeUntil } from '../src/clients/take.js';
import { BANK_BROKER_X, type MemberId, member } from '../src/network/consortium.js';
import { userCredentials } from '../src/network/credentials.js';
import { broadcast } from '../src/raw/calls.js';
import { channelConfiguration, configUpdateEnvelope } from '../src/raw/configuration.js';
import { endorsementPolicyUpdate, endorsementPolicyVersion } from '../src/raw/endorsement-policy-update.js';
import { parseBlock } from '../src/raw/parsed.js';

const adminOf = (id: MemberId) => userCredentials(member(id), 'Admin');

describe('who must endorse on a channel', () => {
  it.each<{ readonly proposer: MemberId; readonly others: readonly MemberId[] }>([
    { proposer: 'bank-a', others: [] },
    { proposer: 'broker-x', others: [] },
    { proposer: 'bank-a', others: ['regulator'] },
    { proposer: 'broker-x', others: ['regulator'] },
    { proposer: 'bank-a', others: ['broker-y'] },
  ])('is not changed by $proposer with the signatures of $others beside its own', async (signed) => {
    const { proposer, others } = signed;
    const alone = signaturePolicyEnvelope(`OR('${member(proposer).mspId}.peer')`);
    const update = endorsementPolicyUpdate(await channelConfiguration(), alone);
    const envelope = configUpdateEnvelope(update, [proposer, ...others].map(adminOf), adminOf(proposer));
    expect(await broadcast(envelope)).toEqual({
      status: common.Status.BAD_REQUEST,
      info: `error applying config update to existing channel '${BANK_BROKER_X}': error authorizing update: error validating DeltaSet: policy for [Policy] /Channel/Application/Endorsement not satisfied: signature set did not satisfy policy`,
    });
  });

  it('is written anew with the signatures of bank and broker, the regulator’s not needed', async () => {
    const before = await channelConfiguration();
    const startBlock = BigInt((await chainInfo()).getHeight());
    const approvers = [adminOf('bank-a'), adminOf('broker-x')];
    const envelope = configUpdateEnvelope(endorsementPolicyUpdate(before), approvers, adminOf('broker-x'));
    expect(await broadcast(envelope)).toEqual({ status: common.Status.SUCCESS, info: '' });
    await takeUntil(await channelOf('bank-a').getBlockEvents({ startBlock }), (block) =>
      parseBlock(block).some(({ type }) => type === 'CONFIG'),
    );
    const after = await channelConfiguration();
    expect(endorsementPolicyVersion(after)).toBe(endorsementPolicyVersion(before) + 1);
  });
});
