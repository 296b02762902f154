import { common } from '@hyperledger/fabric-protos';

const { BlockMetadataIndex } = common;

/** The block as the orderer made it: without what peers add when they validate it. */
export function asOrdered(block: common.Block): common.Block {
  const entries = [...(block.getMetadata()?.getMetadataList_asU8() ?? [])];
  for (const added of [BlockMetadataIndex.TRANSACTIONS_FILTER, BlockMetadataIndex.COMMIT_HASH]) {
    if (entries[added] !== undefined) {
      entries[added] = new Uint8Array();
    }
  }
  const metadata = new common.BlockMetadata();
  metadata.setMetadataList(entries);
  return assemble(block, block.getData(), metadata);
}

/** Header and metadata only; config blocks stay whole, since a client cannot check signatures without them. */
export function headerOnly(block: common.Block): common.Block {
  return isConfigBlock(block) ? block : assemble(block, undefined, block.getMetadata());
}

function assemble(
  block: common.Block,
  data: common.BlockData | undefined,
  metadata: common.BlockMetadata | undefined,
): common.Block {
  const result = new common.Block();
  result.setHeader(block.getHeader());
  result.setData(data);
  result.setMetadata(metadata);
  return result;
}

function isConfigBlock(block: common.Block): boolean {
  const [first] = block.getData()?.getDataList_asU8() ?? [];
  if (first === undefined) {
    return false;
  }
  try {
    const envelope = common.Envelope.deserializeBinary(first);
    const header = common.Payload.deserializeBinary(envelope.getPayload_asU8()).getHeader();
    const channelHeader = common.ChannelHeader.deserializeBinary(header?.getChannelHeader_asU8() ?? first);
    return channelHeader.getType() === common.HeaderType.CONFIG;
  } catch {
    // Bytes that are no envelope are no configuration either.
    return false;
  }
}
