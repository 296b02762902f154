import { readFileSync } from 'node:fs';
import type { NetworkDescription, OrganisationDescription } from '../description/schema.js';

/** Seconds that fabric-network waits for an endorsement. */
const ENDORSER_TIMEOUT_S = '300';

/** Reads a PEM file that the network has, or will have once it is moved into its place. */
export type ReadPem = (file: string) => string;

/**
 * The common connection profile of one organisation, as fabric-network reads it: every channel that the organisation
 * is a member of, with all peers and ordering nodes, so that it serves with discovery and without.
 */
export function connectionProfile(
  network: NetworkDescription,
  organisation: OrganisationDescription,
  readPem: ReadPem = (file) => readFileSync(file, 'utf8'),
): object {
  const channels = network.channels.filter(({ members }) => members.includes(organisation.id));
  const partners = network.organisations.filter(
    ({ id }) => id === organisation.id || channels.some(({ members }) => members.includes(id)),
  );
  const nodes = network.ordering.nodes;
  return {
    name: `${network.consortium.name}-${organisation.id}`,
    version: '1.0.0',
    client: {
      organization: organisation.id,
      connection: { timeout: { peer: { endorser: ENDORSER_TIMEOUT_S } } },
    },
    channels: Object.fromEntries(
      channels.map(({ name, members }) => [
        name,
        {
          orderers: nodes.map((node) => node.name),
          peers: Object.fromEntries(
            partners
              // Without discovery fabric-network asks every peer of the list to endorse, and the observer does not.
              .filter(
                ({ id, role }) => members.includes(id) && (role !== 'regulator' || id === organisation.id),
              )
              .map(({ id, role, peer }) => [
                peer.name,
                peerRoles(id === organisation.id, role !== 'regulator'),
              ]),
          ),
        },
      ]),
    ),
    organizations: Object.fromEntries(
      partners.map(({ id, mspId, peer }) => [id, { mspid: mspId, peers: [peer.name] }]),
    ),
    orderers: Object.fromEntries(
      nodes.map(({ name, endpoint, tls }) => [
        name,
        { mspid: network.ordering.mspId, ...grpcEndpoint(name, endpoint, readPem(tls.ca)) },
      ]),
    ),
    peers: Object.fromEntries(
      partners.map(({ peer }) => [
        peer.name,
        grpcEndpoint(peer.name, peer.endpoint, readPem(peer.tlsCaCert)),
      ]),
    ),
  };
}

/** What an application asks of a peer when it does not use discovery; the observer endorses nothing. */
function peerRoles(own: boolean, endorses: boolean) {
  return {
    endorsingPeer: endorses,
    chaincodeQuery: own && endorses,
    ledgerQuery: own,
    eventSource: own,
    discover: own,
  };
}

function grpcEndpoint(name: string, endpoint: string, pem: string) {
  return {
    url: `grpcs://${endpoint}`,
    tlsCACerts: { pem },
    grpcOptions: { 'ssl-target-name-override': name, hostnameOverride: name },
  };
}
