import type { common } from '@hyperledger/fabric-protos';
import { SigningIdentity } from '../identity/signing-identity.js';
import type { ChannelLedger } from '../ledger/channel-ledger.js';
import { Orderer } from '../ordering/orderer.js';
import type { OrdererPort } from '../services/gateway/gateway-context.js';
import { atomicBroadcastService } from '../services/ordering/atomic-broadcast-service.js';
import type { NodeConfig } from './config.js';
import type { HostedChannel } from './hosted-channel.js';
import { Listening } from './listening.js';
import { type Log, logFor } from './log.js';

export interface OrdererSurroundings {
  readonly channels: ReadonlyMap<string, HostedChannel>;
  /** Told when a block could not be written. */
  readonly failed: (error: Error) => void;
}

/** The ordering node: orders for every channel of the process. */
export class OrdererNode implements OrdererPort {
  readonly name: string;
  readonly #channels: ReadonlyMap<string, HostedChannel>;
  readonly #listening: Listening;
  readonly #signer: SigningIdentity;
  readonly #log: Log;
  readonly #failed: (error: Error) => void;
  #orderer: Orderer | undefined;

  constructor(config: NodeConfig, { channels, failed }: OrdererSurroundings) {
    this.name = config.name;
    this.#channels = channels;
    this.#failed = failed;
    this.#signer = SigningIdentity.fromMspDir(config.mspDir, config.mspId);
    this.#log = logFor(config.name);
    this.#listening = new Listening(config, this.#log);
  }

  get running(): boolean {
    return this.#orderer !== undefined;
  }

  get address(): string {
    return this.#listening.address;
  }

  async broadcast(envelope: common.Envelope): Promise<{ readonly status: number; readonly info: string }> {
    if (this.#orderer === undefined) {
      throw new Error('the orderer has been stopped');
    }
    return this.#orderer.broadcast(envelope);
  }

  async start(): Promise<void> {
    const ledgers = [...this.#channels.values()].map(({ ledger }) => ledger);
    const started = new Orderer({ signer: this.#signer, ledgers, failed: this.#failed });
    await this.#listening.start(
      atomicBroadcastService({
        orderer: this,
        feed: (channelId) => this.#channels.get(channelId)?.feed,
        log: this.#log,
      }),
    );
    this.#orderer = started;
    this.#log(`ordering on ${this.address}`);
  }

  /** Orders for one more channel. */
  serve(ledger: ChannelLedger): void {
    this.#orderer?.serve(ledger);
  }

  /** Takes no more transactions; those taken in are still put into blocks. */
  async stop(): Promise<void> {
    const stopping = this.#orderer;
    this.#orderer = undefined;
    await this.#listening.stop();
    await stopping?.stop();
    this.#log('stopped');
  }
}
