import { discovery, type peer } from '@hyperledger/fabric-protos';
import type { ChannelLedger } from '../../ledger/channel-ledger.js';
import type { SignedData } from '../../policy/policy.js';
import type { NeighbourPeer, PeerDirectory } from '../peer-directory.js';
import { type Method, unary } from '../wire/method.js';
import { configResult } from './channel-config-result.js';
import { type EndorsementDescriptor, peersAuthorised } from './endorsement-analyzer.js';
import { membershipInfo, stateInfo } from './gossip-messages.js';

const WRITERS = '/Channel/Application/Writers';
const { QueryCase } = discovery.Query;

export interface DiscoveryContext {
  readonly directory: PeerDirectory;
  /** The ledger of a channel that this peer has joined. */
  ledger(channelId: string): ChannelLedger | undefined;
  /** Throws unless the signer is an administrator of the peer's own organisation. */
  checkLocalAdmin(signed: SignedData): void;
  peersForEndorsement(channelId: string, interest: peer.ChaincodeInterest): EndorsementDescriptor;
  log(line: string): void;
}

/** discovery.Discovery of one peer. */
export function discoveryService(context: DiscoveryContext): Method[] {
  return [
    unary(
      { definition: discovery.DiscoveryService.discover, request: discovery.SignedRequest },
      async (request) => discover(context, request),
    ),
  ];
}

function discover(context: DiscoveryContext, signedRequest: discovery.SignedRequest): discovery.Response {
  const request = readRequest(signedRequest);
  const signed: SignedData = {
    message: signedRequest.getPayload_asU8(),
    identity: request.getAuthentication()?.getClientIdentity_asU8() ?? new Uint8Array(),
    signature: signedRequest.getSignature_asU8(),
  };
  const response = new discovery.Response();
  response.setResultsList(request.getQueriesList().map((query) => answer(context, query, signed)));
  return response;
}

/** A peer does not hold the TLS certificate's hash in a request against the one presented: real clients rely on it. */
function readRequest(signed: discovery.SignedRequest): discovery.Request {
  let request: discovery.Request;
  try {
    request = discovery.Request.deserializeBinary(signed.getPayload_asU8());
  } catch {
    throw new Error('failed parsing request: proto: cannot parse invalid wire-format data');
  }
  const authentication = request.getAuthentication();
  if (authentication === undefined) {
    throw new Error('access denied, no authentication info in request');
  }
  if (authentication.getClientIdentity_asU8().length === 0) {
    throw new Error("access denied, client identity wasn't supplied");
  }
  return request;
}

function answer(
  context: DiscoveryContext,
  query: discovery.Query,
  signed: SignedData,
): discovery.QueryResult {
  const channelId = query.getChannel();
  try {
    if (channelId === '') {
      context.checkLocalAdmin(signed);
    } else {
      const ledger = context.ledger(channelId);
      if (ledger === undefined) {
        throw new Error(`channel ${channelId} does not exist`);
      }
      ledger.config.policy(WRITERS).evaluate([signed]);
    }
  } catch (error) {
    context.log(`discovery for channel '${channelId}' denied: ${messageOf(error)}`);
    return errorResult('access denied');
  }
  try {
    return dispatch(context, query);
  } catch (error) {
    return errorResult(messageOf(error));
  }
}

function dispatch(context: DiscoveryContext, query: discovery.Query): discovery.QueryResult {
  const channelId = query.getChannel();
  const result = new discovery.QueryResult();
  const kind = query.getQueryCase();
  const ledger = context.ledger(channelId);
  if (ledger === undefined) {
    if (kind !== QueryCase.LOCAL_PEERS) {
      throw new Error('unknown or missing request type');
    }
    result.setMembers(membership(context.directory.alivePeers()));
  } else if (kind === QueryCase.CONFIG_QUERY) {
    result.setConfigResult(configResult(ledger.config));
  } else if (kind === QueryCase.PEER_QUERY) {
    const filter = query.getPeerQuery()?.getFilter();
    result.setMembers(membership(authorisedPeers(context, ledger, filter), ledger));
  } else if (kind === QueryCase.CC_QUERY) {
    result.setCcQueryRes(chaincodeResult(context, ledger, query.getCcQuery()?.getInterestsList() ?? []));
  } else {
    throw new Error('unknown or missing request type');
  }
  return result;
}

function authorisedPeers(
  context: DiscoveryContext,
  ledger: ChannelLedger,
  filter: peer.ChaincodeInterest | undefined,
): readonly NeighbourPeer[] {
  const { channelId } = ledger;
  const members = context.directory.channelMembers(channelId);
  if (filter === undefined || filter.getChaincodesList().length === 0) {
    return members;
  }
  return peersAuthorised({ channelId, interest: filter, ledger, members });
}

function membership(peers: readonly NeighbourPeer[], ledger?: ChannelLedger): discovery.PeerMembershipResult {
  const result = new discovery.PeerMembershipResult();
  const byOrg = result.getPeersByOrgMap();
  for (const each of peers) {
    const ofOrg = byOrg.get(each.mspId) ?? new discovery.Peers();
    ofOrg.addPeers(peerMessage(each, ledger));
    byOrg.set(each.mspId, ofOrg);
  }
  return result;
}

function peerMessage(peer: NeighbourPeer, ledger?: ChannelLedger): discovery.Peer {
  const message = new discovery.Peer();
  message.setIdentity(peer.identity);
  message.setMembershipInfo(membershipInfo(peer));
  if (ledger !== undefined) {
    message.setStateInfo(stateInfo(peer, ledger.channelId, ledger.height));
  }
  return message;
}

function chaincodeResult(
  context: DiscoveryContext,
  ledger: ChannelLedger,
  interests: readonly peer.ChaincodeInterest[],
): discovery.ChaincodeQueryResult {
  if (interests.length === 0) {
    throw new Error('chaincode query must have at least one chaincode interest');
  }
  const result = new discovery.ChaincodeQueryResult();
  result.setContentList(interests.map((interest) => descriptorMessage(context, ledger, interest)));
  return result;
}

function descriptorMessage(
  context: DiscoveryContext,
  ledger: ChannelLedger,
  interest: peer.ChaincodeInterest,
): discovery.EndorsementDescriptor {
  const calls = interest.getChaincodesList();
  if (calls.length === 0) {
    throw new Error('chaincode interest must contain at least one chaincode');
  }
  if (calls.some((call) => call.getName() === '')) {
    throw new Error('chaincode name in interest cannot be empty');
  }
  const descriptor = describe(context, ledger.channelId, interest);
  const message = new discovery.EndorsementDescriptor();
  message.setChaincode(descriptor.chaincode);
  for (const [group, endorsers] of descriptor.endorsersByGroup) {
    const peers = new discovery.Peers();
    peers.setPeersList(endorsers.map((each) => peerMessage(each, ledger)));
    message.getEndorsersByGroupsMap().set(group, peers);
  }
  message.setLayoutsList(
    descriptor.layouts.map((layout) => {
      const each = new discovery.Layout();
      for (const [group, quantity] of layout) {
        each.getQuantitiesByGroupMap().set(group, quantity);
      }
      return each;
    }),
  );
  return message;
}

function describe(context: DiscoveryContext, channelId: string, interest: peer.ChaincodeInterest) {
  try {
    return context.peersForEndorsement(channelId, interest);
  } catch (error) {
    context.log(`no descriptor for an interest on ${channelId}: ${messageOf(error)}`);
    throw new Error(`failed constructing descriptor for ${interestText(interest)}`);
  }
}

/** The interest in the text form that Go's protobuf prints. */
function interestText(interest: peer.ChaincodeInterest): string {
  return interest
    .getChaincodesList()
    .map((call) => {
      const collections = call.getCollectionNamesList().map((name) => ` collection_names:"${name}"`);
      const noReads = call.getNoPrivateReads() ? ' no_private_reads:true' : '';
      return `chaincodes:{name:"${call.getName()}"${collections.join('')}${noReads}}`;
    })
    .join(' ');
}

function errorResult(content: string): discovery.QueryResult {
  const error = new discovery.Error();
  error.setContent(content);
  const result = new discovery.QueryResult();
  result.setError(error);
  return result;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
