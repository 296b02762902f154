import { type common, orderer } from '@hyperledger/fabric-protos';
import { readCapabilities } from './capabilities.js';
import { ChannelConfigError, explained } from './channel-config-error.js';
import { ConfigValues } from './config-values.js';
import { parseDurationMs } from './duration.js';
import { type MspRegistry, type Organization, readOrganizations } from './organizations.js';

/** When the orderer cuts a block. */
export interface BatchConfig {
  readonly timeoutMs: number;
  readonly maxMessages: number;
  readonly absoluteMaxBytes: number;
  readonly preferredMaxBytes: number;
}

export interface OrdererConfig {
  readonly batch: BatchConfig;
  /** e.g. `etcdraft`. */
  readonly consensusType: string;
  readonly capabilities: readonly string[];
  readonly organizations: readonly Organization[];
}

const VALUES = [
  'ConsensusType',
  'BatchSize',
  'BatchTimeout',
  'KafkaBrokers',
  'ChannelRestrictions',
  'Orderers',
  'Capabilities',
];

/** Reads the Orderer group. Throws ChannelConfigError. */
export function readOrdererConfig(group: common.ConfigGroup, registry: MspRegistry): OrdererConfig {
  const values = new ConfigValues(group, VALUES);
  return {
    batch: readBatch(values),
    consensusType: values.read('ConsensusType', orderer.ConsensusType).getType(),
    capabilities: readCapabilities(values),
    organizations: readOrganizations(group, 'Orderer', registry),
  };
}

function readBatch(values: ConfigValues): BatchConfig {
  const size = values.read('BatchSize', orderer.BatchSize);
  const batch = {
    maxMessages: size.getMaxMessageCount(),
    absoluteMaxBytes: size.getAbsoluteMaxBytes(),
    preferredMaxBytes: size.getPreferredMaxBytes(),
    timeoutMs: readTimeout(values),
  };
  const sizes = [
    ['max message count', batch.maxMessages],
    ['absolute max bytes', batch.absoluteMaxBytes],
    ['preferred max bytes', batch.preferredMaxBytes],
  ] as const;
  for (const [name, value] of sizes) {
    if (value === 0) {
      throw new ChannelConfigError(`Attempted to set the batch size ${name} to an invalid value: 0`);
    }
  }
  if (batch.preferredMaxBytes > batch.absoluteMaxBytes) {
    throw new ChannelConfigError(
      `Attempted to set the batch size preferred max bytes (${batch.preferredMaxBytes}) ` +
        `greater than the absolute max bytes (${batch.absoluteMaxBytes}).`,
    );
  }
  return batch;
}

function readTimeout(values: ConfigValues): number {
  const text = values.read('BatchTimeout', orderer.BatchTimeout).getTimeout();
  const timeoutMs = explained('Attempted to set the batch timeout to a invalid value', () =>
    parseDurationMs(text),
  );
  if (timeoutMs <= 0) {
    throw new ChannelConfigError(`Attempted to set the batch timeout to a non-positive value: ${text}`);
  }
  return timeoutMs;
}
