import type { common } from '@hyperledger/fabric-protos';
import type { ChannelLedger } from '../ledger/channel-ledger.js';
import { ChannelFeed } from '../services/feed/channel-feed.js';

/** A channel of this process: one ledger, whoever of its peers has joined. */
export class HostedChannel {
  readonly ledger: ChannelLedger;
  readonly feed: ChannelFeed;
  readonly genesis: common.Block;
  /** Names of the peers that have joined. */
  readonly members: Set<string>;

  constructor(options: {
    readonly ledger: ChannelLedger;
    readonly genesis: common.Block;
    readonly members: readonly string[];
  }) {
    this.ledger = options.ledger;
    this.genesis = options.genesis;
    this.members = new Set(options.members);
    this.feed = new ChannelFeed(options.ledger);
  }

  async close(): Promise<void> {
    this.feed.close();
    await this.ledger.close();
  }
}
