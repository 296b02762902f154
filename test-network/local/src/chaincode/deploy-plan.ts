import path from 'node:path';
import { OperatorError } from '@sanfang/native-fabric';
import type {
  ChaincodeDescription,
  ChannelDescription,
  NetworkDescription,
  OrganisationDescription,
} from '@sanfang/network';
import type { Collections } from '../lifecycle/collections.js';
import type { ChaincodeDefinition } from '../lifecycle/definition.js';
import type { DeploySpec } from './deploy-spec.js';
import type { ChaincodeSource, DeploymentRecord } from './deployment-record.js';
import { policyMembers } from './policy-members.js';

/** What is to be done on one channel. */
export interface ChannelPlan {
  readonly channel: ChannelDescription;
  readonly definition: ChaincodeDefinition;
  readonly sequence: number | undefined;
  /** Organisations whose peers run the chaincode there. */
  readonly endorsers: readonly OrganisationDescription[];
}

/** A deployment with every choice made. */
export interface DeployPlan {
  readonly name: string;
  readonly source: ChaincodeSource;
  readonly channels: readonly ChannelPlan[];
}

const DEFAULT_POLICY = "AND('{bank}.peer','{broker}.peer')";
const DEFAULT_VERSION = '1.0';

/** @throws OperatorError for a channel that does not exist, or a policy that names somebody who is not there. */
export function planDeployment(
  spec: DeploySpec,
  collections: Collections,
  description: NetworkDescription,
): DeployPlan {
  const channels = chosenChannels(spec.channels, description).map((channel) => {
    const definition = {
      name: spec.name,
      version: spec.version ?? DEFAULT_VERSION,
      policy: fill(spec.policy ?? DEFAULT_POLICY, channel, description),
      collections: collections.map((collection) => fillCollection(collection, channel, description)),
      initRequired: spec.initRequired ?? false,
    };
    return {
      channel,
      definition,
      sequence: spec.sequence,
      endorsers: endorsers(definition, channel, description),
    };
  });
  return { name: spec.name, source: source(spec), channels };
}

/** The consortium's own chaincode, as its file defines it, from a folder. */
export function planDescribed(
  chaincode: ChaincodeDescription,
  folder: string,
  description: NetworkDescription,
): DeployPlan {
  const channels = chaincode.channels.map((on) => ({
    channel: channelNamed(on.channel, description),
    definition: {
      name: chaincode.name,
      version: chaincode.version,
      policy: on.endorsementPolicy,
      collections: on.collections.map(({ endorsementPolicy, ...collection }) => ({
        ...collection,
        ...(endorsementPolicy ? { endorsementPolicy } : {}),
      })),
      initRequired: chaincode.initRequired,
    },
    sequence: undefined,
    endorsers: on.endorsers.map((id) => organisationNamed(id, description)),
  }));
  return { name: chaincode.name, source: { kind: 'folder', folder: path.resolve(folder) }, channels };
}

/** What a data folder remembers, as it was deployed. */
export function planRecorded(record: DeploymentRecord, description: NetworkDescription): DeployPlan {
  const channels = Object.entries(record.channels).map(([name, { sequence: _, ...agreed }]) => {
    const channel = channelNamed(name, description);
    const definition = { name: record.name, ...agreed };
    return {
      channel,
      definition,
      sequence: undefined,
      endorsers: endorsers(definition, channel, description),
    };
  });
  return { name: record.name, source: record.source, channels };
}

function source(spec: DeploySpec): ChaincodeSource {
  if (spec.chaincode !== undefined) {
    return { kind: 'folder', folder: path.resolve(spec.chaincode) };
  }
  if (spec.address === undefined) {
    throw new OperatorError(`Chaincode ${spec.name} needs a folder or the address of a running service.`);
  }
  return {
    kind: 'address',
    address: spec.address,
    ...(spec.tlsRoot === undefined ? {} : { tlsRoot: path.resolve(spec.tlsRoot) }),
  };
}

function chosenChannels(
  names: readonly string[] | undefined,
  description: NetworkDescription,
): readonly ChannelDescription[] {
  return names ? names.map((name) => channelNamed(name, description)) : description.channels;
}

function channelNamed(name: string, { channels }: NetworkDescription): ChannelDescription {
  const channel = channels.find((candidate) => candidate.name === name);
  if (!channel) {
    throw new OperatorError(
      `There is no channel "${name}"; the channels are ${channels.map((each) => each.name).join(', ')}.`,
    );
  }
  return channel;
}

function organisationNamed(id: string, { organisations }: NetworkDescription): OrganisationDescription {
  const organisation = organisations.find((candidate) => candidate.id === id);
  if (!organisation) {
    throw new OperatorError(
      `There is no organisation "${id}"; the organisations are ${organisations.map((each) => each.id).join(', ')}.`,
    );
  }
  return organisation;
}

function fill(policy: string, channel: ChannelDescription, description: NetworkDescription): string {
  return policy.replace(/\{(bank|broker|regulator)\}/g, (_, role: 'bank' | 'broker' | 'regulator') => {
    return organisationNamed(channel[role], description).mspId;
  });
}

function fillCollection(
  collection: Collections[number],
  channel: ChannelDescription,
  description: NetworkDescription,
): Collections[number] {
  const { endorsementPolicy } = collection;
  return {
    ...collection,
    policy: fill(collection.policy, channel, description),
    ...(endorsementPolicy?.signaturePolicy === undefined
      ? {}
      : {
          endorsementPolicy: {
            signaturePolicy: fill(endorsementPolicy.signaturePolicy, channel, description),
          },
        }),
  };
}

/**
 * Bank and broker run the chaincode, whatever the policy names: the regulator's peer observes.
 *
 * What the regulator signs is not ordered on these channels, so it could not approve a definition, and without
 * its approval its peer would not run the chaincode. A policy may name it as one of several.
 */
function endorsers(
  definition: ChaincodeDefinition,
  channel: ChannelDescription,
  description: NetworkDescription,
): readonly OrganisationDescription[] {
  const members = channel.members.map((id) => organisationNamed(id, description));
  const running = members.filter((member) => member.id === channel.bank || member.id === channel.broker);
  for (const policy of [definition.policy, ...definition.collections.flatMap(collectionPolicies)]) {
    refuseStrangers(policy, members, channel);
  }
  const { satisfiable } = policyMembers(definition.policy);
  if (!satisfiable(new Set(running.map((member) => member.mspId)))) {
    throw new OperatorError(
      `The policy ${definition.policy} cannot be met on channel ${channel.name}: only ${running.map((member) => member.id).join(' and ')} endorse there.`,
    );
  }
  return running;
}

function collectionPolicies(collection: Collections[number]): readonly string[] {
  const endorsement = collection.endorsementPolicy?.signaturePolicy;
  return [collection.policy, ...(endorsement === undefined ? [] : [endorsement])];
}

function refuseStrangers(
  policy: string,
  members: readonly OrganisationDescription[],
  channel: ChannelDescription,
): void {
  const strangers = policyMembers(policy).mspIds.filter(
    (mspId) => !members.some((member) => member.mspId === mspId),
  );
  if (strangers.length > 0) {
    throw new OperatorError(
      `The policy ${policy} names ${strangers.join(', ')}, not a member of channel ${channel.name}: choose the channel, or write {bank}, {broker} and {regulator}.`,
    );
  }
}
