import { checkSupported } from './capabilities.js';
import { ChannelConfigError, explained } from './channel-config-error.js';
import type { ChannelSettings } from './channel-group.js';
import type { Organization } from './organizations.js';

/** Throws ChannelConfigError if the next configuration, though well formed, may not follow on the current one. */
export function checkSuccession(current: ChannelSettings, next: ChannelSettings): void {
  if (current.orderer !== undefined) {
    if (next.orderer === undefined) {
      throw new ChannelConfigError('current config has orderer section, but new config does not');
    }
    checkMspIds('orderer', current.orderer.organizations, next.orderer.organizations);
  }
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
    if (orderer === undefined) throw new ChannelConfigError('config does not contain orderer config');
    explained('config requires unsupported orderer capabilities', () =>
      checkSupported('orderer', orderer.capabilities),
    );
    explained('config requires unsupported channel capabilities', () =>
      checkSupported('channel', capabilities),
    );
  });
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
