import { readFileSync } from 'node:fs';
import { Client, type ClientOptions, credentials } from '@grpc/grpc-js';
import type { MemberId } from '../network/consortium.js';
import { member, network } from '../network/consortium.js';

const UNLIMITED: ClientOptions = {
  'grpc.max_receive_message_length': -1,
  'grpc.max_send_message_length': -1,
};

/** One address and the root certificate to trust there. */
export interface Endpoint {
  readonly address: string;
  readonly rootCertificateFile: string;
}

export function peerEndpoint(id: MemberId): Endpoint {
  const { peer } = member(id);
  return { address: peer.endpoint, rootCertificateFile: peer.tlsCaCert };
}

export function ordererEndpoint(): Endpoint {
  const [node] = network().ordering.nodes;
  if (!node) {
    throw new Error('The network has no ordering node.');
  }
  return { address: node.endpoint, rootCertificateFile: node.tls.ca };
}

const open = new Map<string, Client>();

/** A TLS connection, kept for the other cases of this worker. */
export function connection(endpoint: Endpoint): Client {
  const known = open.get(endpoint.address);
  if (known) {
    return known;
  }
  const client = newConnection(endpoint);
  open.set(endpoint.address, client);
  return client;
}

/** A TLS connection of its own, for a case that breaks it; whoever opens it closes it. */
export function newConnection({ address, rootCertificateFile }: Endpoint): Client {
  return new Client(address, credentials.createSsl(readFileSync(rootCertificateFile)), UNLIMITED);
}
