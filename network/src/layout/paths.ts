import path from 'node:path';

/** Where everything of one organisation lies. All paths are absolute. */
export interface OrganisationPaths {
  readonly dir: string;
  readonly caDir: string;
  readonly tlsCaDir: string;
  readonly mspDir: string;
  readonly walletDir: string;
  readonly gatewayTlsDir: string;
  readonly chaincodeTlsDir: string;
  /** Folder of a peer or an ordering node, with `msp` and `tls`. */
  nodeDir(nodeName: string): string;
  /** Folder of a user, with `msp` and `tls`. */
  userDir(userName: string): string;
  connectionProfile(organisationId: string): string;
  walletFile(label: string): string;
}

export function organisationPaths(
  dataDir: string,
  kind: 'peer' | 'orderer',
  domain: string,
): OrganisationPaths {
  const dir = path.join(dataDir, 'organizations', `${kind}Organizations`, domain);
  return {
    dir,
    caDir: path.join(dir, 'ca'),
    tlsCaDir: path.join(dir, 'tlsca'),
    mspDir: path.join(dir, 'msp'),
    walletDir: path.join(dir, 'wallet'),
    gatewayTlsDir: path.join(dir, 'gateway', 'tls'),
    chaincodeTlsDir: path.join(dir, 'chaincode', 'tls'),
    nodeDir: (nodeName) => path.join(dir, `${kind}s`, nodeName),
    userDir: (userName) => path.join(dir, 'users', `${userName}@${domain}`),
    connectionProfile: (organisationId) => path.join(dir, `connection-${organisationId}.json`),
    walletFile: (label) => path.join(dir, 'wallet', `${label}.id`),
  };
}

export function genesisBlockFile(dataDir: string, channel: string): string {
  return path.join(dataDir, 'channels', `${channel}.block`);
}

/** Files of a TLS pair in a `tls` folder; a server's and a client's may lie in the same one. */
export function tlsFiles(tlsDir: string, end: 'server' | 'client') {
  return {
    cert: path.join(tlsDir, `${end}.crt`),
    key: path.join(tlsDir, `${end}.key`),
    ca: path.join(tlsDir, 'ca.crt'),
  };
}

/** Files of the identity in an MSP folder. */
export function signingFiles(mspDir: string) {
  return {
    certificate: path.join(mspDir, 'signcerts', 'cert.pem'),
    privateKey: path.join(mspDir, 'keystore', 'priv_sk'),
  };
}
