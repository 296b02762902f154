import type { common } from '@hyperledger/fabric-protos';
import type { Msp } from '../identity/msp.js';
import type { SigningIdentity } from '../identity/signing-identity.js';
import type { ChannelLedger } from '../ledger/channel-ledger.js';

/** What endorsing needs to know of the peer that does it. */
export interface EndorsingPeer {
  readonly mspId: string;
  readonly signer: SigningIdentity;
  /** The peer's local MSP, against which proposals without a channel are checked. */
  readonly localMsp: Msp;
  /** The ledger of a channel that this peer has joined. */
  ledger(channelId: string): ChannelLedger | undefined;
  channelIds(): readonly string[];
  /** cscc JoinChain: opens (or shares) the ledger of this genesis block; rejects with a sentence. */
  join(genesis: common.Block): Promise<void>;
  /** MSP ids of all organisations with a peer in this process, up or down, this one included. */
  readonly hostedOrganisations: readonly string[];
  /** MSP ids of the other organisations whose peer on the channel is up now. */
  reachable(channelId: string): readonly string[];
}
