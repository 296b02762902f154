import type { peer } from '@hyperledger/fabric-protos';
import { isSystemChaincode } from '../../system/names.js';
import { noMetadata } from '../discovery/endorsement-analyzer.js';
import type { NeighbourPeer } from '../peer-directory.js';
import { EndorsementPlan } from './endorsement-plan.js';
import { type GatewayContext, membersOf } from './gateway-context.js';

const ONE_GROUP = 'g1';

/** One peer of each of these organisations. */
export function planForOrgs(
  context: GatewayContext,
  channelId: string,
  chaincode: string,
  mspIds: readonly string[],
): EndorsementPlan {
  const byOrg = endorsersByOrg(context, channelId, chaincode);
  const missing = mspIds.filter((mspId) => !byOrg.has(mspId));
  if (missing.length > 0) {
    throw new Error(`failed to find any endorsing peers for org(s): ${missing.join(', ')}`);
  }
  const groups = new Map(mspIds.map((mspId) => [mspId, byOrg.get(mspId) ?? []]));
  return new EndorsementPlan([new Map(mspIds.map((mspId) => [mspId, 1]))], groups);
}

/** Any one peer of these organisations, this peer's own first; of any organisation if none is named. */
export function planForEvaluation(
  context: GatewayContext,
  channelId: string,
  chaincode: string,
  mspIds: readonly string[],
): EndorsementPlan {
  const byOrg = endorsersByOrg(context, channelId, chaincode);
  const wanted = mspIds.length === 0 ? [...byOrg.keys()] : mspIds;
  const own = wanted.includes(context.self.mspId) ? (byOrg.get(context.self.mspId) ?? []) : [];
  const others = wanted.filter((id) => id !== context.self.mspId).flatMap((id) => byOrg.get(id) ?? []);
  if (own.length + others.length === 0) {
    throw new Error(`no peers available to evaluate chaincode ${chaincode} in channel ${channelId}`);
  }
  return new EndorsementPlan([new Map([[ONE_GROUP, 1]])], new Map([[ONE_GROUP, [...own, ...others]]]));
}

/** The combinations that satisfy all policies of an interest; those with the preferred peer's group come first. */
export function planForInterest(
  context: GatewayContext,
  channelId: string,
  interest: peer.ChaincodeInterest,
  preferred: NeighbourPeer | undefined,
): EndorsementPlan {
  const descriptor = describe(context, channelId, interest);
  const groups = new Map(
    [...descriptor.endorsersByGroup].map(([group, members]) => [group, ownFirst(context, members)]),
  );
  let preferredGroup: string | undefined;
  for (const [group, members] of groups) {
    if (preferred !== undefined && members.includes(preferred)) {
      preferredGroup = group;
    }
  }
  const withPreferred = descriptor.layouts.filter((layout) => layout.has(preferredGroup ?? ''));
  const others = descriptor.layouts.filter((layout) => !layout.has(preferredGroup ?? ''));
  return new EndorsementPlan([...shuffled(withPreferred), ...shuffled(others)], groups);
}

function describe(context: GatewayContext, channelId: string, interest: peer.ChaincodeInterest) {
  try {
    return joinedDescriptor(context, channelId, interest);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(
      `no combination of peers can be derived which satisfy the endorsement policy: ${reason}`,
      { cause },
    );
  }
}

/** A peer that has not joined a channel knows nothing of it, also where another peer of this process has. */
function joinedDescriptor(context: GatewayContext, channelId: string, interest: peer.ChaincodeInterest) {
  if (context.ledger(channelId) === undefined) {
    throw noMetadata(interest.getChaincodesList()[0]?.getName() ?? '', channelId);
  }
  return context.peersForEndorsement(channelId, interest);
}

function endorsersByOrg(
  context: GatewayContext,
  channelId: string,
  chaincode: string,
): ReadonlyMap<string, NeighbourPeer[]> {
  const byOrg = new Map<string, NeighbourPeer[]>();
  for (const member of ownFirst(context, membersOf(context, channelId))) {
    const able =
      isSystemChaincode(chaincode) || member.chaincodes(channelId).some(({ name }) => name === chaincode);
    if (able) {
      byOrg.set(member.mspId, [...(byOrg.get(member.mspId) ?? []), member]);
    }
  }
  return byOrg;
}

/** All peers of the process are at the same height, so that only one's own comes before the others. */
function ownFirst(context: GatewayContext, members: readonly NeighbourPeer[]): NeighbourPeer[] {
  const own = members.filter(({ pkiId }) => pkiId === context.self.pkiId);
  return [...own, ...members.filter(({ pkiId }) => pkiId !== context.self.pkiId)];
}

function shuffled<Item>(items: readonly Item[]): Item[] {
  const result = [...items];
  for (let i = result.length - 1; i > 0; i--) {
    const j = Math.floor(Math.random() * (i + 1));
    const [a, b] = [result[i], result[j]];
    if (a !== undefined && b !== undefined) {
      result[i] = b;
      result[j] = a;
    }
  }
  return result;
}
