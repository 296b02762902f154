import type { msp, peer } from '@hyperledger/fabric-protos';
import type { ChannelConfig } from '../../channel/channel-config.js';
import type { ChannelLedger } from '../../ledger/channel-ledger.js';
import type { NeighbourPeer } from '../peer-directory.js';
import {
  type ChaincodeMetadata,
  chaincodeMetadata,
  collectionMembers,
  keyPolicySets,
  type PrincipalSets,
  policiesOfCall,
} from './chaincode-policies.js';
import { type Layout, layoutsOf } from './layouts.js';
import { comparable, mergePrincipalSets, type PrincipalSet } from './principal-merge.js';

/** Combinations of peers whose endorsements satisfy all policies a transaction meets. */
export interface EndorsementDescriptor {
  readonly chaincode: string;
  readonly layouts: readonly Layout[];
  readonly endorsersByGroup: ReadonlyMap<string, readonly NeighbourPeer[]>;
}

export interface AnalysisInput {
  readonly channelId: string;
  readonly interest: peer.ChaincodeInterest;
  readonly ledger: ChannelLedger | undefined;
  /** Peers alive and on the channel. */
  readonly members: readonly NeighbourPeer[];
}

/** Throws an Error with discovery's words when no combination exists. */
export function peersForEndorsement(input: AnalysisInput): EndorsementDescriptor {
  const { ledger } = input;
  const calls = input.interest.getChaincodesList();
  const metadata = loadMetadata(input);
  if (ledger === undefined) {
    throw new Error('policy not found');
  }
  const authorised = authorisedMembers(input, metadata);
  const { layouts, groups } = layoutsOf({
    principalSets: principalSets(ledger.config, calls, metadata),
    members: authorised,
    satisfies: satisfiesIn(ledger.config),
  });
  if (layouts.length === 0) {
    throw new Error('no peer combination can satisfy the endorsement policy');
  }
  const endorsersByGroup = withChaincode(groups, input.channelId, metadata);
  const satisfied = layouts.filter((layout) =>
    [...layout].every(([group, quantity]) => (endorsersByGroup.get(group)?.length ?? 0) >= quantity),
  );
  if (satisfied.length === 0) {
    throw new Error('required chaincodes are not installed on sufficient peers');
  }
  return { chaincode: calls[0]?.getName() ?? '', layouts: satisfied, endorsersByGroup };
}

/** Peers of the channel that have all these chaincodes and may see their collections. */
export function peersAuthorised(input: AnalysisInput): readonly NeighbourPeer[] {
  const metadata = loadMetadata(input);
  return authorisedMembers(input, metadata).filter((member) => hasAll(member, input.channelId, metadata));
}

function loadMetadata(input: AnalysisInput): readonly ChaincodeMetadata[] {
  return input.interest.getChaincodesList().map((call) => {
    const found = input.ledger === undefined ? undefined : chaincodeMetadata(input.ledger, call.getName());
    if (found === undefined) {
      throw noMetadata(call.getName(), input.channelId);
    }
    return found;
  });
}

/** Leaves out peers that may not hold a collection whose private data the transaction reads. */
function authorisedMembers(
  input: AnalysisInput,
  metadata: readonly ChaincodeMetadata[],
): readonly NeighbourPeer[] {
  const required: msp.MSPPrincipal[][] = [];
  input.interest.getChaincodesList().forEach((call, index) => {
    const chaincode = metadata[index];
    if (chaincode === undefined || call.getNoPrivateReads()) {
      return;
    }
    for (const collection of call.getCollectionNamesList()) {
      const members = collectionMembers(chaincode, collection);
      if (members === undefined) {
        throw new Error(
          `collection ${collection} doesn't exist in collection config for chaincode ${call.getName()}`,
        );
      }
      required.push(members);
    }
  });
  if (required.length === 0 || input.ledger === undefined) {
    return input.members;
  }
  const satisfies = satisfiesIn(input.ledger.config);
  return input.members.filter((member) =>
    required.every((principals) => principals.some((principal) => satisfies(member, principal))),
  );
}

function principalSets(
  config: ChannelConfig,
  calls: readonly peer.ChaincodeCall[],
  metadata: readonly ChaincodeMetadata[],
): readonly PrincipalSet[] {
  const all: (readonly PrincipalSet[])[] = [];
  calls.forEach((call, index) => {
    const chaincode = metadata[index];
    if (chaincode !== undefined) {
      all.push(...requiredPolicies(config, call, chaincode));
    }
  });
  for (const call of calls) {
    for (const policy of call.getKeyPoliciesList()) {
      all.push(comparableSets(keyPolicySets(policy), 'state based endorsement policy cannot be satisfied'));
    }
  }
  const [first, ...rest] = all;
  if (first === undefined) {
    throw new Error('no principal sets remained after filtering');
  }
  return rest.reduce(mergePrincipalSets, first);
}

function requiredPolicies(
  config: ChannelConfig,
  call: peer.ChaincodeCall,
  chaincode: ChaincodeMetadata,
): (readonly PrincipalSet[])[] {
  const policies = policiesOfCall(chaincode, config, call.getCollectionNamesList());
  const sets = policies.map((each) => comparableSets(each, 'endorsement policy cannot be satisfied'));
  if (!call.getDisregardNamespacePolicy()) {
    return sets;
  }
  if (call.getKeyPoliciesList().length === 0 && policies.length === 1) {
    throw new Error(
      `requested to disregard chaincode ${call.getName()}'s policy but key and collection policies are missing, ` +
        'either disable DisregardNamespacePolicy or specify at least one key policy or at least one collection policy',
    );
  }
  return sets.slice(1);
}

function comparableSets(sets: PrincipalSets, whenEmpty: string): readonly PrincipalSet[] {
  if (sets.length === 0) {
    throw new Error(whenEmpty);
  }
  return sets.map((set) =>
    set.map((principal) => {
      const known = comparable(principal);
      if (known === undefined) {
        throw new Error('failed creating a comparable principal set');
      }
      return known;
    }),
  );
}

function satisfiesIn(config: ChannelConfig) {
  return (member: NeighbourPeer, principal: msp.MSPPrincipal): boolean => {
    try {
      return config.msps.satisfies(config.msps.deserialize(member.identity), principal);
    } catch {
      // An identity that the channel's MSPs do not know satisfies no principal.
      return false;
    }
  };
}

function withChaincode(
  groups: ReadonlyMap<string, readonly NeighbourPeer[]>,
  channelId: string,
  metadata: readonly ChaincodeMetadata[],
): ReadonlyMap<string, readonly NeighbourPeer[]> {
  const result = new Map<string, readonly NeighbourPeer[]>();
  for (const [group, members] of groups) {
    const able = members.filter((member) => hasAll(member, channelId, metadata));
    if (able.length > 0) {
      result.set(group, able);
    }
  }
  return result;
}

function hasAll(member: NeighbourPeer, channelId: string, metadata: readonly ChaincodeMetadata[]): boolean {
  const published = member.chaincodes(channelId);
  return metadata.every(({ name, version }) =>
    published.some((each) => each.name === name && each.version === version),
  );
}

/** What discovery says of a chaincode that it does not find, for whatever reason. */
export function noMetadata(chaincode: string, channelId: string): Error {
  return new Error(`No metadata was found for chaincode ${chaincode} in channel ${channelId}`);
}
