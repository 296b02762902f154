import { peer } from '@hyperledger/fabric-protos';
import type { ShimTransport } from '../chaincode/launch/transport.js';
import { type Method, type StreamCall, streaming, type Writable } from './wire/method.js';

/** Messages of chaincode are passed on unread. */
const BYTES = { deserializeBinary: (bytes: Uint8Array) => bytes };

/** protos.ChaincodeSupport of one peer: chaincode that connects to it. */
export function chaincodeSupportService(runtime: { accept(stream: ShimTransport): void }): Method[] {
  return [
    streaming<Uint8Array, Writable>(
      { definition: peer.ChaincodeSupportService.register, request: BYTES },
      async (call) => {
        const transport = new ServedChaincode(call);
        runtime.accept(transport);
        await transport.run();
      },
    ),
  ];
}

/** The stream that a chaincode has opened to its peer. */
class ServedChaincode implements ShimTransport {
  readonly #call: StreamCall<Uint8Array, Writable>;
  #receive: (message: Uint8Array) => void = () => {};
  #closed: (reason: string) => void = () => {};
  #end: (() => void) | undefined;
  #open = true;

  constructor(call: StreamCall<Uint8Array, Writable>) {
    this.#call = call;
  }

  /** Hands messages on until one side ends the stream. */
  run(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#end = resolve;
      this.#pump().then(resolve, reject);
    });
  }

  send(message: Uint8Array): void {
    if (this.#open) {
      void this.#call.write({ serializeBinary: () => message });
    }
  }

  onMessage(receive: (message: Uint8Array) => void): void {
    this.#receive = receive;
  }

  onClose(closed: (reason: string) => void): void {
    this.#closed = closed;
  }

  async close(): Promise<void> {
    this.#finish('closed by the peer');
  }

  async #pump(): Promise<void> {
    for (let next = await this.#call.next(); next !== undefined; next = await this.#call.next()) {
      this.#receive(next);
    }
    this.#finish('EOF');
  }

  #finish(reason: string): void {
    if (this.#open) {
      this.#open = false;
      this.#end?.();
      this.#closed(reason);
    }
  }
}
