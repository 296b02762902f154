import { peer } from '@hyperledger/fabric-protos';
import type { Transaction } from '../chaincode/transaction-context.js';

/** A call of a system chaincode. */
export interface SystemCall {
  readonly transaction: Transaction;
  /** The chaincode that the client's proposal names, which is another one in a call from chaincode to chaincode. */
  readonly proposedChaincode: string;
  readonly args: readonly Uint8Array[];
}

/** A chaincode that is part of the peer. What it throws is answered as status 500 with the error's message. */
export interface SystemChaincode {
  readonly name: string;
  invoke(call: SystemCall): Promise<peer.Response>;
}

export function success(payload?: Uint8Array): peer.Response {
  const response = new peer.Response();
  response.setStatus(200);
  if (payload !== undefined) {
    response.setPayload(payload);
  }
  return response;
}

export function failure(message: string, status = 500): peer.Response {
  const response = new peer.Response();
  response.setStatus(status);
  response.setMessage(message);
  return response;
}
