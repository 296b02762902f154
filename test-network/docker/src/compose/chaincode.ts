import type { OrganisationDescription } from '@sanfang/network';
import { type ComposeService, onHost, readOnly } from './service.js';

const TLS = '/etc/sanfang/tls';

/** A Node.js chaincode package, run by one member as a service. Paths are of the host. */
export interface ChaincodeContainer {
  readonly name: string;
  readonly port: number;
  readonly packageId: string;
  /** The package, and the launcher of its fabric-shim. */
  readonly folder: string;
  readonly launcher: string;
  /** Folders that the package's modules are found in, its own included: seen in the container as on the host. */
  readonly folders: readonly string[];
}

export function chaincodeContainerName(chaincode: string, organisation: OrganisationDescription): string {
  return `${chaincode}.chaincode.${organisation.domain}`;
}

export function chaincodeService(
  chaincode: ChaincodeContainer,
  organisation: OrganisationDescription,
): ComposeService {
  const { serverTls, clientTls } = organisation.chaincode;
  return {
    ...onHost({
      image: 'node:20-slim',
      name: chaincodeContainerName(chaincode.name, organisation),
      command: [
        'node',
        chaincode.launcher,
        'server',
        '--chaincode-address',
        `127.0.0.1:${chaincode.port}`,
        '--chaincode-id',
        chaincode.packageId,
        '--chaincode-tls-cert-file',
        `${TLS}/server.crt`,
        '--chaincode-tls-key-file',
        `${TLS}/server.key`,
        '--chaincode-tls-client-cacert-file',
        `${TLS}/client-ca.crt`,
        '--module-path',
        chaincode.folder,
      ],
    }),
    working_dir: chaincode.folder,
    environment: {},
    volumes: [
      ...[...new Set(chaincode.folders)].map((folder) => readOnly(folder, folder)),
      readOnly(serverTls.cert, `${TLS}/server.crt`),
      readOnly(serverTls.key, `${TLS}/server.key`),
      readOnly(clientTls.ca, `${TLS}/client-ca.crt`),
    ],
  };
}
