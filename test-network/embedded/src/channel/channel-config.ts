import { common, type msp } from '@hyperledger/fabric-protos';
import type { MspManager } from '../identity/msp-manager.js';
import type { InquireablePolicy } from '../policy/policy.js';
import { PolicyManager } from '../policy/policy-manager.js';
import { defaultAcl } from './acl.js';
import type { ChannelCapabilities } from './capabilities.js';
import { ChannelConfigError, explained } from './channel-config-error.js';
import { type ChannelSettings, checkOrdererCapabilitiesFirst, readChannelGroup } from './channel-group.js';
import { checkChannelId, readConfigBlock } from './config-block.js';
import { applyUpdate, readConfigUpdate } from './config-update.js';
import type { BatchConfig } from './orderer-config.js';
import type { Endpoint } from './organizations.js';
import { checkOrderable, checkSuccession } from './succession.js';

export type { ChannelCapabilities } from './capabilities.js';
export type { BatchConfig } from './orderer-config.js';
export type { Endpoint as AnchorPeer, Endpoint as OrdererEndpoint } from './organizations.js';

/** One version of a channel's configuration, read-only: a new one is made for every config block. */
export class ChannelConfig {
  readonly channelId: string;
  readonly sequence: number;
  readonly msps: MspManager;
  readonly batch: BatchConfig;
  /** Addresses of the ordering organisations; the channel-wide list where none declares any. */
  readonly ordererEndpoints: readonly Endpoint[];
  readonly anchorPeers: readonly Endpoint[];
  /** MSP ids. */
  readonly applicationOrgs: readonly string[];
  /** MSP ids. */
  readonly ordererOrgs: readonly string[];
  readonly capabilities: ChannelCapabilities;
  readonly #config: common.Config;
  readonly #settings: ChannelSettings;
  readonly #policies: PolicyManager;

  private constructor(channelId: string, config: common.Config | undefined) {
    const group = config?.getChannelGroup();
    if (config === undefined) throw new ChannelConfigError('channelconfig Config cannot be nil');
    if (group === undefined) throw new ChannelConfigError('config must contain a channel group');
    checkOrdererCapabilitiesFirst(group);
    const settings = explained('initializing channelconfig failed', () => readChannelGroup(group));
    checkChannelId(channelId);
    this.#config = config;
    this.#settings = settings;
    this.#policies = explained(
      'initializing policymanager failed',
      () => new PolicyManager('Channel', group, settings.msps),
    );
    this.channelId = channelId;
    this.sequence = config.getSequence();
    this.msps = settings.msps;
    this.batch = settings.orderer.batch;
    const ofOrganizations = settings.orderer.organizations.flatMap(({ endpoints }) => endpoints);
    this.ordererEndpoints = ofOrganizations.length > 0 ? ofOrganizations : settings.ordererAddresses;
    this.anchorPeers = settings.application?.organizations.flatMap(({ endpoints }) => endpoints) ?? [];
    this.applicationOrgs = settings.application?.organizations.map(({ mspId }) => mspId) ?? [];
    this.ordererOrgs = settings.orderer.organizations.map(({ mspId }) => mspId);
    this.capabilities = {
      channel: settings.capabilities,
      orderer: settings.orderer.capabilities,
      application: settings.application?.capabilities ?? [],
    };
  }

  /** Reads a genesis block or a later config block. Throws ChannelConfigError. */
  static fromConfigBlock(block: common.Block): ChannelConfig {
    const { channelId, envelope } = readConfigBlock(block);
    return ChannelConfig.fromConfigEnvelope(channelId, envelope);
  }

  /** Throws ChannelConfigError, with Fabric's words. */
  static fromConfigEnvelope(channelId: string, envelope: common.ConfigEnvelope): ChannelConfig {
    return new ChannelConfig(channelId, envelope.getConfig());
  }

  /** The configuration as protobuf: sequence and channel group. Not to be changed by the caller. */
  get config(): common.Config {
    return this.#config;
  }

  /** By absolute path, e.g. `/Channel/Application/Writers`. Throws PolicyError if there is none. */
  policy(path: string): InquireablePolicy {
    return this.#policies.get(path);
  }

  hasPolicy(path: string): boolean {
    return this.#policies.find(path) !== undefined;
  }

  /** The combinations of principals that satisfy a policy. Throws PolicyError if there is no such policy. */
  principalSets(path: string): msp.MSPPrincipal[][] {
    return this.policy(path).principalSets();
  }

  /** The policy path for a resource, e.g. `peer/Propose`: the channel's, else Fabric's. Throws ChannelConfigError. */
  acl(resource: string): string {
    return this.configuredAcl(resource) ?? defaultAcl(resource);
  }

  /** The policy path that the channel itself names for a resource: Fabric words a refusal by it differently. */
  configuredAcl(resource: string): string | undefined {
    return this.#settings.application?.acls.get(resource);
  }

  /**
   * The configuration that a signed config update leads to, as the orderer puts it into a block.
   *
   * Throws ChannelConfigError, with Fabric's sentence, if the update does not fit this version, is not signed by those
   * whom it needs, or leads to a configuration that cannot stand.
   */
  proposeUpdate(configUpdateEnvelope: common.Envelope): common.ConfigEnvelope {
    const update = explained('error converting envelope to config update', () =>
      readConfigUpdate(configUpdateEnvelope),
    );
    const config = new common.Config();
    config.setSequence(this.sequence + 1);
    config.setChannelGroup(explained('error authorizing update', () => this.#apply(update)));
    const next = new ChannelConfig(this.channelId, config);
    checkOrderable(next.#settings);
    checkSuccession(this.#settings, next.#settings);
    const proposed = new common.ConfigEnvelope();
    proposed.setConfig(config);
    proposed.setLastUpdate(configUpdateEnvelope);
    return proposed;
  }

  /**
   * The configuration that follows on this one by a config block's transaction, checked as every peer does: its
   * update must lead to exactly the configuration that it carries. Throws ChannelConfigError.
   */
  next(envelope: common.ConfigEnvelope): ChannelConfig {
    const config = envelope.getConfig();
    const lastUpdate = envelope.getLastUpdate();
    if (config === undefined || lastUpdate === undefined) {
      throw new ChannelConfigError('config envelope has nil config');
    }
    if (config.getSequence() !== this.sequence + 1) {
      throw new ChannelConfigError(
        `config currently at sequence ${this.sequence}, cannot validate config at sequence ${config.getSequence()}`,
      );
    }
    const expected = this.#apply(readConfigUpdate(lastUpdate));
    const carried = config.getChannelGroup() ?? new common.ConfigGroup();
    if (Buffer.compare(expected.serializeBinary(), carried.serializeBinary()) !== 0) {
      throw new ChannelConfigError('ConfigEnvelope LastUpdate did not produce the supplied config result');
    }
    const next = new ChannelConfig(this.channelId, config);
    checkSuccession(this.#settings, next.#settings);
    return next;
  }

  #apply(update: common.ConfigUpdateEnvelope): common.ConfigGroup {
    return applyUpdate(
      {
        channelId: this.channelId,
        channelGroup: this.#config.getChannelGroup(),
        policies: this.#policies,
      },
      update,
    );
  }
}
