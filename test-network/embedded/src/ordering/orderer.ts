import { common } from '@hyperledger/fabric-protos';
import type { SigningIdentity } from '../identity/signing-identity.js';
import type { ChannelLedger } from '../ledger/channel-ledger.js';
import { ChainStoppedError, ChannelChain } from './channel-chain.js';
import { channelHeaderOf } from './message-checks.js';
import { MessageError } from './message-error.js';

const { BAD_REQUEST, FORBIDDEN, SERVICE_UNAVAILABLE, SUCCESS } = common.Status;
const { CONFIG, CONFIG_UPDATE, ORDERER_TRANSACTION } = common.HeaderType;

export interface OrdererOptions {
  readonly signer: SigningIdentity;
  readonly ledgers: readonly ChannelLedger[];
  /** Told when a block could not be written: its channel orders nothing any more. */
  readonly failed?: (error: Error) => void;
}

export interface BroadcastResult {
  /** common.Status */
  readonly status: number;
  /** Why not, in the orderer's words; empty on success. */
  readonly info: string;
}

/** An ordering node of its own: takes messages in, cuts blocks, signs them, hands them to the ledgers. */
export class Orderer {
  readonly #options: OrdererOptions;
  readonly #chains = new Map<string, ChannelChain>();

  constructor(options: OrdererOptions) {
    this.#options = options;
    for (const ledger of options.ledgers) {
      this.serve(ledger);
    }
  }

  /** Orders for one more channel. */
  serve(ledger: ChannelLedger): void {
    const { signer, failed } = this.#options;
    this.#chains.set(ledger.channelId, new ChannelChain({ ledger, signer, ...(failed && { failed }) }));
  }

  /** Takes a message in for ordering. Success means that it will be in a block, not that it is valid. */
  async broadcast(message: common.Envelope): Promise<BroadcastResult> {
    try {
      await this.#process(message);
      return { status: SUCCESS, info: '' };
    } catch (error) {
      if (error instanceof MessageError) {
        return { status: error.isForbidden ? FORBIDDEN : BAD_REQUEST, info: error.message };
      }
      if (error instanceof ChainStoppedError) {
        return { status: SERVICE_UNAVAILABLE, info: error.message };
      }
      throw error;
    }
  }

  /** Takes no more messages, and waits until those taken in are in blocks. */
  async stop(): Promise<void> {
    await Promise.all([...this.#chains.values()].map((chain) => chain.stop()));
  }

  async #process(message: common.Envelope): Promise<void> {
    const header = channelHeaderOf(message);
    const chain = this.#chains.get(header.getChannelId());
    if (chain === undefined) {
      throw new MessageError('channel does not exist');
    }
    switch (header.getType()) {
      case CONFIG_UPDATE:
        return await chain.configure(message);
      case CONFIG:
        throw new MessageError('message is of type that cannot be processed directly');
      case ORDERER_TRANSACTION:
        throw new MessageError('message is of type that is no longer supported');
      default:
        return await chain.order(message);
    }
  }
}
