import { common } from '@hyperledger/fabric-protos';
import { MspManager } from '../identity/msp-manager.js';
import { entries } from '../policy/protobuf-map.js';
import { type ApplicationConfig, readApplicationConfig } from './application-config.js';
import { checkModernMembership, readCapabilities } from './capabilities.js';
import { ChannelConfigError, explained } from './channel-config-error.js';
import { ConfigValues } from './config-values.js';
import { type OrdererConfig, readOrdererConfig } from './orderer-config.js';
import { type Endpoint, MspRegistry, type Organization, parseEndpoint } from './organizations.js';

const VALUES = [
  'HashingAlgorithm',
  'BlockDataHashingStructure',
  'OrdererAddresses',
  'Orderers',
  'Consortium',
  'Capabilities',
];
const ONE_LEAF_WIDTH = 0xffffffff;

/** What a channel's configuration says, read once. */
export interface ChannelSettings {
  readonly capabilities: readonly string[];
  /** The deprecated list for the whole channel. */
  readonly ordererAddresses: readonly Endpoint[];
  readonly orderer: OrdererConfig;
  readonly application: ApplicationConfig | undefined;
  readonly msps: MspManager;
}

/** Throws ChannelConfigError if capabilities are on though those of the orderer are not. */
export function checkOrdererCapabilitiesFirst(group: common.ConfigGroup): void {
  const orderer = group.getGroupsMap().get('Orderer');
  if (orderer === undefined || orderer.getValuesMap().has('Capabilities')) return;
  const application = group.getGroupsMap().get('Application');
  const level = group.getValuesMap().has('Capabilities')
    ? 'channel'
    : application?.getValuesMap().has('Capabilities') && 'application';
  if (level) {
    throw new ChannelConfigError(`cannot enable ${level} capabilities without orderer support first`);
  }
}

/** Reads the root group of a channel's configuration. Throws ChannelConfigError, with Fabric's words. */
export function readChannelGroup(group: common.ConfigGroup): ChannelSettings {
  const values = new ConfigValues(group, VALUES);
  const capabilities = readCapabilities(values);
  checkHashing(values);
  const addresses = values.read('OrdererAddresses', common.OrdererAddresses).getAddressesList();
  const isV3 = capabilities.includes('V3_0');
  if (isV3 && addresses.length > 0) {
    throw new ChannelConfigError(
      'global OrdererAddresses are not allowed with V3_0 capability, use org specific addresses only',
    );
  }
  const registry = new MspRegistry({ ed25519: isV3 });
  const groups = new Map(entries(group.getGroupsMap()));
  const stranger = [...groups.keys()].find((name) => name !== 'Application' && name !== 'Orderer');
  if (stranger !== undefined) throw new ChannelConfigError(`Disallowed channel group: ${stranger}`);
  const orderer = readSubGroup('Orderer', groups, (found) => readOrdererConfig(found, registry));
  if (orderer === undefined) throw new ChannelConfigError('config does not contain orderer config');
  const application = readSubGroup('Application', groups, (found) => readApplicationConfig(found, registry));
  checkModernMembership(capabilities, application?.capabilities ?? []);
  if (isV3) checkOrganizationsHaveEndpoints(orderer.organizations);
  return {
    capabilities,
    ordererAddresses: addresses.map((address) => parseEndpoint(address, '')),
    orderer,
    application,
    msps: new MspManager(registry.msps),
  };
}

function readSubGroup<Config>(
  name: string,
  groups: ReadonlyMap<string, common.ConfigGroup>,
  read: (group: common.ConfigGroup) => Config,
): Config | undefined {
  const group = groups.get(name);
  if (group === undefined) return undefined;
  return explained(`could not create channel ${name} sub-group config`, () => read(group));
}

function checkHashing(values: ConfigValues): void {
  const hashing = values.read('HashingAlgorithm', common.HashingAlgorithm).getName();
  // SHA3_256 is a choice in Fabric's schema, but its blocks are hashed with SHA-256 whatever stands here.
  if (hashing !== 'SHA256' && hashing !== 'SHA3_256') {
    throw new ChannelConfigError(`Unknown hashing algorithm type: ${hashing}`);
  }
  const width = values.read('BlockDataHashingStructure', common.BlockDataHashingStructure).getWidth();
  if (width !== ONE_LEAF_WIDTH) {
    throw new ChannelConfigError('BlockDataHashStructure width only supported at MaxUint32 in this version');
  }
}

function checkOrganizationsHaveEndpoints(organizations: readonly Organization[]): void {
  const missing = organizations.filter(({ endpoints }) => endpoints.length === 0);
  if (missing.length > 0) {
    throw new ChannelConfigError(
      `some orderer organizations endpoints are empty: [${missing.map(({ name }) => name).join(' ')}]`,
    );
  }
}
