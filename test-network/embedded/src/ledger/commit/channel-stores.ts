import { join } from 'node:path';
import { type common, peer } from '@hyperledger/fabric-protos';
import type { ChannelConfig } from '../../channel/channel-config.js';
import type { BlockLocation } from '../blocks/block-file.js';
import { BlockIndex } from '../blocks/block-index.js';
import { LIFECYCLE_NAMESPACE } from '../definitions.js';
import { OrganisationStore } from '../private/organisation-store.js';
import {
  type CollectionWrites,
  type PrivateWrites,
  privateWrites,
  type TransactionWrites,
} from '../private/private-writes.js';
import { ExpirySchedule } from '../state/expiry-schedule.js';
import { type LevelStore, openLevel, PUBLIC_MEMORY } from '../state/level.js';
import { MetadataUse } from '../state/metadata-use.js';
import { StateView } from '../state/state-view.js';
import { SAVEPOINT_KEY } from '../state/store-keys.js';
import { expiredHashes, NOTHING_EXPIRED } from './expired-hashes.js';
import { fillPublicBatch, type IndexedTransaction } from './public-commit.js';
import type { UpdateBatch } from './update-batch.js';
import { findWriteSet } from './write-set-search.js';

/** A block that is stored in the block file, and all that was decided about it. */
export interface DecidedBlock {
  readonly header: common.BlockHeader;
  readonly location: BlockLocation;
  /** peer.TxValidationCode a transaction. */
  readonly codes: ArrayLike<number>;
  /** The ids under which transactions are to be found; empty for those that have none. */
  readonly txIds: readonly string[];
  readonly writes: readonly TransactionWrites[];
  readonly updates: UpdateBatch;
  readonly changesConfig: boolean;
}

/** All of a channel's LevelDB stores: one public, one for each organisation whose peer lives here. */
export class ChannelStores {
  readonly public: LevelStore;
  readonly organisations: readonly OrganisationStore[];
  readonly #schedule: ExpirySchedule;
  readonly #metadataUse: MetadataUse;
  #nextBlock: number;

  private constructor(options: {
    readonly public: LevelStore;
    readonly organisations: readonly OrganisationStore[];
    readonly schedule: ExpirySchedule;
    readonly metadataUse: MetadataUse;
    readonly nextBlock: number;
  }) {
    this.public = options.public;
    this.organisations = options.organisations;
    this.#schedule = options.schedule;
    this.#metadataUse = options.metadataUse;
    this.#nextBlock = options.nextBlock;
  }

  static async open(dir: string, mspIds: readonly string[]): Promise<ChannelStores> {
    const level = await openLevel(join(dir, 'state'), PUBLIC_MEMORY);
    const savepoint = level.getSync(SAVEPOINT_KEY);
    return new ChannelStores({
      public: level,
      organisations: await Promise.all(
        mspIds.map((mspId) => OrganisationStore.open(join(dir, 'private'), mspId)),
      ),
      schedule: await ExpirySchedule.open(level),
      metadataUse: await MetadataUse.open(level),
      nextBlock: savepoint === undefined ? 0 : Number(savepoint.toString()),
    });
  }

  /** The first block that the public store does not show. */
  get nextBlock(): number {
    return this.#nextBlock;
  }

  organisation(mspId: string): OrganisationStore | undefined {
    return this.organisations.find((each) => each.mspId === mspId);
  }

  /** The stores as they are now; `previous` is the view that this one follows. */
  view(
    config: ChannelConfig,
    previous?: { readonly view: StateView; readonly updates: UpdateBatch },
  ): StateView {
    const keepsDefinitions =
      previous !== undefined && previous.updates.publicUpdates(LIFECYCLE_NAMESPACE).size === 0;
    return new StateView(
      {
        public: this.public,
        private: new Map(this.organisations.map(({ mspId, level }) => [mspId, level])),
        metadataUse: this.#metadataUse,
      },
      {
        height: this.#nextBlock,
        config,
        ...(keepsDefinitions && { definitions: previous.view.definitions }),
      },
    );
  }

  /**
   * Applies a block: to every organisation's store that does not have it, then to the public one, whose
   * savepoint thus never runs ahead of theirs. The view must be of the block's height.
   */
  async apply(decided: DecidedBlock, view: StateView): Promise<void> {
    const block = decided.header.getNumber();
    const pending = this.organisations.filter(({ nextBlock }) => nextBlock === block);
    await this.applyPrivate(pending, privateWrites(block, decided.writes, view), decided.updates);
    const expired = this.#schedule.has(block)
      ? await expiredHashes(this.public, block, decided.updates)
      : NOTHING_EXPIRED;
    const batch = this.public.batch();
    const transactions = this.#toIndex(decided);
    const scheduled = fillPublicBatch(batch, { ...decided, transactions, expired }, view);
    await batch.write();
    this.#schedule.advance(block, scheduled);
    for (const namespace of decided.updates.namespacesWithMetadata()) {
      this.#metadataUse.add(namespace);
    }
    this.#nextBlock = block + 1;
  }

  /** Applies a block's private part to some organisations' stores. */
  async applyPrivate(
    stores: readonly OrganisationStore[],
    writes: PrivateWrites,
    updates: UpdateBatch,
  ): Promise<void> {
    // All are prepared before any is written: one organisation may need what another is about to drop.
    const prepared = await Promise.all(
      stores.map(async (store) => ({
        store,
        commit: await store.prepare(writes, updates, (wanted: CollectionWrites) =>
          findWriteSet(wanted, writes.block, [store, ...this.organisations]),
        ),
      })),
    );
    await Promise.all(prepared.map(({ store, commit }) => store.apply(commit)));
  }

  async close(): Promise<void> {
    await Promise.all([this.public.close(), ...this.organisations.map((each) => each.close())]);
  }

  /** An id belongs to the first transaction that had it, whatever came of it. */
  #toIndex({ txIds, codes }: DecidedBlock): IndexedTransaction[] {
    const index = new BlockIndex(this.public);
    const taken = new Set<string>();
    return txIds.flatMap((txId, tx) => {
      const code = codes[tx] ?? peer.TxValidationCode.NOT_VALIDATED;
      // A valid transaction's id has been checked already.
      const isFirst =
        !taken.has(txId) && (code === peer.TxValidationCode.VALID || index.transaction(txId) === undefined);
      taken.add(txId);
      return txId !== '' && isFirst ? [{ txId, tx, code }] : [];
    });
  }
}
