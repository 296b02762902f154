import type { peer } from '@hyperledger/fabric-protos';
import type { ChaincodeRuntime } from '../chaincode/runtime.js';
import type { ChannelLedger } from '../ledger/channel-ledger.js';
import type { EndorsingPeer } from './endorsing-peer.js';

export interface EndorserOptions {
  readonly peer: EndorsingPeer;
  readonly runtime: ChaincodeRuntime;
}

/** The Endorser service of one peer. */
export class Endorser {
  readonly options: EndorserOptions;

  constructor(options: EndorserOptions) {
    this.options = options;
  }

  /**
   * Checks, simulates and signs one proposal.
   *
   * @throws ProposalError for what Fabric answers with a gRPC error (status UNKNOWN, details = message)
   */
  processProposal(_signed: peer.SignedProposal): Promise<peer.ProposalResponse> {
    throw new Error('not written yet');
  }

  /** Call once a channel this peer joins (also at start): starts the chaincode of committed definitions, now and as they commit. */
  channelJoined(_ledger: ChannelLedger): Promise<void> {
    throw new Error('not written yet');
  }
}
