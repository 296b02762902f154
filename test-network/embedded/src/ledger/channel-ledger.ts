import { join } from 'node:path';
import { common, type ledger, peer } from '@hyperledger/fabric-protos';
import type { ChannelConfig } from '../channel/channel-config.js';
import {
  judgeBlock,
  type PreparedTransaction,
  prepareBlock,
  type Verdict,
} from '../validation/validate-block.js';
import type { BlockArchive } from './blocks/block-archive.js';
import { BlockFile } from './blocks/block-file.js';
import { blockHeaderHash } from './blocks/block-hash.js';
import { blockCommitHash, setPeerMetadata } from './blocks/block-metadata.js';
import { indexedTxId } from './blocks/envelope.js';
import { ChannelStores } from './commit/channel-stores.js';
import { commitHash } from './commit/commit-hash.js';
import { recoverLedger } from './commit/recovery.js';
import { keepsPrivateData } from './commit/stored-block.js';
import type { ChaincodeDefinition, StateReader } from './definitions.js';
import type { TransactionWrites } from './private/private-writes.js';
import type { TransientEntry } from './private/transient-store.js';
import { Simulator } from './simulator.js';
import type { StateView } from './state/state-view.js';

export type { TransientEntry } from './private/transient-store.js';

const { VALID } = peer.TxValidationCode;

export interface LedgerOptions {
  /** Folder of this channel's stores; made if absent. */
  readonly dir: string;
  readonly genesis: common.Block;
  /** MSP ids of the organisations whose peers live in this process. */
  readonly organisations: readonly string[];
}

export interface CommittedTransaction {
  /** As in the transaction's header; empty for configuration. */
  readonly txId: string;
  /** peer.TxValidationCode */
  readonly code: number;
  /** common.HeaderType */
  readonly channelHeaderType: number;
  /** Only of endorser transactions, valid or not, that carry one. */
  readonly chaincodeEvent?: peer.ChaincodeEvent;
}

export interface CommittedBlock {
  /** Shared by all who read it: not to be changed. */
  readonly block: common.Block;
  readonly number: number;
  readonly transactions: readonly CommittedTransaction[];
  /** True if the block changed the channel's configuration. */
  readonly config: boolean;
}

export interface CommittedEnvelope {
  readonly envelope: common.Envelope;
  /** peer.TxValidationCode */
  readonly code: number;
  readonly block: number;
}

type BlockListener = (committed: CommittedBlock) => void;

/** A channel's blocks, state, history and, apart for each hosted organisation, private data. */
export class ChannelLedger implements StateReader {
  readonly channelId: string;
  readonly #file: BlockFile;
  readonly #stores: ChannelStores;
  readonly #archive: BlockArchive;
  readonly #listeners = new Set<BlockListener>();
  #view: StateView;
  #commitHash: Uint8Array | undefined;
  #lastHash: Uint8Array;
  #lastCommit: Promise<void> = Promise.resolve();
  #failure: Error | undefined;

  private constructor(parts: {
    readonly file: BlockFile;
    readonly stores: ChannelStores;
    readonly archive: BlockArchive;
    readonly view: StateView;
  }) {
    this.#file = parts.file;
    this.#stores = parts.stores;
    this.#archive = parts.archive;
    this.#view = parts.view;
    this.channelId = parts.view.config.channelId;
    const last = this.#committedBlock(this.height - 1);
    this.#commitHash = blockCommitHash(last);
    this.#lastHash = blockHeaderHash(headerOf(last));
  }

  /** Opens a channel's ledger, or begins it; recovers from a crash at any moment. */
  static async open(options: LedgerOptions): Promise<ChannelLedger> {
    const stores = await ChannelStores.open(options.dir, options.organisations);
    const file = await BlockFile.open(join(options.dir, 'blocks'));
    try {
      const { archive, view } = await recoverLedger(file, stores, options.genesis);
      return new ChannelLedger({ file, stores, archive, view });
    } catch (error) {
      await file.close();
      await stores.close();
      throw error;
    }
  }

  /** The number of committed blocks. */
  get height(): number {
    return this.#view.height;
  }

  /** The configuration that holds for the next block. */
  get config(): ChannelConfig {
    return this.#view.config;
  }

  /** Begins a simulation on the state as it is now; the caller must end it with `done`. */
  simulate(options: { readonly mspId: string; readonly txId: string }): Simulator {
    return new Simulator({ ...options, view: this.#view.retain(), source: this.#archive });
  }

  /**
   * Validates and commits the next block. Blocks given while one is under way wait for it; their form and
   * creators' signatures are checked meanwhile. The block's metadata is completed in place.
   */
  async append(block: common.Block): Promise<void> {
    const config = this.config;
    const envelopes = envelopesOf(block);
    const preparing = prepareBlock(envelopes, config);
    const previous = this.#lastCommit;
    const committing = (async () => {
      const [prepared] = await Promise.all([preparing, previous]);
      if (this.#failure !== undefined) {
        throw this.#failure;
      }
      // A new configuration knows other organisations: what the old one said of signatures does not hold.
      await this.#commit(
        block,
        this.config === config ? prepared : await prepareBlock(envelopes, this.config),
      );
    })();
    this.#lastCommit = committing.catch((error: unknown) => {
      this.#failure ??= new Error(`The ledger of channel ${this.channelId} has stopped after an error.`, {
        cause: error,
      });
    });
    await committing;
  }

  /** Calls the listener after each commit from now on; answers how to stop that. */
  onBlock(listener: BlockListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Shared by all who read it: not to be changed. */
  block(number: number): common.Block | undefined {
    return number < this.height ? this.#archive.block(number) : undefined;
  }

  blockByHash(hash: Uint8Array): common.Block | undefined {
    return this.#archive.blockByHash(hash);
  }

  blockByTxId(txId: string): common.Block | undefined {
    const location = this.#archive.transaction(txId);
    return location === undefined ? undefined : this.#archive.block(location.block);
  }

  hasTransaction(txId: string): boolean {
    return this.#archive.transaction(txId) !== undefined;
  }

  transaction(txId: string): CommittedEnvelope | undefined {
    const location = this.#archive.transaction(txId);
    if (location === undefined) {
      return undefined;
    }
    const { block, tx, code } = location;
    const envelope = common.Envelope.deserializeBinary(this.#archive.envelopeBytes(block, tx));
    return { envelope, code, block };
  }

  info(): common.BlockchainInfo {
    const info = new common.BlockchainInfo();
    info.setHeight(this.height);
    info.setCurrentblockhash(this.#lastHash);
    info.setPreviousblockhash(headerOf(this.#committedBlock(this.height - 1)).getPreviousHash_asU8());
    return info;
  }

  getState(namespace: string, key: string): Uint8Array | undefined {
    return this.#view.get(namespace, key)?.value;
  }

  /** The committed definition of a chaincode. */
  definition(name: string): ChaincodeDefinition | undefined {
    return this.#view.definition(name);
  }

  /** Private data committed with a block for an organisation, by position of the transaction. */
  privateDataOf(mspId: string, blockNumber: number): ReadonlyMap<number, ledger.rwset.TxPvtReadWriteSet> {
    return this.#stores.organisation(mspId)?.privateDataOf(blockNumber) ?? new Map();
  }

  /** Keeps private data of an endorsed transaction; durable against a crash of the process when it returns. */
  async storeTransient(mspId: string, entry: TransientEntry): Promise<void> {
    const store = this.#stores.organisation(mspId);
    if (store === undefined) {
      throw new Error(`Organisation ${mspId} has no peer on channel ${this.channelId} in this process.`);
    }
    await store.transient.put(entry);
  }

  /** Waits for blocks under way and closes the stores. */
  async close(): Promise<void> {
    await this.#lastCommit;
    this.#view.release();
    await this.#stores.close();
    await this.#file.close();
  }

  async #commit(block: common.Block, prepared: readonly PreparedTransaction[]): Promise<void> {
    const header = headerOf(block);
    this.#assertNext(header);
    const view = this.#view;
    const number = header.getNumber();
    const isCommitted = (txId: string) => this.hasTransaction(txId);
    const verdict = await judgeBlock(number, prepared, { view, isCommitted });
    const codes = Uint8Array.from(verdict.codes);
    const hash = commitHash(codes, verdict.updates, this.#commitHash);
    setPeerMetadata(block, { codes, commitHash: hash });
    const bytes = block.serializeBinary();
    const location = await this.#file.append(bytes);
    const changesConfig = verdict.config !== view.config;
    const writes = transactionWrites(prepared, verdict);
    const txIds = envelopesOf(block).map((envelope, tx) => prepared[tx]?.txId || indexedTxId(envelope));
    await this.#stores.apply(
      { header, location, codes, txIds, writes, updates: verdict.updates, changesConfig },
      view,
    );
    this.#archive.keep(number, block, bytes.length);
    this.#commitHash = hash;
    this.#lastHash = blockHeaderHash(header);
    this.#view = this.#stores.view(verdict.config, { view, updates: verdict.updates });
    view.release();
    this.#announce({
      block,
      number,
      transactions: prepared.map((each, tx) => committedTransaction(each, codes[tx])),
      config: changesConfig,
    });
  }

  #assertNext(header: common.BlockHeader): void {
    const follows = Buffer.from(header.getPreviousHash_asU8()).equals(this.#lastHash);
    if (header.getNumber() !== this.height || !follows) {
      throw new Error(
        `Block ${header.getNumber()} does not follow block ${this.height - 1} of channel ${this.channelId}.`,
      );
    }
  }

  #announce(committed: CommittedBlock): void {
    for (const listener of this.#listeners) {
      try {
        listener(committed);
      } catch (error) {
        // A listener's fault is not the ledger's: it must show, but not stop the channel.
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }

  #committedBlock(number: number): common.Block {
    const block = this.#archive.block(number);
    if (block === undefined) {
      throw new Error(`Block ${number} is missing from the ledger of channel ${this.channelId}.`);
    }
    return block;
  }
}

function headerOf(block: common.Block): common.BlockHeader {
  return block.getHeader() ?? new common.BlockHeader();
}

function envelopesOf(block: common.Block): Uint8Array[] {
  return block.getData()?.getDataList_asU8() ?? [];
}

function transactionWrites(
  prepared: readonly PreparedTransaction[],
  { codes }: Verdict,
): TransactionWrites[] {
  return prepared.flatMap(({ txId, actionCheck }, tx) => {
    const code = codes[tx] ?? peer.TxValidationCode.NOT_VALIDATED;
    const rwset = actionCheck?.checked?.rwset;
    return rwset === undefined || !keepsPrivateData(code) ? [] : [{ tx, txId, valid: code === VALID, rwset }];
  });
}

function committedTransaction(
  { txId, type, actionCheck }: PreparedTransaction,
  code: number | undefined,
): CommittedTransaction {
  const event = actionCheck?.checked?.event;
  return {
    txId,
    code: code ?? peer.TxValidationCode.NOT_VALIDATED,
    channelHeaderType: type ?? common.HeaderType.MESSAGE,
    ...(event && { chaincodeEvent: event }),
  };
}
