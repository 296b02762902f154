import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { ChannelSpec, OrganisationSpec } from '../channel/channel-spec.js';
import { genesisBlock } from '../channel/genesis-block.js';
import type { Consortium, Relationship } from '../consortium/consortium.js';
import type { ChannelDescription, NetworkDescription } from '../description/schema.js';
import { channelRules, type PolicyTexts } from '../layout/channel-rules.js';
import type { Staging } from './staging.js';

export interface ChannelToDerive {
  readonly consortium: Consortium;
  readonly relationship: Relationship;
  readonly network: NetworkDescription;
  readonly channel: ChannelDescription;
}

/** Writes a channel's genesis block unless it is there. */
export async function deriveChannel(staging: Staging, wanted: ChannelToDerive) {
  const { channel, network } = wanted;
  if (!staging.has(channel.genesisBlock)) {
    const spec = channelSpec(wanted, (file) => readFileSync(staging.readable(file), 'utf8'));
    staging.place(channel.genesisBlock);
    await staging.write(
      channel.genesisBlock,
      genesisBlock(spec, new Date(network.created)).serializeBinary(),
    );
  }
}

function channelSpec(
  { consortium, relationship, network, channel }: ChannelToDerive,
  readPem: (file: string) => string,
): ChannelSpec {
  const { batch, raft } = consortium.ordering;
  const { policies } = channelRules(consortium, relationship);
  const specOf = (
    { mspId, caDir, tlsCaDir }: Pick<NetworkDescription['ordering'], 'mspId' | 'caDir' | 'tlsCaDir'>,
    texts: PolicyTexts,
  ): OrganisationSpec => ({
    mspId,
    caCert: readPem(path.join(caDir, 'ca-cert.pem')),
    tlsCaCert: readPem(path.join(tlsCaDir, 'tlsca-cert.pem')),
    policies: texts,
  });
  return {
    channelId: channel.name,
    capabilities: consortium.channel.capabilities,
    acls: consortium.channel.acls,
    policies,
    members: network.organisations
      .filter(({ id }) => channel.members.includes(id))
      .map((member) => ({
        ...specOf(member, policies.members[member.mspId] ?? {}),
        anchorPeers: [hostAndPort(member.peer.endpoint)],
      })),
    ordering: {
      ...specOf(network.ordering, policies.ordering),
      consenters: network.ordering.nodes.map(({ endpoint, tls }) => ({
        ...hostAndPort(endpoint),
        tlsCert: readPem(tls.cert),
      })),
      batch: {
        timeoutMs: batch.timeout,
        maxMessages: batch.maxMessages,
        preferredMaxBytes: batch.preferredMax,
        absoluteMaxBytes: batch.absoluteMax,
      },
      raft: {
        tickIntervalMs: raft.tickInterval,
        electionTick: raft.electionTick,
        heartbeatTick: raft.heartbeatTick,
        maxInflightBlocks: raft.maxInflightBlocks,
        snapshotIntervalBytes: raft.snapshotInterval,
      },
    },
  };
}

function hostAndPort(endpoint: string) {
  const colon = endpoint.lastIndexOf(':');
  return { host: endpoint.slice(0, colon), port: Number(endpoint.slice(colon + 1)) };
}
