import { common, msp } from '@hyperledger/fabric-protos';
import { beforeAll, describe, expect, it } from 'vitest';
import type { SigningIdentity } from '../identity/signing-identity.js';
import {
  makeTestGenesis,
  setValue,
  type TestGenesisOptions,
  testConfig,
  testConfigBlock,
} from '../identity/testing/test-genesis.js';
import { makeTestOrg, type TestOrg } from '../identity/testing/test-org.js';
import { ChannelConfig } from './channel-config.js';

const MESSAGE = Buffer.from('message');

describe("a channel's configuration", () => {
  let bank: TestOrg;
  let broker: TestOrg;
  let regulator: TestOrg;
  let ordering: TestOrg;
  beforeAll(async () => {
    [bank, broker, regulator, ordering] = await Promise.all([
      makeTestOrg('BankMSP'),
      makeTestOrg('BrokerMSP'),
      makeTestOrg('RegulatorMSP'),
      makeTestOrg('OrdererMSP'),
    ]);
  });
  const options = (more: Partial<TestGenesisOptions> = {}): TestGenesisOptions => ({
    channelId: 'custody',
    applicationOrgs: [bank, broker, regulator],
    ordererOrg: ordering,
    ...more,
  });
  const read = (more?: Partial<TestGenesisOptions>) =>
    ChannelConfig.fromConfigBlock(makeTestGenesis(options(more)));
  /** The configuration of a genesis block whose root group has been changed first. */
  const readChanged = (change: (group: common.ConfigGroup) => void, more?: Partial<TestGenesisOptions>) => {
    const config = testConfig(options(more));
    const group = config.getChannelGroup();
    if (group !== undefined) change(group);
    return ChannelConfig.fromConfigBlock(testConfigBlock('custody', config));
  };
  const by = (signer: SigningIdentity) => ({
    message: MESSAGE,
    identity: signer.serialized,
    signature: signer.sign(MESSAGE),
  });

  it('says who takes part, where the orderer is and when blocks are cut', () => {
    const config = read({ anchorPeers: { BankMSP: 'localhost:7051' } });
    expect(config).toMatchObject({
      channelId: 'custody',
      sequence: 0,
      applicationOrgs: ['BankMSP', 'BrokerMSP', 'RegulatorMSP'],
      ordererOrgs: ['OrdererMSP'],
      ordererEndpoints: [{ host: 'localhost', port: 7050, mspId: 'OrdererMSP' }],
      anchorPeers: [{ host: 'localhost', port: 7051, mspId: 'BankMSP' }],
      batch: { timeoutMs: 20, maxMessages: 500, absoluteMaxBytes: 10485760, preferredMaxBytes: 2097152 },
      capabilities: { channel: ['V2_0'], orderer: ['V2_0'], application: ['V2_5'] },
    });
  });

  describe('has policies that', () => {
    it('look through to those of the organisations', async () => {
      const config = read();
      const client = by(await broker.identity('client'));
      for (const path of ['/Channel/Writers', '/Channel/Application/Writers', '/Channel/Readers']) {
        expect(() => config.policy(path).evaluate([client])).not.toThrow();
      }
      expect(() => config.policy('/Channel/Orderer/Writers').evaluate([client])).toThrow(
        'implicit policy evaluation failed - 0 sub-policies were satisfied, ' +
          "but this policy requires 1 of the 'Writers' sub-policies to be satisfied",
      );
    });

    it('ask for a majority where the organisations must agree', async () => {
      const admins = await Promise.all([bank, broker, regulator].map((org) => org.identity('admin')));
      const [first, second] = admins.map(by);
      if (!first || !second) throw new Error('three admins were made');
      const policy = read().policy('/Channel/Application/Admins');
      expect(() => policy.evaluate([first])).toThrow(
        'implicit policy evaluation failed - 1 sub-policies were satisfied, ' +
          "but this policy requires 2 of the 'Admins' sub-policies to be satisfied",
      );
      expect(() => policy.evaluate([first, first])).toThrow('1 sub-policies were satisfied');
      expect(() => policy.evaluate([first, second])).not.toThrow();
    });

    it('name the combinations of organisations that satisfy them', () => {
      const sets = read().principalSets('/Channel/Application/Endorsement');
      const names = sets.map((set) =>
        set.map((principal) =>
          msp.MSPRole.deserializeBinary(principal.getPrincipal_asU8()).getMspIdentifier(),
        ),
      );
      expect(names).toEqual([
        ['BankMSP', 'BrokerMSP'],
        ['BankMSP', 'RegulatorMSP'],
        ['BrokerMSP', 'RegulatorMSP'],
      ]);
      expect(
        read({ endorsement: "AND('BankMSP.peer','BrokerMSP.peer')" }).principalSets(
          '/Channel/Application/Endorsement',
        ),
      ).toHaveLength(1);
    });

    it('are refused by name where there is none', () => {
      expect(() => read().policy('/Channel/Application/Nobody')).toThrow(
        "no such policy: 'Application/Nobody'",
      );
      expect(read().hasPolicy('/Channel/Application/Nobody')).toBe(false);
      expect(read().hasPolicy('/Channel/Application/BankMSP/Admins')).toBe(true);
    });
  });

  it('names the policy of a resource, its own before the usual one', () => {
    const config = read({
      acls: { 'peer/Propose': 'Admins', 'event/Block': '/Channel/Readers', 'qscc/GetChainInfo': '' },
    });
    expect(config.acl('peer/Propose')).toBe('/Channel/Application/Admins');
    expect(config.acl('event/Block')).toBe('/Channel/Readers');
    expect(config.configuredAcl('event/Block')).toBe('/Channel/Readers');
    expect(config.configuredAcl('qscc/GetChainInfo')).toBeUndefined();
    expect(config.acl('qscc/GetChainInfo')).toBe('/Channel/Application/Readers');
    expect(config.acl('_lifecycle/CommitChaincodeDefinition')).toBe('/Channel/Application/Writers');
    expect(() => config.acl('peer/Nonsense')).toThrow('Unmapped policy for peer/Nonsense');
  });

  it('takes Ed25519 members from channel capability V3_0 on', async () => {
    const { pem } = await bank.ca.issue({ subject: 'CN=x, OU=client', algorithm: { name: 'Ed25519' } });
    const serialized = new msp.SerializedIdentity();
    serialized.setMspid('BankMSP');
    serialized.setIdBytes(Buffer.from(pem));
    const validate = (config: ChannelConfig) =>
      config.msps.validate(config.msps.deserialize(serialized.serializeBinary()));
    expect(() => validate(read())).toThrow('Ed25519 is not supported');
    expect(() => validate(read({ channelCapability: 'V3_0' }))).not.toThrow();
  });

  describe('is refused', () => {
    it('if the block holds none', () => {
      expect(() => ChannelConfig.fromConfigBlock(new common.Block())).toThrow(
        'malformed configuration block: block data is nil',
      );
      expect(() => ChannelConfig.fromConfigEnvelope('custody', new common.ConfigEnvelope())).toThrow(
        'channelconfig Config cannot be nil',
      );
    });

    it('if a group or a value has no meaning', () => {
      expect(() =>
        readChanged((group) => group.getGroupsMap().set('Other', new common.ConfigGroup())),
      ).toThrow('initializing channelconfig failed: Disallowed channel group: Other');
      expect(() => readChanged((group) => setValue(group, 'Other', new common.Capabilities()))).toThrow(
        'failed to deserialize values: Unexpected key Other',
      );
    });

    it('if blocks could not be cut', () => {
      expect(() => read({ batch: { maxMessages: 0 } })).toThrow(
        'could not create channel Orderer sub-group config: ' +
          'Attempted to set the batch size max message count to an invalid value: 0',
      );
      expect(() => read({ batch: { preferredMaxBytes: 11, absoluteMaxBytes: 10 } })).toThrow(
        'Attempted to set the batch size preferred max bytes (11) greater than the absolute max bytes (10).',
      );
      expect(() => read({ batch: { timeoutMs: 0 } })).toThrow(
        'Attempted to set the batch timeout to a non-positive value: 0ms',
      );
    });

    it('if two organisations claim one MSP id with different authorities', async () => {
      const impostor = await makeTestOrg('BankMSP');
      const twice = () =>
        readChanged((group) => {
          const application = group.getGroupsMap().get('Application');
          const other = testConfig(options({ applicationOrgs: [impostor] }));
          const org = other
            .getChannelGroup()
            ?.getGroupsMap()
            .get('Application')
            ?.getGroupsMap()
            .get('BankMSP');
          if (org !== undefined) application?.getGroupsMap().set('Impostor', org);
        });
      expect(twice).toThrow('Attempted to define two different versions of MSP: BankMSP');
    });

    it('if its rules of membership are those of old', () => {
      expect(() => read({ channelCapability: 'V1_3' })).toThrow(
        "the channel's capabilities [V1_3] predate V1_4_3; enable channel capability V2_0",
      );
    });

    it('if the channel has a name that no channel may have', () => {
      expect(() => read({ channelId: 'Custody' })).toThrow(
        "bad channel ID: 'Custody' contains illegal characters",
      );
      expect(() => read({ channelId: '' })).toThrow('channel ID illegal, cannot be empty');
    });

    it('if a policy does not compile', () => {
      const broken = () =>
        readChanged((group) => {
          const policy = new common.Policy();
          policy.setType(common.Policy.PolicyType.SIGNATURE);
          const configured = new common.ConfigPolicy();
          configured.setPolicy(policy);
          group.getGroupsMap().get('Application')?.getPoliciesMap().set('Broken', configured);
        });
      expect(broken).toThrow(
        'initializing policymanager failed: policy Broken at path Channel/Application did not compile: Empty policy element',
      );
    });
  });
});
