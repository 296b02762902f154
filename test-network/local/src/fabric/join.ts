import { readFile } from 'node:fs/promises';
import { peer } from '@hyperledger/fabric-protos';
import type { ChannelDescription } from '@sanfang/network';
import type { PeerClient } from './peer-client.js';

/** Joins the organisation's peer to those of the channels that it is a member of and has not joined yet. */
export async function joinChannels(
  client: PeerClient,
  channels: readonly ChannelDescription[],
): Promise<void> {
  const { id } = client.organisation;
  const answer = await client.query(
    { channel: '', chaincode: 'cscc', args: ['GetChannels'] },
    'list the channels it has joined',
  );
  const joined = peer.ChannelQueryResponse.deserializeBinary(answer)
    .getChannelsList()
    .map((channel) => channel.getChannelId());
  for (const channel of channels) {
    if (channel.members.includes(id) && !joined.includes(channel.name)) {
      const block = await readFile(channel.genesisBlock);
      await client.query(
        { channel: '', chaincode: 'cscc', args: ['JoinChain', block] },
        `join the channel ${channel.name}`,
      );
    }
  }
}
