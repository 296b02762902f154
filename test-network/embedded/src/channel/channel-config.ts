import type { common, msp } from '@hyperledger/fabric-protos';
import { MspManager } from '../identity/msp-manager.js';
import type { InquireablePolicy } from '../policy/policy.js';

export interface BatchConfig {
  readonly timeoutMs: number;
  readonly maxMessages: number;
  readonly absoluteMaxBytes: number;
  readonly preferredMaxBytes: number;
}

export interface OrdererEndpoint {
  readonly host: string;
  readonly port: number;
  /** The MSP of the organisation that declares it; empty for the channel-wide (deprecated) list. */
  readonly mspId: string;
}

export interface AnchorPeer {
  readonly host: string;
  readonly port: number;
  readonly mspId: string;
}

export interface ChannelCapabilities {
  readonly channel: readonly string[];
  readonly orderer: readonly string[];
  readonly application: readonly string[];
}

/** One version of a channel's configuration, read-only. */
export class ChannelConfig {
  readonly channelId: string = '';
  readonly sequence: number = 0;
  readonly msps: MspManager = new MspManager([]);
  readonly batch: BatchConfig = { timeoutMs: 0, maxMessages: 0, absoluteMaxBytes: 0, preferredMaxBytes: 0 };
  readonly ordererEndpoints: readonly OrdererEndpoint[] = [];
  readonly anchorPeers: readonly AnchorPeer[] = [];
  /** MSP ids. */
  readonly applicationOrgs: readonly string[] = [];
  /** MSP ids. */
  readonly ordererOrgs: readonly string[] = [];
  readonly capabilities: ChannelCapabilities = { channel: [], orderer: [], application: [] };

  static fromConfigBlock(block: common.Block): ChannelConfig {
    throw new Error(`not yet: ${block.getHeader()}`);
  }

  static fromConfigEnvelope(channelId: string, envelope: common.ConfigEnvelope): ChannelConfig {
    throw new Error(`not yet: ${channelId} ${envelope.getConfig()}`);
  }

  /** The configuration as protobuf: sequence and channel group. Not to be changed by the caller. */
  get config(): common.Config {
    throw new Error('not yet');
  }

  /** Throws PolicyError if absent. */
  policy(path: string): InquireablePolicy {
    throw new Error(`not yet: ${path}`);
  }

  hasPolicy(path: string): boolean {
    throw new Error(`not yet: ${path}`);
  }

  principalSets(path: string): msp.MSPPrincipal[][] {
    throw new Error(`not yet: ${path}`);
  }

  /** The policy path for e.g. 'peer/Propose': the channel's ACL, else Fabric's default. */
  acl(resource: string): string {
    throw new Error(`not yet: ${resource}`);
  }

  /** Validates read and write sets and mod policies, as the orderer does. Throws ConfigUpdateError. */
  proposeUpdate(configUpdateEnvelope: common.Envelope): common.ConfigEnvelope {
    throw new Error(`not yet: ${configUpdateEnvelope.getPayload_asU8().length}`);
  }

  /** Checks a config transaction in a block against this configuration and returns the next one. Throws ConfigUpdateError. */
  next(envelope: common.ConfigEnvelope): ChannelConfig {
    throw new Error(`not yet: ${envelope.getConfig()}`);
  }
}
