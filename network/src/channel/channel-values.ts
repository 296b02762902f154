import { common } from '@hyperledger/fabric-protos';

export function capabilities(level: string): common.Capabilities {
  const result = new common.Capabilities();
  result.getCapabilitiesMap().set(level, new common.Capability());
  return result;
}

export function ordererAddresses(
  nodes: readonly { readonly host: string; readonly port: number }[],
): common.OrdererAddresses {
  const addresses = new common.OrdererAddresses();
  addresses.setAddressesList(nodes.map(({ host, port }) => `${host}:${port}`));
  return addresses;
}
