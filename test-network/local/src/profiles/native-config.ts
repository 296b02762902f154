import { type FabricBinaries, type NativeConfig, OperatorError } from '@sanfang/native-fabric';
import type { NetworkDescription } from '@sanfang/network';

/** The described network as the native profile starts it. */
export function nativeConfig(
  description: NetworkDescription,
  binaries: FabricBinaries,
  chaincodeExecuteTimeoutMs: number | undefined,
): NativeConfig {
  const { ordering } = description;
  const [orderer, ...others] = ordering.nodes;
  const admin = ordering.users.find((user) => user.name === 'Admin');
  if (!orderer || others.length > 0) {
    throw new OperatorError(
      `The native profile runs one ordering node, and the consortium file has ${ordering.nodes.length}: leave one, or use the docker profile.`,
    );
  }
  if (!admin) {
    throw new Error(`The network description names no Admin of ${ordering.id}.`);
  }
  return {
    binaries,
    dataDir: description.dataDir,
    orderer: {
      name: 'orderer',
      hostName: orderer.name,
      mspId: ordering.mspId,
      mspDir: orderer.mspDir,
      port: orderer.port,
      operationsPort: orderer.operationsPort,
      tls: orderer.tls,
      adminPort: orderer.adminPort,
      adminClient: { cert: admin.tls.cert, key: admin.tls.key },
    },
    peers: description.organisations.map((organisation) => ({
      name: organisation.id,
      hostName: organisation.peer.name,
      mspId: organisation.mspId,
      mspDir: organisation.peer.mspDir,
      port: organisation.peer.port,
      operationsPort: organisation.peer.operationsPort,
      chaincodePort: organisation.peer.chaincodePort,
      tls: organisation.peer.tls,
    })),
    channels: description.channels.map(({ name, genesisBlock }) => ({ name, genesisBlock })),
    ...(chaincodeExecuteTimeoutMs === undefined ? {} : { chaincodeExecuteTimeoutMs }),
  };
}
