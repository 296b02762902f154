import { discovery, gossip, peer } from '@hyperledger/fabric-protos';
import { connection, peerEndpoint } from '../clients/connections.js';
import { BANK_BROKER_X, type MemberId } from '../network/consortium.js';
import type { Credentials } from '../network/credentials.js';
import { unary } from './calls.js';
import { mspIdIn } from './parsed.js';
import { serializedIdentity, signLowS } from './signing.js';

/** What a case may have otherwise than a well-behaved client. */
export interface DiscoverOptions {
  readonly channel?: string;
  readonly sign?: typeof signLowS;
  readonly clientIdentity?: Uint8Array;
  readonly clientTlsCertHash?: Uint8Array;
}

/** Asks the discovery service at a member's peer one question, as a client of fabric-network would. */
export async function discover(
  at: MemberId,
  credentials: Credentials,
  query: discovery.Query,
  { channel = BANK_BROKER_X, sign = signLowS, ...options }: DiscoverOptions = {},
): Promise<discovery.QueryResult> {
  query.setChannel(channel);
  const authentication = new discovery.AuthInfo();
  authentication.setClientIdentity(options.clientIdentity ?? serializedIdentity(credentials));
  authentication.setClientTlsCertHash(options.clientTlsCertHash ?? new Uint8Array());
  const request = new discovery.Request();
  request.setAuthentication(authentication);
  request.setQueriesList([query]);
  const payload = request.serializeBinary();
  const signed = new discovery.SignedRequest();
  signed.setPayload(payload);
  signed.setSignature(sign(payload, credentials));
  const response = await unary(connection(peerEndpoint(at)), {
    method: '/discovery.Discovery/Discover',
    request: signed,
    serialize: (message) => message.serializeBinary(),
    deserialize: discovery.Response.deserializeBinary,
  });
  const [result] = response.getResultsList();
  if (!result) {
    throw new Error('The discovery service answered nothing.');
  }
  return result;
}

export function configQuery(): discovery.Query {
  const query = new discovery.Query();
  query.setConfigQuery(new discovery.ConfigQuery());
  return query;
}

export function peerQuery(): discovery.Query {
  const query = new discovery.Query();
  query.setPeerQuery(new discovery.PeerMembershipQuery());
  return query;
}

export function localPeerQuery(): discovery.Query {
  const query = new discovery.Query();
  query.setLocalPeers(new discovery.LocalPeerQuery());
  return query;
}

/** A chaincode call that is to be endorsed. */
export interface Call {
  readonly name: string;
  readonly collections?: readonly string[];
  readonly noPrivateReads?: boolean;
}

/** Who may endorse these calls, all of one transaction. */
export function chaincodeQuery(...calls: readonly Call[]): discovery.Query {
  const interest = new peer.ChaincodeInterest();
  interest.setChaincodesList(
    calls.map(({ name, collections, noPrivateReads }) => {
      const call = new peer.ChaincodeCall();
      call.setName(name);
      call.setCollectionNamesList([...(collections ?? [])]);
      call.setNoPrivateReads(noPrivateReads ?? false);
      return call;
    }),
  );
  const chaincodes = new discovery.ChaincodeQuery();
  chaincodes.setInterestsList([interest]);
  const query = new discovery.Query();
  query.setCcQuery(chaincodes);
  return query;
}

/** What discovery tells of one peer. */
export interface DiscoveredPeer {
  readonly mspId: string;
  readonly endpoint: string;
  readonly ledgerHeight: number;
  /** `steps@1.0` of what it has of committed definitions. */
  readonly chaincodes: readonly string[];
}

export function discoveredPeer(found: discovery.Peer): DiscoveredPeer {
  const message = (bytes: Uint8Array | undefined) =>
    gossip.GossipMessage.deserializeBinary(bytes ?? new Uint8Array());
  const alive = message(found.getMembershipInfo()?.getPayload_asU8()).getAliveMsg();
  const properties = message(found.getStateInfo()?.getPayload_asU8()).getStateInfo()?.getProperties();
  return {
    mspId: mspIdIn(found.getIdentity_asU8()),
    endpoint: alive?.getMembership()?.getEndpoint() ?? '',
    ledgerHeight: properties?.getLedgerHeight() ?? 0,
    chaincodes: (properties?.getChaincodesList() ?? []).map(
      (chaincode) => `${chaincode.getName()}@${chaincode.getVersion()}`,
    ),
  };
}
