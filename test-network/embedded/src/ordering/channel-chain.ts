import { common } from '@hyperledger/fabric-protos';
import type { SigningIdentity } from '../identity/signing-identity.js';
import type { ChannelLedger } from '../ledger/channel-ledger.js';
import { BlockCutter } from './block-cutter.js';
import { BlockWriter } from './block-writer.js';
import { configMessage } from './config-message.js';
import { checkMessage } from './message-checks.js';

/** Blocks that may wait for their commit; then senders wait. */
const MAX_BLOCKS_UNDER_WAY = 4;
/** With so many blocks under way, a batch whose time is up goes on filling: it would only wait in line. */
const BUSY_BLOCKS = 2;

/** The chain has ended: its orderer is stopping, or a block could not be written. */
export class ChainStoppedError extends Error {
  override readonly name = 'ChainStoppedError';
}

export interface ChannelChainOptions {
  readonly ledger: ChannelLedger;
  readonly signer: SigningIdentity;
  /** Told when a block could not be written. */
  readonly failed?: (error: Error) => void;
}

/** Orders the messages of one channel into blocks and hands these to the ledger, one after another. */
export class ChannelChain {
  readonly #ledger: ChannelLedger;
  readonly #signer: SigningIdentity;
  readonly #failed: (error: Error) => void;
  readonly #writer: BlockWriter;
  readonly #cutter = new BlockCutter();
  readonly #underWay = new Set<Promise<void>>();
  #configUnderWay: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #batchIsDue = false;
  #stopped: ChainStoppedError | undefined;

  constructor({ ledger, signer, failed = () => {} }: ChannelChainOptions) {
    this.#ledger = ledger;
    this.#signer = signer;
    this.#failed = failed;
    const last = ledger.block(ledger.height - 1);
    this.#writer = new BlockWriter({
      signer,
      last: last?.getHeader() ?? new common.BlockHeader(),
      lastConfigBlock: last === undefined ? 0 : lastConfigBlock(last),
    });
  }

  /** Takes a transaction in. Throws MessageError, or ChainStoppedError. */
  async order(message: common.Envelope): Promise<void> {
    for (let wait = this.#wait(); wait !== undefined; wait = this.#wait()) {
      await wait;
    }
    checkMessage(message, this.#ledger.config);
    for (const batch of this.#cutter.add(message, this.#ledger.config.batch)) {
      this.#write(batch);
    }
    this.#watchTime();
  }

  /** Takes a config update in. Throws MessageError, or ChainStoppedError. */
  async configure(update: common.Envelope): Promise<void> {
    for (let wait = this.#wait(); wait !== undefined; wait = this.#wait()) {
      await wait;
    }
    const message = configMessage(update, this.#ledger.config, this.#signer);
    this.#writePending();
    // Whatever follows is to be judged by the new configuration, so it waits for it.
    const writing = this.#write([message], { isConfig: true });
    this.#configUnderWay = writing;
    this.#watchTime();
    await writing;
    this.#configUnderWay = undefined;
  }

  /** Writes what has been taken in, and takes no more. */
  async stop(): Promise<void> {
    this.#stopped ??= new ChainStoppedError('chain is stopped');
    this.#writePending();
    this.#watchTime();
    await Promise.all(this.#underWay);
  }

  /**
   * What to wait for while too much is under way or the configuration changes; to be asked again after it, for
   * another may have been quicker. Throws ChainStoppedError.
   */
  #wait(): Promise<void> | undefined {
    if (this.#stopped !== undefined) {
      throw this.#stopped;
    }
    if (this.#configUnderWay !== undefined) {
      return this.#configUnderWay;
    }
    return this.#underWay.size >= MAX_BLOCKS_UNDER_WAY ? Promise.race(this.#underWay) : undefined;
  }

  #writePending(): void {
    if (this.#cutter.hasPending) {
      this.#write(this.#cutter.cut());
    }
  }

  /** The promise resolves when the block is committed, or has failed and the chain with it. */
  #write(batch: readonly common.Envelope[], options = { isConfig: false }): Promise<void> {
    const block = this.#writer.next(batch, options);
    const writing = this.#ledger.append(block).catch((error: unknown) => {
      const failure = new ChainStoppedError(
        `chain is stopped: block ${block.getHeader()?.getNumber()} could not be written: ${String(error)}`,
        { cause: error },
      );
      this.#stopped ??= failure;
      this.#failed(failure);
    });
    const done = writing.then(() => {
      this.#underWay.delete(done);
      this.#writeIfDue();
    });
    this.#underWay.add(done);
    return done;
  }

  /** Runs the clock exactly while something waits to be cut. */
  #watchTime(): void {
    if (!this.#cutter.hasPending) {
      clearTimeout(this.#timer);
      this.#timer = undefined;
      this.#batchIsDue = false;
    } else if (this.#timer === undefined) {
      this.#timer = setTimeout(() => {
        this.#batchIsDue = true;
        this.#writeIfDue();
      }, this.#ledger.config.batch.timeoutMs);
    }
  }

  #writeIfDue(): void {
    if (this.#batchIsDue && this.#underWay.size < BUSY_BLOCKS) {
      this.#writePending();
      this.#watchTime();
    }
  }
}

function lastConfigBlock(block: common.Block): number {
  const bytes = block.getMetadata()?.getMetadataList_asU8()[common.BlockMetadataIndex.LAST_CONFIG];
  if (bytes === undefined || bytes.length === 0) {
    return 0;
  }
  const value = common.Metadata.deserializeBinary(bytes).getValue_asU8();
  return common.LastConfig.deserializeBinary(value).getIndex();
}
