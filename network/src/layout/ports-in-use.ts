import { createServer } from 'node:net';
import type { NetworkDescription } from '../description/schema.js';

export type PortUse =
  | 'orderer'
  | 'orderer-admin'
  | 'orderer-operations'
  | 'peer'
  | 'peer-chaincode'
  | 'peer-operations'
  | 'gateway';

/** A port of the network: what listens there, whose it is, and in words. */
export interface NetworkPort {
  readonly port: number;
  readonly host: string;
  readonly use: PortUse;
  /** Organisation id, or name of the ordering node. */
  readonly owner: string;
  /** For example `the peer of bank-a`. */
  readonly what: string;
}

/** A port that the network needs is taken; the message is one sentence with the remedy. */
export class PortInUseError extends Error {
  readonly ports: readonly NetworkPort[];

  constructor(ports: readonly NetworkPort[]) {
    const [first] = ports;
    const list = ports.map(({ port, what }) => `${port} for ${what}`).join(', ');
    super(
      ports.length === 1
        ? `Port ${list} is in use; end the program that holds it (lsof -i :${first?.port} names it), or change the port in the consortium file and start with --reset.`
        : `Ports ${list} are in use, perhaps by another network like this one; end the programs that hold them (lsof -i :${first?.port} names the first), or change the ports in the consortium file and start with --reset.`,
    );
    this.name = 'PortInUseError';
    this.ports = ports;
  }
}

/** Every port that a network may listen at; a profile uses some of them. */
export function networkPorts({ organisations, ordering }: NetworkDescription): readonly NetworkPort[] {
  return [
    ...ordering.nodes.flatMap(({ name, host, port, adminPort, operationsPort }): NetworkPort[] => [
      { use: 'orderer', port, host, owner: name, what: `the ordering node ${name}` },
      { use: 'orderer-admin', port: adminPort, host, owner: name, what: `the administration of ${name}` },
      { use: 'orderer-operations', port: operationsPort, host, owner: name, what: `the metrics of ${name}` },
    ]),
    ...organisations.flatMap(({ id: owner, peer, gateway }): NetworkPort[] => [
      { use: 'peer', port: peer.port, host: peer.host, owner, what: `the peer of ${owner}` },
      {
        use: 'peer-chaincode',
        port: peer.chaincodePort,
        host: peer.host,
        owner,
        what: `chaincode of ${owner}`,
      },
      {
        use: 'peer-operations',
        port: peer.operationsPort,
        host: peer.host,
        owner,
        what: `the metrics of ${owner}`,
      },
      { use: 'gateway', port: gateway.port, host: gateway.host, owner, what: `the gateway of ${owner}` },
    ]),
  ];
}

/**
 * Makes sure that nothing listens yet at the given ports.
 *
 * @throws PortInUseError naming every port that is taken, what wanted it and the remedy.
 */
export async function assertPortsFree(ports: readonly NetworkPort[]): Promise<void> {
  const inUse = await Promise.all(ports.map(isInUse));
  const taken = ports.filter((_, index) => inUse[index]);
  if (taken.length > 0) {
    throw new PortInUseError(taken);
  }
}

async function isInUse({ port, host }: NetworkPort): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') {
        resolve(true);
      } else {
        reject(error);
      }
    });
    server.listen(port, host, () => server.close(() => resolve(false)));
  });
}
