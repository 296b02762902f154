import { checkSupported } from './capabilities.js';
import { ChannelConfigError, explained } from './channel-config-error.js';
import type { ChannelSettings } from './channel-group.js';
import type { Organization } from './organizations.js';

/** Throws ChannelConfigError if the next configuration, though well formed, may not follow on the current one. */
export function checkSuccession(current: ChannelSettings, next: ChannelSettings): void {
  checkMspIds('orderer', current.orderer.organizations, next.orderer.organizations);
  if (current.application !== undefined) {
    if (next.application === undefined) {
      throw new ChannelConfigError('current config has application section, but new config does not');
    }
    checkMspIds('application', current.application.organizations, next.application.organizations);
  }
}

/** Throws ChannelConfigError if an orderer cannot run the configuration. */
export function checkOrderable({ orderer, capabilities }: ChannelSettings): void {
  explained('config update is not compatible', () => {
    checkCapabilities('orderer', orderer.capabilities);
    checkCapabilities('channel', capabilities);
  });
}

function checkCapabilities(level: 'orderer' | 'channel', names: readonly string[]): void {
  try {
    checkSupported(level, names);
  } catch (error) {
    if (!(error instanceof ChannelConfigError)) throw error;
    // Fabric says it twice.
    throw new ChannelConfigError(
      `config requires unsupported ${level} capabilities: ${error.message}: ${error.message}`,
    );
  }
}

function checkMspIds(kind: string, current: readonly Organization[], next: readonly Organization[]): void {
  for (const { name, mspId } of current) {
    const successor = next.find((org) => org.name === name);
    if (successor !== undefined && successor.mspId !== mspId) {
      throw new ChannelConfigError(
        `${kind} org ${name} attempted to change MSP ID from ${mspId} to ${successor.mspId}`,
      );
    }
  }
}
