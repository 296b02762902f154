import type { peer } from '@hyperledger/fabric-protos';
import type { ChannelLedger } from '../ledger/channel-ledger.js';

/** A chaincode that a peer can run on a channel: installed, and its definition approved by the peer's organisation. */
export interface PublishedChaincode {
  readonly name: string;
  /** The definition's sequence; discovery calls it version. */
  readonly version: string;
}

/** One peer of the process, as other peers and applications know it. */
export interface NeighbourPeer {
  readonly mspId: string;
  /** host:port that the peer tells the world. */
  readonly endpoint: string;
  /** host:port that a connection goes to. */
  readonly address: string;
  /** msp.SerializedIdentity bytes. */
  readonly identity: Uint8Array;
  /** Gossip's name of the peer: SHA-256 of MSP id and certificate, in hex. */
  readonly pkiId: string;
  readonly running: boolean;
  /** The same array as long as nothing changes. */
  chaincodes(channelId: string): readonly PublishedChaincode[];
  sign(message: Uint8Array): Uint8Array;
  /** Rejects with ProposalError for what Fabric answers with a gRPC error. */
  processProposal(signed: peer.SignedProposal): Promise<peer.ProposalResponse>;
}

/** Who is on which channel; every peer knows the same, as gossip would tell them in the end. */
export interface PeerDirectory {
  /** Counts changes of who is alive and who has joined what. */
  readonly version: number;
  /** Peers believed alive: a stopped one stays for as long as gossip would take to miss it. */
  alivePeers(): readonly NeighbourPeer[];
  channelMembers(channelId: string): readonly NeighbourPeer[];
  /** The channel's ledger, if any hosted peer has joined. */
  ledger(channelId: string): ChannelLedger | undefined;
}
