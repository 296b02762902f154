import { common } from '@hyperledger/fabric-protos';
import { MspManager } from '../identity/msp-manager.js';
import { entries } from '../policy/protobuf-map.js';
import { type ApplicationConfig, readApplicationConfig } from './application-config.js';
import { checkModernMembership, readCapabilities } from './capabilities.js';
import { ChannelConfigError, explained } from './channel-config-error.js';
import { ConfigValues } from './config-values.js';
import { type OrdererConfig, readOrdererConfig } from './orderer-config.js';
import { type Endpoint, MspRegistry, parseEndpoint } from './organizations.js';

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
  readonly orderer: OrdererConfig | undefined;
  readonly application: ApplicationConfig | undefined;
  readonly msps: MspManager;
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
  const application = readSubGroup('Application', groups, (found) => readApplicationConfig(found, registry));
  checkModernMembership(capabilities, application?.capabilities ?? []);
  checkOrganizationsHaveEndpoints(orderer, isV3);
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

function checkOrganizationsHaveEndpoints(orderer: OrdererConfig | undefined, isV3: boolean): void {
  const missing = orderer?.organizations.filter(({ endpoints }) => endpoints.length === 0) ?? [];
  if (isV3 && missing.length > 0) {
    throw new ChannelConfigError(
      `some orderer organizations endpoints are empty: [${missing.map(({ name }) => name).join(' ')}]`,
    );
  }
}
