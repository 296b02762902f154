import { msp } from '@hyperledger/fabric-protos';
import type { ChannelConfig } from '../channel/channel-config.js';

const namesByConfig = new WeakMap<ChannelConfig, ReadonlyMap<string, string>>();

/** The name under which an organisation stands in the channel's configuration; it need not be its MSP id. */
export function applicationGroupName(config: ChannelConfig, mspId: string): string | undefined {
  const known = namesByConfig.get(config);
  if (known !== undefined) {
    return known.get(mspId);
  }
  const names = groupNames(config);
  namesByConfig.set(config, names);
  return names.get(mspId);
}

function groupNames(config: ChannelConfig): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const application = config.config.getChannelGroup()?.getGroupsMap().get('Application');
  application?.getGroupsMap().forEach((group, name) => {
    const value = group.getValuesMap().get('MSP')?.getValue_asU8();
    if (value !== undefined) {
      const mspConfig = msp.MSPConfig.deserializeBinary(value).getConfig_asU8();
      names.set(msp.FabricMSPConfig.deserializeBinary(mspConfig).getName(), name);
    }
  });
  return names;
}
