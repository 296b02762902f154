import type { common, peer } from '@hyperledger/fabric-protos';
import type { ChannelLedger } from '../../ledger/channel-ledger.js';
import type { SignedData } from '../../policy/policy.js';
import type { EndorsementDescriptor } from '../discovery/endorsement-analyzer.js';
import type { ChannelFeed } from '../feed/channel-feed.js';
import type { NeighbourPeer, PeerDirectory } from '../peer-directory.js';

export interface OrdererPort {
  readonly running: boolean;
  /** host:port that a connection goes to. */
  readonly address: string;
  broadcast(envelope: common.Envelope): Promise<{ readonly status: number; readonly info: string }>;
}

/** What one peer's gateway works with. */
export interface GatewayContext {
  readonly self: NeighbourPeer;
  readonly directory: PeerDirectory;
  readonly orderer: OrdererPort;
  /** The ledger of a channel that this peer has joined. */
  ledger(channelId: string): ChannelLedger | undefined;
  feed(channelId: string): ChannelFeed | undefined;
  /** Throws with Fabric's words when the signer may not use the resource. */
  checkAcl(resource: string, channelId: string, signed: SignedData): void;
  /** Throws with discovery's words when no combination of peers satisfies the interest. */
  peersForEndorsement(channelId: string, interest: peer.ChaincodeInterest): EndorsementDescriptor;
}

/** What gossip would tell this peer of a channel's members: nothing if it has not joined itself. */
export function membersOf(context: GatewayContext, channelId: string): readonly NeighbourPeer[] {
  return context.ledger(channelId) === undefined ? [] : context.directory.channelMembers(channelId);
}
