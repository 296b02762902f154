import { peer } from '@hyperledger/fabric-protos';
import type { ShimTransport } from '../launch/transport.js';
import type { MessageType } from '../messages.js';

interface Payload {
  serializeBinary(): Uint8Array;
}

/** A chaincode's end of a stream, in a test's hands. */
export class MemoryTransport implements ShimTransport {
  readonly heard: peer.ChaincodeMessage[] = [];
  closed = false;
  #receive: (message: Uint8Array) => void = () => {};
  #ended: (reason: string) => void = () => {};
  #waiting: ((message: peer.ChaincodeMessage) => void) | undefined;

  send(message: Uint8Array): void {
    const decoded = peer.ChaincodeMessage.deserializeBinary(message);
    this.heard.push(decoded);
    this.#waiting?.(decoded);
  }

  onMessage(receive: (message: Uint8Array) => void): void {
    this.#receive = receive;
  }

  onClose(ended: (reason: string) => void): void {
    this.#ended = ended;
  }

  async close(): Promise<void> {
    this.closed = true;
  }

  /** Says something to the peer, as transaction `tx` of channel `ch`. */
  say(type: MessageType, payload?: Payload): void {
    this.#receive(this.message(type, payload?.serializeBinary()));
  }

  sayBytes(bytes: Uint8Array): void {
    this.#receive(bytes);
  }

  /** Says something, and resolves with what the peer says next. */
  ask(type: MessageType, payload: Payload): Promise<peer.ChaincodeMessage> {
    const answer = new Promise<peer.ChaincodeMessage>((resolve) => {
      this.#waiting = resolve;
    });
    this.say(type, payload);
    return answer;
  }

  end(): void {
    this.#ended('ended by the test');
  }

  message(type: MessageType, payload: Uint8Array = new Uint8Array()): Uint8Array {
    const message = new peer.ChaincodeMessage();
    message.setType(type);
    message.setTxid('tx');
    message.setChannelId('ch');
    message.setPayload(payload);
    return message.serializeBinary();
  }
}
