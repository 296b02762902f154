import { createHash } from 'node:crypto';
import { common, type msp, orderer, peer } from '@hyperledger/fabric-protos';
import { parsePolicy } from '../../policy/policy-dsl.js';
import type { TestOrg } from './test-org.js';

export interface TestGenesisOptions {
  readonly channelId: string;
  readonly applicationOrgs: readonly TestOrg[];
  readonly ordererOrg: TestOrg;
  /** Left out: 20 ms, 500 messages, 10 MB, 2 MB. */
  readonly batch?: {
    readonly timeoutMs?: number;
    readonly maxMessages?: number;
    readonly absoluteMaxBytes?: number;
    readonly preferredMaxBytes?: number;
  };
  /** host:port of the orderer; localhost:7050 if left out. */
  readonly ordererEndpoint?: string;
  /** Policies LifecycleEndorsement and Endorsement in the policy language; the majority of organisations if left out. */
  readonly lifecycleEndorsement?: string;
  readonly endorsement?: string;
  readonly acls?: Readonly<Record<string, string>>;
  /** host:port of an anchor peer by MSP id. */
  readonly anchorPeers?: Readonly<Record<string, string>>;
  readonly channelCapability?: string;
}

/** A genesis config block like configtxgen's for these organisations, with the samples' policies. */
export function makeTestGenesis(options: TestGenesisOptions): common.Block {
  return testConfigBlock(options.channelId, testConfig(options));
}

/** The configuration of such a block, to be changed at will before it is put in one. */
export function testConfig(options: TestGenesisOptions): common.Config {
  const config = new common.Config();
  config.setChannelGroup(channelGroup(options));
  return config;
}

/** Block 0 around a configuration. */
export function testConfigBlock(channelId: string, config: common.Config): common.Block {
  const channelHeader = new common.ChannelHeader();
  channelHeader.setType(common.HeaderType.CONFIG);
  channelHeader.setVersion(1);
  channelHeader.setChannelId(channelId);
  const header = new common.Header();
  header.setChannelHeader(channelHeader.serializeBinary());
  header.setSignatureHeader(new common.SignatureHeader().serializeBinary());
  const configEnvelope = new common.ConfigEnvelope();
  configEnvelope.setConfig(config);
  const payload = new common.Payload();
  payload.setHeader(header);
  payload.setData(configEnvelope.serializeBinary());
  const envelope = new common.Envelope();
  envelope.setPayload(payload.serializeBinary());

  const data = new common.BlockData();
  data.setDataList([envelope.serializeBinary()]);
  const blockHeader = new common.BlockHeader();
  blockHeader.setNumber(0);
  blockHeader.setDataHash(createHash('sha256').update(envelope.serializeBinary()).digest());
  const metadata = new common.BlockMetadata();
  metadata.setMetadataList([
    new Uint8Array(),
    new Uint8Array(),
    new Uint8Array(),
    new Uint8Array(),
    new Uint8Array(),
  ]);
  const block = new common.Block();
  block.setHeader(blockHeader);
  block.setData(data);
  block.setMetadata(metadata);
  return block;
}

function channelGroup(options: TestGenesisOptions): common.ConfigGroup {
  const group = configGroup({ Readers: 'ANY', Writers: 'ANY', Admins: 'MAJORITY' });
  const hashing = new common.HashingAlgorithm();
  hashing.setName('SHA256');
  setValue(group, 'HashingAlgorithm', hashing);
  const structure = new common.BlockDataHashingStructure();
  structure.setWidth(0xffffffff);
  setValue(group, 'BlockDataHashingStructure', structure);
  setValue(group, 'Capabilities', capabilities(options.channelCapability ?? 'V2_0'));
  group.getGroupsMap().set('Orderer', ordererGroup(options));
  group.getGroupsMap().set('Application', applicationGroup(options));
  return group;
}

function ordererGroup({ ordererOrg, ordererEndpoint, batch }: TestGenesisOptions): common.ConfigGroup {
  const group = configGroup({ Readers: 'ANY', Writers: 'ANY', Admins: 'MAJORITY' });
  setPolicy(group, 'BlockValidation', implicitMeta('ANY', 'Writers'));
  const consensus = new orderer.ConsensusType();
  consensus.setType('etcdraft');
  setValue(group, 'ConsensusType', consensus);
  const size = new orderer.BatchSize();
  size.setMaxMessageCount(batch?.maxMessages ?? 500);
  size.setAbsoluteMaxBytes(batch?.absoluteMaxBytes ?? 10 * 1024 * 1024);
  size.setPreferredMaxBytes(batch?.preferredMaxBytes ?? 2 * 1024 * 1024);
  setValue(group, 'BatchSize', size);
  const timeout = new orderer.BatchTimeout();
  timeout.setTimeout(`${batch?.timeoutMs ?? 20}ms`);
  setValue(group, 'BatchTimeout', timeout);
  setValue(group, 'ChannelRestrictions', new orderer.ChannelRestrictions());
  setValue(group, 'Capabilities', capabilities('V2_0'));

  const { mspId, mspConfig } = ordererOrg;
  const org = organisation(mspConfig, {
    Readers: `OR('${mspId}.member')`,
    Writers: `OR('${mspId}.member')`,
    Admins: `OR('${mspId}.admin')`,
  });
  const endpoints = new common.OrdererAddresses();
  endpoints.setAddressesList([ordererEndpoint ?? 'localhost:7050']);
  setValue(org, 'Endpoints', endpoints);
  group.getGroupsMap().set(mspId, org);
  return group;
}

function applicationGroup(options: TestGenesisOptions): common.ConfigGroup {
  const group = configGroup({ Readers: 'ANY', Writers: 'ANY', Admins: 'MAJORITY' });
  for (const name of ['LifecycleEndorsement', 'Endorsement'] as const) {
    const rule = name === 'Endorsement' ? options.endorsement : options.lifecycleEndorsement;
    setPolicy(group, name, rule === undefined ? implicitMeta('MAJORITY', 'Endorsement') : signature(rule));
  }
  setValue(group, 'Capabilities', capabilities('V2_5'));
  if (options.acls !== undefined) {
    const acls = new peer.ACLs();
    for (const [resource, policy] of Object.entries(options.acls)) {
      const api = new peer.APIResource();
      api.setPolicyRef(policy);
      acls.getAclsMap().set(resource, api);
    }
    setValue(group, 'ACLs', acls);
  }
  for (const { mspId, mspConfig } of options.applicationOrgs) {
    const anchor = options.anchorPeers?.[mspId];
    group.getGroupsMap().set(mspId, testApplicationOrg(mspId, mspConfig, anchor));
  }
  return group;
}

/** An application organisation's group with the samples' policies, also to be added to a channel later. */
export function testApplicationOrg(
  mspId: string,
  config: msp.MSPConfig,
  anchorPeer?: string,
): common.ConfigGroup {
  const group = organisation(config, {
    Readers: `OR('${mspId}.admin', '${mspId}.peer', '${mspId}.client')`,
    Writers: `OR('${mspId}.admin', '${mspId}.client')`,
    Admins: `OR('${mspId}.admin')`,
    Endorsement: `OR('${mspId}.peer')`,
  });
  if (anchorPeer !== undefined) {
    const [host = '', port = ''] = anchorPeer.split(':');
    const anchor = new peer.AnchorPeer();
    anchor.setHost(host);
    anchor.setPort(Number(port));
    const anchors = new peer.AnchorPeers();
    anchors.setAnchorPeersList([anchor]);
    setValue(group, 'AnchorPeers', anchors);
  }
  return group;
}

function organisation(config: msp.MSPConfig, rules: Readonly<Record<string, string>>): common.ConfigGroup {
  const group = configGroup({});
  for (const [name, rule] of Object.entries(rules)) setPolicy(group, name, signature(rule));
  setValue(group, 'MSP', config);
  return group;
}

function configGroup(
  policies: Readonly<Record<string, keyof common.ImplicitMetaPolicy.RuleMap>>,
): common.ConfigGroup {
  const group = new common.ConfigGroup();
  group.setModPolicy('Admins');
  for (const [name, rule] of Object.entries(policies)) setPolicy(group, name, implicitMeta(rule, name));
  return group;
}

function capabilities(name: string): common.Capabilities {
  const message = new common.Capabilities();
  message.getCapabilitiesMap().set(name, new common.Capability());
  return message;
}

/** Puts a value into a group, as a configuration update does: mod policy Admins. */
export function setValue(
  group: common.ConfigGroup,
  key: string,
  message: { serializeBinary(): Uint8Array },
  version = 0,
): void {
  const value = new common.ConfigValue();
  value.setVersion(version);
  value.setValue(message.serializeBinary());
  value.setModPolicy('Admins');
  group.getValuesMap().set(key, value);
}

export function setPolicy(group: common.ConfigGroup, key: string, policy: common.Policy): void {
  const configPolicy = new common.ConfigPolicy();
  configPolicy.setPolicy(policy);
  configPolicy.setModPolicy('Admins');
  group.getPoliciesMap().set(key, configPolicy);
}

export function implicitMeta(
  rule: keyof common.ImplicitMetaPolicy.RuleMap,
  subPolicy: string,
): common.Policy {
  const meta = new common.ImplicitMetaPolicy();
  meta.setRule(common.ImplicitMetaPolicy.Rule[rule]);
  meta.setSubPolicy(subPolicy);
  const policy = new common.Policy();
  policy.setType(common.Policy.PolicyType.IMPLICIT_META);
  policy.setValue(meta.serializeBinary());
  return policy;
}

function signature(rule: string): common.Policy {
  const policy = new common.Policy();
  policy.setType(common.Policy.PolicyType.SIGNATURE);
  policy.setValue(parsePolicy(rule).serializeBinary());
  return policy;
}
