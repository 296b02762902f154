import type { EmbeddedConfig } from '@sanfang/embedded-fabric';
import { OperatorError } from '@sanfang/native-fabric';
import type { NetworkDescription } from '@sanfang/network';

/** The described network as the embedded process takes it. Nodes are named as everywhere here. */
export function embeddedConfig(
  description: NetworkDescription,
  options: { readonly dataDir: string; readonly chaincodeExecuteTimeoutMs: number | undefined },
): EmbeddedConfig {
  const { ordering, organisations, channels } = description;
  const [orderer, ...others] = ordering.nodes;
  if (!orderer || others.length > 0) {
    throw new OperatorError(
      `The embedded profile runs one ordering node, and the consortium file has ${ordering.nodes.length}: leave one, or use the docker profile.`,
    );
  }
  return {
    dataDir: options.dataDir,
    orderer: {
      name: 'orderer',
      mspId: ordering.mspId,
      mspDir: orderer.mspDir,
      host: orderer.host,
      port: orderer.port,
      externalEndpoint: orderer.endpoint,
      tls: orderer.tls,
    },
    peers: organisations.map(({ id, mspId, peer }) => ({
      name: id,
      mspId,
      mspDir: peer.mspDir,
      host: peer.host,
      port: peer.port,
      externalEndpoint: peer.endpoint,
      tls: peer.tls,
    })),
    channels: channels.map(({ genesisBlock, members }) => ({ genesisBlock, peers: [...members] })),
    ...(options.chaincodeExecuteTimeoutMs === undefined
      ? {}
      : { chaincode: { executeTimeoutMs: options.chaincodeExecuteTimeoutMs } }),
  };
}
