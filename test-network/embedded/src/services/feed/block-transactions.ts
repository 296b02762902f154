import { common, peer } from '@hyperledger/fabric-protos';
import type { CommittedTransaction } from '../../ledger/channel-ledger.js';

const FLAGS = common.BlockMetadataIndex.TRANSACTIONS_FILTER;

/** What a block says of each of its transactions, for blocks that are read back rather than just committed. */
export function transactionsOf(block: common.Block): CommittedTransaction[] {
  const codes = block.getMetadata()?.getMetadataList_asU8()[FLAGS] ?? new Uint8Array();
  const data = block.getData()?.getDataList_asU8() ?? [];
  return data.flatMap((bytes, index) => {
    const code = codes[index] ?? peer.TxValidationCode.INVALID_OTHER_REASON;
    const transaction = readTransaction(bytes, code);
    return transaction === undefined ? [] : [transaction];
  });
}

function readTransaction(bytes: Uint8Array, code: number): CommittedTransaction | undefined {
  try {
    const envelope = common.Envelope.deserializeBinary(bytes);
    const payload = common.Payload.deserializeBinary(envelope.getPayload_asU8());
    const header = payload.getHeader();
    if (header === undefined) {
      return undefined;
    }
    const channelHeader = common.ChannelHeader.deserializeBinary(header.getChannelHeader_asU8());
    const base = { txId: channelHeader.getTxId(), code, channelHeaderType: channelHeader.getType() };
    const chaincodeEvent =
      base.channelHeaderType === common.HeaderType.ENDORSER_TRANSACTION
        ? chaincodeEventOf(payload.getData_asU8())
        : undefined;
    return chaincodeEvent === undefined ? base : { ...base, chaincodeEvent };
  } catch {
    // Bytes that are no transaction are in the block all the same (BAD_PAYLOAD); there is nothing to say of them.
    return undefined;
  }
}

function chaincodeEventOf(data: Uint8Array): peer.ChaincodeEvent | undefined {
  for (const action of peer.Transaction.deserializeBinary(data).getActionsList()) {
    const payload = peer.ChaincodeActionPayload.deserializeBinary(action.getPayload_asU8());
    const response = payload.getAction()?.getProposalResponsePayload_asU8();
    if (response === undefined) {
      continue;
    }
    const extension = peer.ProposalResponsePayload.deserializeBinary(response).getExtension_asU8();
    const events = peer.ChaincodeAction.deserializeBinary(extension).getEvents_asU8();
    if (events.length > 0) {
      return peer.ChaincodeEvent.deserializeBinary(events);
    }
  }
  return undefined;
}
