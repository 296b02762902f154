import { join } from 'node:path';
import type { ledger } from '@hyperledger/fabric-protos';
import type { UpdateBatch } from '../commit/update-batch.js';
import { ExpirySchedule } from '../state/expiry-schedule.js';
import { type LevelStore, openLevel, PRIVATE_MEMORY, type StoreOperation } from '../state/level.js';
import { SAVEPOINT_KEY } from '../state/store-keys.js';
import { BlockRecord } from './block-record.js';
import { PrivateCommit } from './private-commit.js';
import { blockRecordKey } from './private-keys.js';
import type { CollectionWrites, PrivateWrites } from './private-writes.js';
import { TransientStore } from './transient-store.js';

/** What a block does to an organisation's store, ready to be written. */
export interface PreparedPrivateCommit {
  readonly block: number;
  readonly operations: readonly StoreOperation[];
  readonly committedTransactions: readonly string[];
  readonly expiring: ReadonlySet<number>;
}

/** Transient entries of transactions that never came are dropped after so many blocks. */
const TRANSIENT_RETENTION_BLOCKS = 1000;

/** The private data that one organisation may see, apart from all others in a store of its own. */
export class OrganisationStore {
  readonly mspId: string;
  readonly level: LevelStore;
  readonly transient: TransientStore;
  readonly #schedule: ExpirySchedule;
  #nextBlock: number;

  private constructor(options: {
    readonly mspId: string;
    readonly level: LevelStore;
    readonly transient: TransientStore;
    readonly nextBlock: number;
    readonly schedule: ExpirySchedule;
  }) {
    this.mspId = options.mspId;
    this.level = options.level;
    this.transient = options.transient;
    this.#nextBlock = options.nextBlock;
    this.#schedule = options.schedule;
  }

  static async open(dir: string, mspId: string): Promise<OrganisationStore> {
    const level = await openLevel(join(dir, mspId), PRIVATE_MEMORY);
    const savepoint = level.getSync(SAVEPOINT_KEY);
    return new OrganisationStore({
      mspId,
      level,
      transient: await TransientStore.open(level),
      nextBlock: savepoint === undefined ? 0 : Number(savepoint.toString()),
      schedule: await ExpirySchedule.open(level),
    });
  }

  /** The first block whose private data is not here yet. */
  get nextBlock(): number {
    return this.#nextBlock;
  }

  /** `find` looks for write sets in clear wherever this organisation may get them from. */
  async prepare(
    writes: PrivateWrites,
    updates: UpdateBatch,
    find: (wanted: CollectionWrites) => Uint8Array | undefined,
  ): Promise<PreparedPrivateCommit> {
    const commit = new PrivateCommit(this.level, writes.block);
    for (const each of writes.collections) {
      const rwset = each.members.has(this.mspId) ? find(each) : undefined;
      // Without the data the block is committed all the same; reading the key then fails.
      if (rwset !== undefined) {
        commit.add(each, rwset);
      }
    }
    const operations = await commit.operations(writes, updates, this.#schedule.has(writes.block));
    const committedTransactions = this.#transientToDrop(writes);
    return {
      block: writes.block,
      operations: [
        ...operations,
        ...committedTransactions.flatMap((txId) =>
          this.transient.keysOf(txId).map((key) => ({ type: 'del' as const, key })),
        ),
      ],
      committedTransactions,
      expiring: commit.expiring,
    };
  }

  async apply(prepared: PreparedPrivateCommit): Promise<void> {
    const next = prepared.block + 1;
    await this.level.batch([
      ...prepared.operations,
      { type: 'put', key: SAVEPOINT_KEY, value: Buffer.from(String(next)) },
    ]);
    this.#nextBlock = next;
    this.transient.forget(prepared.committedTransactions);
    this.#schedule.advance(prepared.block, prepared.expiring);
  }

  /** The private write sets of a block that the organisation holds, by position of the transaction. */
  privateDataOf(block: number): Map<number, ledger.rwset.TxPvtReadWriteSet> {
    const stored = this.level.getSync(blockRecordKey(block));
    return stored === undefined ? new Map() : BlockRecord.decode(stored).toMessages();
  }

  async close(): Promise<void> {
    await this.level.close();
  }

  #transientToDrop({ block, collections }: PrivateWrites): string[] {
    const committed = collections.map(({ txId }) => txId).filter((txId) => this.transient.has(txId));
    const isTimeToSweep = block > TRANSIENT_RETENTION_BLOCKS && block % TRANSIENT_RETENTION_BLOCKS === 0;
    const orphaned = isTimeToSweep ? this.transient.endorsedBelow(block - TRANSIENT_RETENTION_BLOCKS) : [];
    return [...new Set([...committed, ...orphaned])];
  }
}
