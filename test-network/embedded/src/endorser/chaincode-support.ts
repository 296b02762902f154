import { peer } from '@hyperledger/fabric-protos';
import { textOf } from '../chaincode/error-text.js';
import type { ExecutionResult } from '../chaincode/handler.js';
import { encodeMessage, MessageType } from '../chaincode/messages.js';
import type { ChaincodeRuntime } from '../chaincode/runtime.js';
import { type Transaction, TransactionContext } from '../chaincode/transaction-context.js';
import type { SystemChaincode } from '../system/system-chaincode.js';
import { checkAcl } from './acl.js';
import type { ChaincodeInfo, EndorsementInfo } from './chaincode-info.js';
import type { EndorsingPeer } from './endorsing-peer.js';

/** Reserved key of a chaincode's namespace: the version that its `Init` was run for. */
const INITIALIZED_KEY = `\x00${String.fromCodePoint(0x10ffff)}initialized`;

export interface ChaincodeOutcome {
  readonly response: peer.Response;
  readonly event?: peer.ChaincodeEvent;
}

export interface Call {
  readonly transaction: Transaction;
  readonly chaincode: string;
  /** The chaincode that the client's proposal names. */
  readonly proposed: string;
  readonly input: peer.ChaincodeInput;
}

export interface ChaincodeSupportOptions {
  readonly peer: EndorsingPeer;
  readonly runtime: ChaincodeRuntime;
  readonly info: ChaincodeInfo;
  readonly system: ReadonlyMap<string, SystemChaincode>;
}

/** Runs chaincode, of the system and of users, for proposals and for other chaincode. */
export class ChaincodeSupport {
  readonly #options: ChaincodeSupportOptions;

  constructor(options: ChaincodeSupportOptions) {
    this.#options = options;
  }

  /** Runs what a proposal asks for. @throws Error with Fabric's words */
  async execute(call: Call): Promise<ChaincodeOutcome> {
    const { txId } = call.transaction;
    const result = await this.#invoke(call).catch((error: unknown) => {
      throw new Error(`failed to execute transaction ${txId}: ${textOf(error)}`);
    });
    if (result.type === MessageType.ERROR) {
      throw new Error(`transaction returned with failure: ${Buffer.from(result.payload).toString('utf8')}`);
    }
    result.event?.setChaincodeId(call.chaincode);
    result.event?.setTxId(txId);
    const response = peer.Response.deserializeBinary(result.payload);
    return result.event === undefined ? { response } : { response, event: result.event };
  }

  async #invoke(call: Call): Promise<ExecutionResult> {
    const system = this.#options.system.get(call.chaincode);
    return system === undefined ? this.#invokeUser(call) : invokeSystem(system, call);
  }

  async #invokeUser(call: Call): Promise<ExecutionResult> {
    const { transaction, chaincode, proposed, input } = call;
    const { runtime, info } = this.#options;
    const found = explained(
      `invalid invocation: [channel ${transaction.channelId}] failed to get chaincode container info for ${chaincode}`,
      () => info.endorsementInfo(transaction, chaincode),
    );
    explained('invalid invocation', () => checkInit(call, found));
    const handler = runtime.readyHandler(found.packageId) ?? (await runtime.handler(found.packageId));
    const context = new TransactionContext({
      transaction,
      namespace: chaincode,
      isInit: input.getIsInit(),
      invokeChaincode: (caller, spec) => this.#invokeFromChaincode(caller, spec, proposed),
    });
    try {
      return await handler.execute({
        context,
        input: input.serializeBinary(),
        timeoutMs: runtime.executeTimeoutMs,
      });
    } catch (error) {
      throw new Error(`error sending: ${textOf(error)}`);
    }
  }

  /** A call from chaincode to chaincode: joins the transaction, or only reads if it goes to another channel. */
  async #invokeFromChaincode(
    caller: Transaction,
    spec: peer.ChaincodeSpec,
    proposed: string,
  ): Promise<Uint8Array> {
    const { peer: endorsingPeer, system } = this.#options;
    const target = parseTarget(spec.getChaincodeId()?.getName() ?? '');
    const channelId = target.channelId || caller.channelId;
    if (!system.has(target.name)) {
      const resource = 'peer/ChaincodeToChaincode';
      checkAcl(endorsingPeer, { resource, channelId, signed: caller.signedData });
    }
    const input = spec.getInput() ?? new peer.ChaincodeInput();
    const call = { chaincode: target.name, proposed, input };
    if (channelId === caller.channelId) {
      return invokedMessage(this.#invoke({ ...call, transaction: caller }));
    }
    const ledger = endorsingPeer.ledger(channelId);
    if (ledger === undefined) {
      throw new Error(`failed to find ledger for channel: ${channelId}`);
    }
    const simulator = ledger.simulate({ mspId: endorsingPeer.mspId, txId: caller.txId });
    try {
      const there = { ...caller, channelId, ledger: { simulator, config: ledger.config } };
      return await invokedMessage(this.#invoke({ ...call, transaction: there }));
    } finally {
      simulator.done();
    }
  }
}

async function invokedMessage(invocation: Promise<ExecutionResult>): Promise<Uint8Array> {
  try {
    return (await invocation).message;
  } catch (error) {
    throw new Error(`execute failed: ${textOf(error)}`);
  }
}

/** Init exactly once for each version of a definition that asks for it. */
function checkInit({ transaction, chaincode, input }: Call, info: EndorsementInfo): void {
  const simulator = transaction.ledger?.simulator;
  const version = Buffer.from(info.version);
  const pending =
    info.initRequired && !version.equals(simulator?.getState(chaincode, INITIALIZED_KEY) ?? Buffer.alloc(0));
  if (!input.getIsInit()) {
    if (pending) {
      throw new Error(
        `chaincode '${chaincode}' has not been initialized for this version, must call as init first`,
      );
    }
    return;
  }
  if (!info.initRequired) {
    throw new Error(`chaincode '${chaincode}' does not require initialization but called as init`);
  }
  if (!pending) {
    throw new Error(`chaincode '${chaincode}' is already initialized but called as init`);
  }
  simulator?.putState(chaincode, INITIALIZED_KEY, version);
}

async function invokeSystem(system: SystemChaincode, call: Call): Promise<ExecutionResult> {
  const { transaction, proposed, input } = call;
  const args = input.getArgsList_asU8();
  const response = await system
    .invoke({ transaction, proposedChaincode: proposed, args })
    .catch((error: unknown) => {
      const failed = new peer.Response();
      failed.setStatus(500);
      failed.setMessage(textOf(error));
      return failed;
    });
  const type = MessageType.COMPLETED;
  const payload = response.serializeBinary();
  const { txId, channelId } = transaction;
  return { type, payload, message: encodeMessage({ type, txId, channelId, payload }) };
}

/** `name:version/channel`, of which version and channel may be left out. */
function parseTarget(text: string): { name: string; channelId: string } {
  const slash = text.indexOf('/');
  const qualified = slash < 0 ? text : text.slice(0, slash);
  return { name: qualified.split(':')[0] ?? '', channelId: slash < 0 ? '' : text.slice(slash + 1) };
}

function explained<T>(prefix: string, check: () => T): T {
  try {
    return check();
  } catch (error) {
    throw new Error(`${prefix}: ${textOf(error)}`);
  }
}
