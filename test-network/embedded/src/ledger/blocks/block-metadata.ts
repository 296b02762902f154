import { common } from '@hyperledger/fabric-protos';
import { build } from '../wire/build.js';

const { COMMIT_HASH, TRANSACTIONS_FILTER } = common.BlockMetadataIndex;
const METADATA_ENTRIES = 5;

/** The validation codes that the peers have given a block's transactions; empty before validation. */
export function validationCodes(block: common.Block): Uint8Array {
  return block.getMetadata()?.getMetadataList_asU8()[TRANSACTIONS_FILTER] ?? new Uint8Array();
}

/** The commit hash that the peers have given a block; undefined before commit, and for the first block. */
export function blockCommitHash(block: common.Block): Uint8Array | undefined {
  const bytes = block.getMetadata()?.getMetadataList_asU8()[COMMIT_HASH];
  if (bytes === undefined || bytes.length === 0) {
    return undefined;
  }
  return common.Metadata.deserializeBinary(bytes).getValue_asU8();
}

/** Writes what the peers add to an orderer's block into it. */
export function setPeerMetadata(
  block: common.Block,
  added: { readonly codes: Uint8Array; readonly commitHash: Uint8Array | undefined },
): void {
  const entries = block.getMetadata()?.getMetadataList_asU8() ?? [];
  const metadata = Array.from({ length: METADATA_ENTRIES }, (_, index) => entries[index] ?? new Uint8Array());
  metadata[TRANSACTIONS_FILTER] = added.codes;
  if (added.commitHash !== undefined) {
    const { commitHash } = added;
    metadata[COMMIT_HASH] = build(new common.Metadata(), (message) =>
      message.setValue(commitHash),
    ).serializeBinary();
  }
  block.setMetadata(build(new common.BlockMetadata(), (message) => message.setMetadataList(metadata)));
}
