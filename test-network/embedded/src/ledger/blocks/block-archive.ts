import { common } from '@hyperledger/fabric-protos';
import type { LevelStore } from '../state/level.js';
import type { BlockFile } from './block-file.js';
import { BlockIndex, type TransactionLocation } from './block-index.js';

/** Recently read or committed blocks that are kept decoded. */
const CACHED_BLOCKS = 32;
const CACHED_BYTES = 16 * 1024 * 1024;

/** The committed blocks of a channel. Blocks handed out are shared: they must not be changed. */
export class BlockArchive {
  readonly #file: BlockFile;
  readonly #index: BlockIndex;
  readonly #cache = new Map<number, { readonly block: common.Block; readonly size: number }>();
  #cachedBytes = 0;

  constructor(file: BlockFile, level: LevelStore) {
    this.#file = file;
    this.#index = new BlockIndex(level);
  }

  block(number: number): common.Block | undefined {
    const cached = this.#cache.get(number);
    if (cached !== undefined) {
      return cached.block;
    }
    const bytes = this.bytes(number);
    if (bytes === undefined) {
      return undefined;
    }
    const block = common.Block.deserializeBinary(bytes);
    this.keep(number, block, bytes.length);
    return block;
  }

  /** The block as it is stored: common.Block bytes. */
  bytes(number: number): Buffer | undefined {
    const location = this.#index.location(number);
    return location === undefined ? undefined : this.#file.read(location);
  }

  blockByHash(hash: Uint8Array): common.Block | undefined {
    const number = this.#index.numberOfHash(hash);
    return number === undefined ? undefined : this.block(number);
  }

  transaction(txId: string): TransactionLocation | undefined {
    return this.#index.transaction(txId);
  }

  /** common.Envelope bytes of a committed transaction. */
  envelopeBytes(block: number, tx: number): Uint8Array {
    const bytes = this.block(block)?.getData()?.getDataList_asU8()[tx];
    if (bytes === undefined) {
      throw new Error(`Block ${block} of the ledger has no transaction ${tx}.`);
    }
    return bytes;
  }

  /** Keeps a block decoded for those who will soon ask for it. */
  keep(number: number, block: common.Block, size: number): void {
    this.#cache.set(number, { block, size });
    this.#cachedBytes += size;
    for (const [oldest, entry] of this.#cache) {
      if (this.#cache.size <= CACHED_BLOCKS && this.#cachedBytes <= CACHED_BYTES) {
        return;
      }
      this.#cache.delete(oldest);
      this.#cachedBytes -= entry.size;
    }
  }
}
