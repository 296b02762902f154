import { peer } from '@hyperledger/fabric-protos';
import { MessageType } from './messages.js';
import {
  getHistoryForKey,
  getQueryResult,
  getStateByRange,
  queryStateClose,
  queryStateNext,
} from './query-requests.js';
import {
  deleteState,
  getPrivateDataHash,
  getState,
  getStateMetadata,
  getStateMultiple,
  purgePrivateData,
  putState,
  putStateMetadata,
  writeBatch,
} from './state-requests.js';
import type { TransactionContext } from './transaction-context.js';

/** Writes answer with nothing. */
type Answer = Uint8Array | undefined;
type Request = (context: TransactionContext, payload: Uint8Array) => Answer | Promise<Answer>;

const REQUESTS: ReadonlyMap<number, Request> = new Map<number, Request>([
  [MessageType.GET_STATE, getState],
  [MessageType.GET_STATE_MULTIPLE, getStateMultiple],
  [MessageType.PUT_STATE, putState],
  [MessageType.DEL_STATE, deleteState],
  [MessageType.GET_STATE_BY_RANGE, getStateByRange],
  [MessageType.GET_QUERY_RESULT, getQueryResult],
  [MessageType.GET_HISTORY_FOR_KEY, getHistoryForKey],
  [MessageType.QUERY_STATE_NEXT, queryStateNext],
  [MessageType.QUERY_STATE_CLOSE, queryStateClose],
  [MessageType.GET_PRIVATE_DATA_HASH, getPrivateDataHash],
  [MessageType.PURGE_PRIVATE_DATA, purgePrivateData],
  [MessageType.GET_STATE_METADATA, getStateMetadata],
  [MessageType.PUT_STATE_METADATA, putStateMetadata],
  [MessageType.WRITE_BATCH_STATE, writeBatch],
  [MessageType.INVOKE_CHAINCODE, invokeChaincode],
]);

export function isRequest(type: number): boolean {
  return REQUESTS.has(type);
}

/**
 * Answers one shim request with the payload of its RESPONSE.
 *
 * @throws Error whose message goes to the chaincode, after `<TYPE> failed: transaction ID: <txid>: `
 */
export function answerRequest(
  context: TransactionContext | undefined,
  type: number,
  payload: Uint8Array,
): Answer | Promise<Answer> {
  const request = REQUESTS.get(type);
  if (context === undefined || request === undefined) {
    throw new Error(
      type === MessageType.INVOKE_CHAINCODE ? 'could not get valid transaction' : 'no ledger context',
    );
  }
  return request(context, payload);
}

function invokeChaincode(context: TransactionContext, payload: Uint8Array): Promise<Uint8Array> {
  return context.invokeChaincode(context.transaction, peer.ChaincodeSpec.deserializeBinary(payload));
}
