import { peer } from '@hyperledger/fabric-protos';
import { textOf } from './error-text.js';
import type { ShimTransport } from './launch/transport.js';
import { encodeMessage, MessageType, messageTypeName } from './messages.js';
import { answerRequest, isRequest } from './requests.js';
import type { TransactionContext } from './transaction-context.js';

/** What a chaincode's run ends with. */
export interface ExecutionResult {
  /** COMPLETED or ERROR. */
  readonly type: number;
  /** The serialised peer.Response of COMPLETED, the error's text of ERROR. */
  readonly payload: Uint8Array;
  readonly event?: peer.ChaincodeEvent;
  /** The whole message, as a calling chaincode's shim wants it. */
  readonly message: Uint8Array;
}

export interface ExecuteOptions {
  readonly context: TransactionContext;
  readonly input: Uint8Array;
  readonly timeoutMs: number;
}

interface Run {
  readonly context: TransactionContext;
  readonly timer: NodeJS.Timeout;
  finish(result: ExecutionResult): void;
  fail(error: Error): void;
  /** Fabric's shim asks one thing at a time in a transaction; a second one before the answer is dropped. */
  busy: boolean;
}

export interface HandlerEvents {
  /** The chaincode gave its id; throws to refuse it. */
  register(handler: ShimHandler): void;
  /** The chaincode may be given transactions from now on. */
  ready(handler: ShimHandler): void;
  closed(handler: ShimHandler, reason: string): void;
  /** A transaction ran into its time limit, which may mean that the chaincode hangs for good. */
  timedOut(handler: ShimHandler): void;
}

/** The peer's side of one chaincode stream. */
export class ShimHandler {
  readonly transport: ShimTransport;
  readonly #events: HandlerEvents;
  readonly #runs = new Map<string, Run>();
  #chaincodeId = '';
  #state: 'created' | 'ready' | 'closed' = 'created';
  #retired = false;

  constructor(transport: ShimTransport, events: HandlerEvents) {
    this.transport = transport;
    this.#events = events;
    transport.onMessage((bytes) => this.#receiveGuarded(bytes));
    transport.onClose((reason) => this.#close(reason));
  }

  /** The package id that the chaincode registered with; empty before. */
  get chaincodeId(): string {
    return this.#chaincodeId;
  }

  get ready(): boolean {
    return this.#state === 'ready';
  }

  /** Ends the stream as soon as no transaction runs on it. */
  retire(): void {
    this.#retired = true;
    this.#closeIfUnused();
  }

  /** Runs one transaction; rejects with Fabric's words on time-out or when the stream ends. */
  execute(options: ExecuteOptions): Promise<ExecutionResult> {
    const { context } = options;
    const { channelId, txId, signedProposal } = context.transaction;
    const key = channelId + txId;
    if (this.#runs.has(key)) {
      return Promise.reject(new Error(`txid: ${txId}(${channelId}) exists`));
    }
    if (this.#state === 'closed') {
      return Promise.reject(new Error('chaincode stream terminated'));
    }
    const result = new Promise<ExecutionResult>((resolve, reject) => {
      const end = (): void => {
        clearTimeout(run.timer);
        this.#runs.delete(key);
        this.#closeIfUnused();
      };
      const run: Run = {
        context,
        busy: false,
        timer: setTimeout(() => {
          run.fail(new Error('timeout expired while executing transaction'));
          this.#events.timedOut(this);
        }, options.timeoutMs),
        finish: (outcome) => {
          end();
          resolve(outcome);
        },
        fail: (error) => {
          end();
          reject(error);
        },
      };
      this.#runs.set(key, run);
    });
    this.transport.send(
      encodeMessage({
        type: context.isInit ? MessageType.INIT : MessageType.TRANSACTION,
        txId,
        channelId,
        payload: options.input,
        proposal: signedProposal,
      }),
    );
    return result.finally(() => context.closeQueries());
  }

  /** What a chaincode sends is not to be trusted: bytes that are no message end its stream, nothing else. */
  #receiveGuarded(bytes: Uint8Array): void {
    try {
      this.#receive(bytes);
    } catch (error) {
      this.#break(textOf(error));
    }
  }

  #receive(bytes: Uint8Array): void {
    const message = peer.ChaincodeMessage.deserializeBinary(bytes);
    const type = message.getType();
    if (type === MessageType.KEEPALIVE) {
      return;
    }
    if (this.#state === 'created' && type === MessageType.REGISTER) {
      this.#register(message);
    } else if (type === MessageType.COMPLETED || type === MessageType.ERROR) {
      this.#complete(message, bytes);
    } else if (this.#state === 'ready' && isRequest(type)) {
      void this.#answer(message);
    } else {
      this.#break(
        `[${message.getTxid()}] Fabric side handler cannot handle message (${messageTypeName(type)}) while in ${this.#state} state`,
      );
    }
  }

  #register(message: peer.ChaincodeMessage): void {
    this.#chaincodeId = peer.ChaincodeID.deserializeBinary(message.getPayload_asU8()).getName();
    if (this.#chaincodeId === '') {
      throw new Error('error in handling register chaincode, chaincodeID name is empty');
    }
    this.#events.register(this);
    this.transport.send(encodeMessage({ type: MessageType.REGISTERED, txId: '', channelId: '' }));
    this.transport.send(readyMessage());
    this.#state = 'ready';
    this.#events.ready(this);
  }

  #complete(message: peer.ChaincodeMessage, bytes: Uint8Array): void {
    const event = message.getChaincodeEvent();
    this.#runs.get(message.getChannelId() + message.getTxid())?.finish({
      type: message.getType(),
      payload: message.getPayload_asU8(),
      message: bytes,
      ...(event === undefined ? {} : { event }),
    });
  }

  async #answer(message: peer.ChaincodeMessage): Promise<void> {
    const channelId = message.getChannelId();
    const txId = message.getTxid();
    const run = this.#runs.get(channelId + txId);
    if (run?.busy) {
      return;
    }
    if (run !== undefined) {
      run.busy = true;
    }
    let type: MessageType = MessageType.RESPONSE;
    let payload: Uint8Array | undefined;
    try {
      const answer = answerRequest(run?.context, message.getType(), message.getPayload_asU8());
      // Most answers are at hand: waiting for them would cost each shim call a turn of the event loop.
      payload = answer instanceof Promise ? await answer : answer;
    } catch (error) {
      type = MessageType.ERROR;
      const reason = textOf(error);
      const name = messageTypeName(message.getType());
      payload = new TextEncoder().encode(`${name} failed: transaction ID: ${txId}: ${reason}`);
    }
    if (run !== undefined) {
      run.busy = false;
    }
    this.transport.send(
      encodeMessage({ type, txId, channelId, ...(payload === undefined ? {} : { payload }) }),
    );
  }

  #closeIfUnused(): void {
    if (this.#retired && this.#runs.size === 0) {
      void this.transport.close();
    }
  }

  /** The chaincode broke the protocol: what runs on it fails, and the stream ends. */
  #break(reason: string): void {
    this.#close(reason);
    void this.transport.close();
  }

  #close(reason: string): void {
    if (this.#state === 'closed') {
      return;
    }
    this.#state = 'closed';
    for (const run of [...this.#runs.values()]) {
      run.fail(new Error('chaincode stream terminated'));
    }
    this.#events.closed(this, reason);
  }
}

function readyMessage(): Uint8Array {
  const abilities = new peer.ChaincodeAdditionalParams();
  abilities.setUseWriteBatch(true);
  abilities.setMaxSizeWriteBatch(1000);
  abilities.setUseGetMultipleKeys(true);
  abilities.setMaxSizeGetMultipleKeys(1000);
  return encodeMessage({
    type: MessageType.READY,
    txId: '',
    channelId: '',
    payload: abilities.serializeBinary(),
  });
}
