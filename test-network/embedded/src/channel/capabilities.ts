import { common } from '@hyperledger/fabric-protos';
import { entries } from '../policy/protobuf-map.js';
import { ChannelConfigError } from './channel-config-error.js';
import type { ConfigValues } from './config-values.js';

/** Names of the capabilities that are switched on, sorted. */
export interface ChannelCapabilities {
  readonly channel: readonly string[];
  readonly orderer: readonly string[];
  readonly application: readonly string[];
}

const SUPPORTED = {
  channel: ['V1_1', 'V1_3', 'V1_4_2', 'V1_4_3', 'V2_0', 'V3_0'],
  orderer: ['V1_1', 'V1_4_2', 'V2_0'],
  application: ['V1_1', 'V1_2', 'V1_3', 'V1_4_2', 'V2_0', 'V2_5'],
} as const;
const TITLES = { channel: 'Channel', orderer: 'Orderer', application: 'Application' } as const;

export function readCapabilities(values: ConfigValues): readonly string[] {
  return entries(values.read('Capabilities', common.Capabilities).getCapabilitiesMap()).map(([name]) => name);
}

/** Throws ChannelConfigError if a capability is on that is not known here. */
export function checkSupported(level: keyof ChannelCapabilities, names: readonly string[]): void {
  const known: readonly string[] = SUPPORTED[level];
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new ChannelConfigError(`${TITLES[level]} capability ${unknown} is required but not supported`);
  }
}

/**
 * Throws ChannelConfigError unless membership works as it does since Fabric 1.4.3.
 *
 * Older rules are not built here; a channel that needs them says so at once instead of behaving slightly differently.
 */
export function checkModernMembership(channel: readonly string[], application: readonly string[]): void {
  if (!channel.some((name) => ['V1_4_3', 'V2_0', 'V3_0'].includes(name))) {
    throw new ChannelConfigError(
      `the channel's capabilities [${channel.join(' ')}] predate V1_4_3; enable channel capability V2_0`,
    );
  }
  if (application.length > 0 && !application.some((name) => ['V2_0', 'V2_5'].includes(name))) {
    throw new ChannelConfigError(
      `the application's capabilities [${application.join(' ')}] predate V2_0; enable application capability V2_5`,
    );
  }
}
