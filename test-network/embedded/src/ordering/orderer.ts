import type { common } from '@hyperledger/fabric-protos';
import type { SigningIdentity } from '../identity/signing-identity.js';
import type { ChannelLedger } from '../ledger/channel-ledger.js';

export interface OrdererOptions {
  readonly signer: SigningIdentity;
  readonly ledgers: readonly ChannelLedger[];
}

export interface BroadcastResult {
  /** common.Status */
  readonly status: number;
  /** Why not, in the orderer's words; empty on success. */
  readonly info: string;
}

export class Orderer {
  readonly #options: OrdererOptions;

  constructor(options: OrdererOptions) {
    this.#options = options;
  }

  async broadcast(envelope: common.Envelope): Promise<BroadcastResult> {
    throw new Error(`not built yet: ${this.#options.ledgers.length} ${envelope.getSignature_asU8().length}`);
  }

  /** Stops taking messages and waits for blocks under way. */
  async stop(): Promise<void> {
    throw new Error('not built yet');
  }
}
