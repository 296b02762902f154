import { type common, discovery, msp } from '@hyperledger/fabric-protos';
import type { ChannelConfig } from '../../channel/channel-config.js';

const FABRIC_MSP = 0;

/** The channel's MSPs and orderer endpoints, as discovery tells them to clients. */
export function configResult(config: ChannelConfig): discovery.ConfigResult {
  const result = new discovery.ConfigResult();
  const groups = config.config.getChannelGroup()?.getGroupsMap();
  for (const section of ['Orderer', 'Application']) {
    groups
      ?.get(section)
      ?.getGroupsMap()
      .forEach((group) => {
        addMsp(result, group);
      });
  }
  const orderers = result.getOrderersMap();
  for (const mspId of config.ordererOrgs) {
    orderers.set(mspId, new discovery.Endpoints());
  }
  for (const { host, port, mspId } of config.ordererEndpoints) {
    // Addresses of the whole channel, the old way, belong to every orderer organisation.
    for (const owner of mspId === '' ? config.ordererOrgs : [mspId]) {
      const endpoint = new discovery.Endpoint();
      endpoint.setHost(host);
      endpoint.setPort(port);
      orderers.get(owner)?.addEndpoint(endpoint);
    }
  }
  return result;
}

function addMsp(result: discovery.ConfigResult, group: common.ConfigGroup): void {
  const value = group.getValuesMap().get('MSP')?.getValue_asU8();
  if (value === undefined) {
    return;
  }
  const config = msp.MSPConfig.deserializeBinary(value);
  if (config.getType() !== FABRIC_MSP) {
    return;
  }
  const fabric = msp.FabricMSPConfig.deserializeBinary(config.getConfig_asU8());
  if (!result.getMspsMap().has(fabric.getName())) {
    result.getMspsMap().set(fabric.getName(), fabric);
  }
}
