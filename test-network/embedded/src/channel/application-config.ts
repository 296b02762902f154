import type { common } from '@hyperledger/fabric-protos';
import { readAcls } from './acl.js';
import { readCapabilities } from './capabilities.js';
import { ConfigValues } from './config-values.js';
import { type MspRegistry, type Organization, readOrganizations } from './organizations.js';

export interface ApplicationConfig {
  readonly capabilities: readonly string[];
  readonly organizations: readonly Organization[];
  /** Policy paths by resource, where the channel names one. */
  readonly acls: ReadonlyMap<string, string>;
}

/** Reads the Application group. Throws ChannelConfigError. */
export function readApplicationConfig(group: common.ConfigGroup, registry: MspRegistry): ApplicationConfig {
  const values = new ConfigValues(group, ['ACLs', 'Capabilities']);
  return {
    capabilities: readCapabilities(values),
    organizations: readOrganizations(group, 'Application', registry),
    acls: readAcls(values),
  };
}
