import type { peer } from '@hyperledger/fabric-protos';
import type { ChannelConfig } from '../channel/channel-config.js';
import type { SignedData } from '../policy/policy.js';
import type { OpenQuery } from './open-query.js';
import type { SimulatedState } from './simulated-state.js';

/** What a transaction brings along from chaincode to chaincode. */
export interface Transaction {
  readonly channelId: string;
  readonly txId: string;
  readonly signedProposal: peer.SignedProposal;
  /** The proposal's bytes with its creator and signature, for policy checks. */
  readonly signedData: SignedData;
  /** Absent where there is no ledger to read: proposals without a channel, qscc and cscc. */
  readonly ledger?: TransactionLedger;
}

export interface TransactionLedger {
  readonly simulator: SimulatedState;
  readonly config: ChannelConfig;
}

/** What a transaction's creator may do in a private data collection. */
export interface CollectionPermission {
  readonly read: boolean;
  readonly write: boolean;
}

/** Answers INVOKE_CHAINCODE: takes the ChaincodeSpec, gives the callee's final ChaincodeMessage bytes. */
export type InvokeChaincode = (caller: Transaction, spec: peer.ChaincodeSpec) => Promise<Uint8Array>;

export interface TransactionContextOptions {
  readonly transaction: Transaction;
  /** The chaincode's name: the namespace its keys lie in. */
  readonly namespace: string;
  readonly isInit: boolean;
  readonly invokeChaincode: InvokeChaincode;
}

/** One run of one chaincode in one transaction, as its shim stream sees it. */
export class TransactionContext {
  readonly transaction: Transaction;
  readonly namespace: string;
  readonly isInit: boolean;
  readonly invokeChaincode: InvokeChaincode;
  readonly queries = new Map<string, OpenQuery>();
  /** Read and write permission by collection, looked up once a run. */
  readonly permissions = new Map<string, CollectionPermission>();
  #nextQuery = 0;

  constructor(options: TransactionContextOptions) {
    this.transaction = options.transaction;
    this.namespace = options.namespace;
    this.isInit = options.isInit;
    this.invokeChaincode = options.invokeChaincode;
  }

  /** @throws Error with Fabric's words where the transaction has no ledger */
  get ledger(): TransactionLedger {
    const { ledger } = this.transaction;
    if (ledger === undefined) {
      throw new Error('no ledger context');
    }
    return ledger;
  }

  newQueryId(): string {
    this.#nextQuery += 1;
    return `${this.transaction.txId}-${this.#nextQuery}`;
  }

  async closeQueries(): Promise<void> {
    const open = [...this.queries.values()];
    this.queries.clear();
    await Promise.all(open.map((query) => query.close()));
  }
}
