import type { OrdererConfig } from '../configuration/native-config.js';
import { AdminClient } from './admin-client.js';
import { ChannelParticipation } from './channel-participation.js';
import { untilLeading } from './leadership.js';

/** Has a running orderer serve the channels, joining those it does not know yet, and waits until it leads them all. */
export async function serveChannels(options: {
  readonly orderer: OrdererConfig;
  readonly channels: readonly { readonly name: string; readonly genesisBlock: string }[];
  readonly abort: AbortSignal;
}): Promise<void> {
  const { orderer, channels, abort } = options;
  const client = await AdminClient.of(orderer);
  const participation = new ChannelParticipation(orderer, client);
  const joined = new Set(await participation.channels());
  for (const channel of channels) {
    if (!joined.has(channel.name)) {
      await participation.join(channel.name, channel.genesisBlock);
    }
  }
  await untilLeading({ orderer, client, channels: channels.map(({ name }) => name), abort });
}
