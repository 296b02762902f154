import { common, orderer } from '@hyperledger/fabric-protos';
import { beforeAll, describe, expect, it } from 'vitest';
import type { SigningIdentity } from '../identity/signing-identity.js';
import { makeTestUpdate, testUpdateEnvelope } from '../identity/testing/test-config-update.js';
import { makeTestGenesis, setValue, testApplicationOrg } from '../identity/testing/test-genesis.js';
import { makeTestOrg, type TestOrg } from '../identity/testing/test-org.js';
import { ChannelConfig } from './channel-config.js';

const CHANNEL = 'custody';
type Change = (group: common.ConfigGroup) => void;

function below(group: common.ConfigGroup, ...names: string[]): common.ConfigGroup {
  return names.reduce((at, name) => {
    const next = at.getGroupsMap().get(name);
    if (next === undefined) throw new Error(`there is no group ${name}`);
    return next;
  }, group);
}

function batchSize(maxMessages: number): orderer.BatchSize {
  const size = new orderer.BatchSize();
  size.setMaxMessageCount(maxMessages);
  size.setAbsoluteMaxBytes(1000);
  size.setPreferredMaxBytes(100);
  return size;
}

const setMaxMessages =
  (maxMessages: number): Change =>
  (group) =>
    setValue(below(group, 'Orderer'), 'BatchSize', batchSize(maxMessages));

describe("an update of a channel's configuration", () => {
  let bank: TestOrg;
  let broker: TestOrg;
  let ordering: TestOrg;
  let config: ChannelConfig;
  let ordererAdmin: SigningIdentity;
  let bankAdmin: SigningIdentity;
  let brokerAdmin: SigningIdentity;
  beforeAll(async () => {
    [bank, broker, ordering] = await Promise.all([
      makeTestOrg('BankMSP'),
      makeTestOrg('BrokerMSP'),
      makeTestOrg('OrdererMSP'),
    ]);
    [ordererAdmin, bankAdmin, brokerAdmin] = await Promise.all([
      ordering.identity('admin'),
      bank.identity('admin'),
      broker.identity('admin'),
    ]);
    config = ChannelConfig.fromConfigBlock(
      makeTestGenesis({ channelId: CHANNEL, applicationOrgs: [bank, broker], ordererOrg: ordering }),
    );
  });
  const update = (change: Change, signers: SigningIdentity[], base = config) =>
    makeTestUpdate({ channelId: CHANNEL, config: base.config, change, signers });

  it('signed by those whom it needs leads to the next configuration', () => {
    const proposed = config.proposeUpdate(update(setMaxMessages(7), [ordererAdmin]));
    expect(proposed.getConfig()?.getSequence()).toBe(1);
    const next = config.next(proposed);
    expect(next.sequence).toBe(1);
    expect(next.batch).toEqual({
      timeoutMs: 20,
      maxMessages: 7,
      absoluteMaxBytes: 1000,
      preferredMaxBytes: 100,
    });
    expect(config.batch.maxMessages).toBe(500);

    const again = next.proposeUpdate(update(setMaxMessages(8), [ordererAdmin], next));
    expect(next.next(again).batch.maxMessages).toBe(8);
  });

  it('adds an organisation, whose members then belong', async () => {
    const newcomer = await makeTestOrg('NewMSP');
    const add: Change = (group) =>
      below(group, 'Application')
        .getGroupsMap()
        .set('NewMSP', testApplicationOrg('NewMSP', newcomer.mspConfig));
    expect(() => config.proposeUpdate(update(add, [bankAdmin]))).toThrow(
      'error authorizing update: error validating DeltaSet: policy for [Group]  /Channel/Application not satisfied: ' +
        'implicit policy evaluation failed - 1 sub-policies were satisfied, ' +
        "but this policy requires 2 of the 'Admins' sub-policies to be satisfied",
    );
    const next = config.next(config.proposeUpdate(update(add, [bankAdmin, brokerAdmin])));
    expect(next.applicationOrgs).toEqual(['BankMSP', 'BrokerMSP', 'NewMSP']);
    const member = await newcomer.identity('peer');
    expect(() => config.msps.deserialize(member.serialized)).toThrow('MSP NewMSP is not defined on channel');
    expect(next.msps.deserialize(member.serialized).mspId).toBe('NewMSP');
  });

  it('removes an organisation', () => {
    const remove: Change = (group) => void below(group, 'Application').getGroupsMap().del('BrokerMSP');
    const next = config.next(config.proposeUpdate(update(remove, [bankAdmin, brokerAdmin])));
    expect(next.applicationOrgs).toEqual(['BankMSP']);
    expect(next.msps.mspIds).not.toContain('BrokerMSP');
  });

  it('of one organisation needs the admins of that one only', () => {
    const change: Change = (group) => {
      const ofBank = testApplicationOrg('BankMSP', bank.mspConfig, 'localhost:7051');
      const anchors = ofBank.getValuesMap().get('AnchorPeers');
      if (anchors) below(group, 'Application', 'BankMSP').getValuesMap().set('AnchorPeers', anchors);
    };
    expect(() => config.proposeUpdate(update(change, [brokerAdmin]))).toThrow(
      'policy for [Group]  /Channel/Application/BankMSP not satisfied: signature set did not satisfy policy',
    );
    const next = config.next(config.proposeUpdate(update(change, [bankAdmin])));
    expect(next.anchorPeers).toEqual([{ host: 'localhost', port: 7051, mspId: 'BankMSP' }]);
  });

  describe('is refused', () => {
    const raw = (build: (update: common.ConfigUpdate) => void, signers = [ordererAdmin]): common.Envelope => {
      const made = new common.ConfigUpdate();
      made.setChannelId(CHANNEL);
      build(made);
      return testUpdateEnvelope(CHANNEL, made.serializeBinary(), signers);
    };
    const groupAt = (version: number, inside?: Change): common.ConfigGroup => {
      const group = new common.ConfigGroup();
      group.setVersion(version);
      inside?.(group);
      return group;
    };
    const ordererValue =
      (version: number): Change =>
      (root) => {
        const inside = groupAt(0);
        setValue(inside, 'BatchSize', batchSize(7), version);
        root.getGroupsMap().set('Orderer', inside);
      };

    it('if it changes nothing', () => {
      expect(() => config.proposeUpdate(update(() => undefined, [ordererAdmin]))).toThrow(
        'delta set was empty -- update would have no effect',
      );
    });

    it('if it is for another channel', () => {
      expect(() => config.proposeUpdate(raw((made) => made.setChannelId('other')))).toThrow(
        "error authorizing update: ConfigUpdate for channel 'other' but envelope for channel 'custody'",
      );
    });

    it('if it was read from another version', () => {
      const next = config.next(config.proposeUpdate(update(setMaxMessages(7), [ordererAdmin])));
      const outdated = update(setMaxMessages(8), [ordererAdmin]);
      expect(() => next.proposeUpdate(outdated)).toThrow(
        'attempt to set key [Value]  /Channel/Orderer/BatchSize to version 1, but key is at version 1',
      );
      const readsWrongly = raw((made) => {
        made.setReadSet(groupAt(3));
        made.setWriteSet(groupAt(3));
      });
      expect(() => config.proposeUpdate(readsWrongly)).toThrow(
        'error validating ReadSet: proposed update requires that key [Group]  /Channel be at version 3, but it is currently at version 0',
      );
      const readsNothing = raw((made) =>
        made.setReadSet(groupAt(0, (root) => root.getGroupsMap().set('Consortiums', groupAt(0)))),
      );
      expect(() => config.proposeUpdate(readsNothing)).toThrow(
        'existing config does not contain element for [Group]  /Channel/Consortiums but was in the read set',
      );
    });

    it('if a version skips, or a new element does not start at zero', () => {
      const skips = raw((made) => {
        made.setReadSet(groupAt(0, (root) => root.getGroupsMap().set('Orderer', groupAt(0))));
        made.setWriteSet(groupAt(0, ordererValue(5)));
      });
      expect(() => config.proposeUpdate(skips)).toThrow(
        'attempt to set key [Value]  /Channel/Orderer/BatchSize to version 5, but key is at version 0',
      );
      const late = raw((made) => {
        made.setReadSet(groupAt(0));
        made.setWriteSet(groupAt(0, (root) => setValue(root, 'New', batchSize(1), 2)));
      });
      expect(() => config.proposeUpdate(late)).toThrow(
        'attempted to set key [Value]  /Channel/New to version 2, but key does not exist',
      );
    });

    it('if a changed element would have no modification policy, or a nonsensical one', () => {
      const withPolicy =
        (modPolicy: string): Change =>
        (group) => {
          const value = below(group, 'Orderer').getValuesMap().get('BatchSize');
          value?.setModPolicy(modPolicy);
        };
      expect(() => config.proposeUpdate(update(withPolicy(''), [ordererAdmin]))).toThrow(
        'invalid mod_policy for element [Value]  /Channel/Orderer/BatchSize: mod_policy not set',
      );
      expect(() => config.proposeUpdate(update(withPolicy('a/b c'), [ordererAdmin]))).toThrow(
        "path element at 1 is invalid: config ID 'b c' contains illegal characters",
      );
    });

    it('if a name holds characters that none may', () => {
      const odd: Change = (group) => setValue(group, 'a name', batchSize(1));
      expect(() => config.proposeUpdate(update(odd, [ordererAdmin]))).toThrow(
        "illegal characters in key: [Value]  : config ID 'a name' contains illegal characters",
      );
    });

    it('if nobody, or somebody else, has signed it', async () => {
      const notSatisfied = 'policy for [Value]  /Channel/Orderer/BatchSize not satisfied';
      expect(() => config.proposeUpdate(update(setMaxMessages(7), []))).toThrow(notSatisfied);
      expect(() => config.proposeUpdate(update(setMaxMessages(7), [bankAdmin, brokerAdmin]))).toThrow(
        notSatisfied,
      );
      const client = await ordering.identity('client');
      expect(() => config.proposeUpdate(update(setMaxMessages(7), [client]))).toThrow(notSatisfied);
    });

    it('if what it leads to cannot stand', () => {
      expect(() => config.proposeUpdate(update(setMaxMessages(0), [ordererAdmin]))).toThrow(
        'Attempted to set the batch size max message count to an invalid value: 0',
      );
      const capability: Change = (group) => {
        const capabilities = new common.Capabilities();
        capabilities.getCapabilitiesMap().set('V9_9', new common.Capability());
        setValue(below(group, 'Orderer'), 'Capabilities', capabilities);
      };
      expect(() => config.proposeUpdate(update(capability, [ordererAdmin]))).toThrow(
        'config update is not compatible: config requires unsupported orderer capabilities: ' +
          'Orderer capability V9_9 is required but not supported',
      );
    });

    it('if it takes the applications away, or gives an organisation another MSP', async () => {
      const admins = [bankAdmin, brokerAdmin, ordererAdmin];
      const remove: Change = (group) => void group.getGroupsMap().del('Application');
      expect(() => config.proposeUpdate(update(remove, admins))).toThrow(
        'current config has application section, but new config does not',
      );
      const other = await makeTestOrg('OtherMSP');
      const swap: Change = (group) =>
        setValue(below(group, 'Application', 'BankMSP'), 'MSP', other.mspConfig);
      expect(() => config.proposeUpdate(update(swap, admins))).toThrow(
        'application org BankMSP attempted to change MSP ID from BankMSP to OtherMSP',
      );
    });

    it('if the envelope holds something else', () => {
      const envelope = update(setMaxMessages(7), [ordererAdmin]);
      const payload = common.Payload.deserializeBinary(envelope.getPayload_asU8());
      const header = new common.ChannelHeader();
      header.setType(common.HeaderType.ENDORSER_TRANSACTION);
      payload.getHeader()?.setChannelHeader(header.serializeBinary());
      envelope.setPayload(payload.serializeBinary());
      expect(() => config.proposeUpdate(envelope)).toThrow(
        'error converting envelope to config update: invalid type ENDORSER_TRANSACTION, expected CONFIG_UPDATE',
      );
    });
  });

  describe('in a block is refused', () => {
    it('if it does not lead to what the block says', () => {
      const proposed = config.proposeUpdate(update(setMaxMessages(7), [ordererAdmin]));
      const group = proposed.getConfig()?.getChannelGroup();
      if (group) setValue(below(group, 'Orderer'), 'BatchSize', batchSize(9), 1);
      expect(() => config.next(proposed)).toThrow(
        'ConfigEnvelope LastUpdate did not produce the supplied config result',
      );
    });

    it('if it is not the next one', () => {
      const proposed = config.proposeUpdate(update(setMaxMessages(7), [ordererAdmin]));
      proposed.getConfig()?.setSequence(2);
      expect(() => config.next(proposed)).toThrow(
        'config currently at sequence 0, cannot validate config at sequence 2',
      );
    });
  });
});
