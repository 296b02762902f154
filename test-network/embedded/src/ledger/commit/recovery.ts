import { common, peer } from '@hyperledger/fabric-protos';
import { ChannelConfig } from '../../channel/channel-config.js';
import { BlockArchive } from '../blocks/block-archive.js';
import type { BlockFile, BlockLocation } from '../blocks/block-file.js';
import { BlockIndex } from '../blocks/block-index.js';
import { setPeerMetadata } from '../blocks/block-metadata.js';
import { indexedTxId } from '../blocks/envelope.js';
import { privateWrites } from '../private/private-writes.js';
import type { StateView } from '../state/state-view.js';
import type { ChannelStores } from './channel-stores.js';
import { CONFIG_BLOCK_KEY } from './public-commit.js';
import { readStoredBlock, storedUpdates } from './stored-block.js';

export interface RecoveredLedger {
  readonly archive: BlockArchive;
  readonly view: StateView;
}

/**
 * Brings a channel's stores up to its block file, which is the truth: a new ledger gets its first block, and
 * blocks that a crash kept from the stores are applied with the codes that they carry.
 */
export async function recoverLedger(
  file: BlockFile,
  stores: ChannelStores,
  genesis: common.Block,
): Promise<RecoveredLedger> {
  const archive = new BlockArchive(file, stores.public);
  const known =
    stores.nextBlock > 0 ? new BlockIndex(stores.public).location(stores.nextBlock - 1) : undefined;
  const missing: BlockLocation[] = [];
  await file.recover(known, (location) => missing.push(location));
  if (known === undefined && missing.length === 0) {
    missing.push(await appendGenesis(file, genesis));
  }
  const first = known === undefined ? decode(file.read(firstOf(missing))) : archive.block(0);
  assertSameGenesis(first, genesis);
  let view = stores.view(configOf(archive.block(configBlockNumber(stores)) ?? genesis));
  view = await catchUpOrganisations(archive, stores, view);
  for (const location of missing) {
    view = await applyStored(decode(file.read(location)), { location, stores, view });
  }
  return { archive, view };
}

async function appendGenesis(file: BlockFile, genesis: common.Block): Promise<BlockLocation> {
  const stored = genesis.cloneMessage();
  const transactions = genesis.getData()?.getDataList().length ?? 0;
  const codes = new Uint8Array(transactions).fill(peer.TxValidationCode.VALID);
  setPeerMetadata(stored, { codes, commitHash: undefined });
  return await file.append(stored.serializeBinary());
}

function firstOf(locations: readonly BlockLocation[]): BlockLocation {
  const [first] = locations;
  if (first === undefined) {
    throw new Error('The ledger has no first block.');
  }
  return first;
}

function assertSameGenesis(stored: common.Block | undefined, genesis: common.Block): void {
  const hash = (block: common.Block | undefined) =>
    Buffer.from(block?.getHeader()?.getDataHash_asU8() ?? new Uint8Array());
  if (!hash(stored).equals(hash(genesis))) {
    throw new Error(
      'The data folder holds the ledger of another network under this channel name. ' +
        'Start with an empty data folder, or with the genesis block that the ledger began with.',
    );
  }
}

function configBlockNumber(stores: ChannelStores): number {
  const stored = stores.public.getSync(CONFIG_BLOCK_KEY);
  return stored === undefined ? 0 : Number(stored.toString());
}

function configOf(block: common.Block): ChannelConfig {
  return ChannelConfig.fromConfigBlock(block);
}

/** Gives organisations that came later, or whose store fell behind, the private data that can still be had. */
async function catchUpOrganisations(
  archive: BlockArchive,
  stores: ChannelStores,
  view: StateView,
): Promise<StateView> {
  const behind = stores.organisations.filter(({ nextBlock }) => nextBlock < stores.nextBlock);
  const start = Math.min(stores.nextBlock, ...behind.map(({ nextBlock }) => nextBlock));
  for (let number = start; number < stores.nextBlock; number++) {
    const block = archive.block(number);
    if (block === undefined) {
      throw new Error(`Block ${number} is missing from the ledger.`);
    }
    const { writes } = readStoredBlock(block);
    // Today's state stands in for that of the time: it is asked only for metadata that a later block keeps.
    const updates = storedUpdates(number, writes, view);
    const pending = behind.filter(({ nextBlock }) => nextBlock === number);
    await stores.applyPrivate(pending, privateWrites(number, writes, view), updates);
  }
  view.release();
  return stores.view(view.config);
}

async function applyStored(
  block: common.Block,
  context: { readonly location: BlockLocation; readonly stores: ChannelStores; readonly view: StateView },
): Promise<StateView> {
  const { location, stores, view } = context;
  const header = block.getHeader() ?? new common.BlockHeader();
  const { codes, writes, changesConfig } = readStoredBlock(block);
  const updates = storedUpdates(header.getNumber(), writes, view);
  const txIds = (block.getData()?.getDataList_asU8() ?? []).map(indexedTxId);
  await stores.apply({ header, location, codes, txIds, writes, updates, changesConfig }, view);
  const next = stores.view(changesConfig ? configOf(block) : view.config, { view, updates });
  view.release();
  return next;
}

function decode(bytes: Buffer): common.Block {
  return common.Block.deserializeBinary(bytes);
}
