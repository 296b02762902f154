import { common, peer } from '@hyperledger/fabric-protos';
import type { CommittedTransaction } from '../../ledger/channel-ledger.js';
import type { FeedBlock } from '../feed/channel-feed.js';

/** Every subscriber of a block gets the same message; it goes with the block. */
const made = new WeakMap<FeedBlock, peer.FilteredBlock>();

/** The block's outcome without its content: transaction ids, codes, and chaincode events without their payload. */
export function filteredBlock(channelId: string, block: FeedBlock): peer.FilteredBlock {
  let filtered = made.get(block);
  if (filtered === undefined) {
    filtered = new peer.FilteredBlock();
    filtered.setChannelId(channelId);
    filtered.setNumber(block.number);
    filtered.setFilteredTransactionsList(block.transactions.map(filteredTransaction));
    made.set(block, filtered);
  }
  return filtered;
}

function filteredTransaction(transaction: CommittedTransaction): peer.FilteredTransaction {
  const filtered = new peer.FilteredTransaction();
  filtered.setTxid(transaction.txId);
  filtered.setType(transaction.channelHeaderType as common.HeaderTypeMap[keyof common.HeaderTypeMap]);
  filtered.setTxValidationCode(transaction.code as peer.TxValidationCodeMap[keyof peer.TxValidationCodeMap]);
  if (transaction.channelHeaderType === common.HeaderType.ENDORSER_TRANSACTION) {
    filtered.setTransactionActions(filteredActions(transaction.chaincodeEvent));
  }
  return filtered;
}

function filteredActions(event: peer.ChaincodeEvent | undefined): peer.FilteredTransactionActions {
  const actions = new peer.FilteredTransactionActions();
  if (event !== undefined && event.getChaincodeId() !== '') {
    const withoutPayload = new peer.ChaincodeEvent();
    withoutPayload.setTxId(event.getTxId());
    withoutPayload.setChaincodeId(event.getChaincodeId());
    withoutPayload.setEventName(event.getEventName());
    const action = new peer.FilteredChaincodeAction();
    action.setChaincodeEvent(withoutPayload);
    actions.addChaincodeActions(action);
  }
  return actions;
}
