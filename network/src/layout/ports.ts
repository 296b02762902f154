import { createServer, type Server } from 'node:net';
import { CHAINCODE_SERVICE_PORTS } from '../consortium/checks/organisations.js';
import type { Consortium } from '../consortium/consortium.js';
import type { NetworkDescription } from '../description/schema.js';

/** `configured`: those of the consortium file. `free`: whatever loopback ports are free now, kept from then on. */
export type PortChoice = 'configured' | 'free';

export interface MemberPorts {
  readonly peer: number;
  readonly peerChaincode: number;
  readonly peerOperations: number;
  readonly chaincodeServices: number;
  readonly chaincodeServiceCount: number;
  readonly gateway: number;
}

export interface OrderingNodePorts {
  readonly orderer: number;
  readonly admin: number;
  readonly operations: number;
}

/** Ports by organisation id and by ordering node name. */
export interface PortPlan {
  readonly members: ReadonlyMap<string, MemberPorts>;
  readonly nodes: ReadonlyMap<string, OrderingNodePorts>;
}

/** Decides all ports; an existing network's free ports stay what they were. */
export async function planPorts(
  consortium: Consortium,
  choice: PortChoice,
  existing: NetworkDescription | undefined,
): Promise<PortPlan> {
  return choice === 'configured' ? configuredPorts(consortium) : freePorts(consortium, existing);
}

function configuredPorts({ organisations, ordering }: Consortium): PortPlan {
  return {
    members: new Map(
      organisations.map(({ id, ports }) => [
        id,
        { ...ports, chaincodeServiceCount: CHAINCODE_SERVICE_PORTS },
      ]),
    ),
    nodes: new Map(ordering.nodes.map(({ name, ports }) => [name, ports])),
  };
}

async function freePorts(
  consortium: Consortium,
  existing: NetworkDescription | undefined,
): Promise<PortPlan> {
  const known = existing === undefined ? undefined : recordedPorts(existing);
  const { organisations, ordering } = consortium;
  const free = await findFreePorts(organisations.length * 4 + ordering.nodes.length * 3);
  const next = (): number => {
    const port = free.pop();
    if (port === undefined) {
      throw new Error('More ports were needed than were looked for.');
    }
    return port;
  };
  return {
    members: new Map(
      organisations.map(({ id }) => [
        id,
        known?.members.get(id) ?? {
          peer: next(),
          peerChaincode: next(),
          peerOperations: next(),
          chaincodeServices: 0,
          chaincodeServiceCount: 0,
          gateway: next(),
        },
      ]),
    ),
    nodes: new Map(
      ordering.nodes.map(({ name }) => [
        name,
        known?.nodes.get(name) ?? { orderer: next(), admin: next(), operations: next() },
      ]),
    ),
  };
}

function recordedPorts({ organisations, ordering }: NetworkDescription): PortPlan {
  return {
    members: new Map(
      organisations.map(({ id, peer, gateway, chaincode }) => [
        id,
        {
          peer: peer.port,
          peerChaincode: peer.chaincodePort,
          peerOperations: peer.operationsPort,
          chaincodeServices: chaincode.portBase,
          chaincodeServiceCount: chaincode.portCount,
          gateway: gateway.port,
        },
      ]),
    ),
    nodes: new Map(
      ordering.nodes.map(({ name, port, adminPort, operationsPort }) => [
        name.slice(0, name.indexOf('.')),
        { orderer: port, admin: adminPort, operations: operationsPort },
      ]),
    ),
  };
}

/** Different free loopback ports: all are held at once, so none is handed out twice. */
async function findFreePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(Array.from({ length: count }, () => listenAnywhere()));
  const ports = servers.map((server) => {
    const address = server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  });
  await Promise.all(servers.map(close));
  return ports;
}

async function listenAnywhere(): Promise<Server> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return server;
}

async function close(server: Server): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.close((error) => (error === undefined ? resolve() : reject(error)));
  });
}
