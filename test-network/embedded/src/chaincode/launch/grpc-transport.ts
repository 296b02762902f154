import type { ClientDuplexStream } from '@grpc/grpc-js';
import type { ShimTransport } from './transport.js';

type GrpcStream = ClientDuplexStream<Uint8Array, Uint8Array>;

/** The stream that a peer has opened to a chaincode service; messages are passed on unread. */
export class GrpcTransport implements ShimTransport {
  readonly #stream: GrpcStream;
  readonly #end: () => void;
  #open = true;
  #closed: (reason: string) => void = () => {};

  constructor(stream: GrpcStream, end: () => void) {
    this.#stream = stream;
    this.#end = end;
    stream.on('error', (error: Error) => this.#finish(error.message));
    stream.on('end', () => this.#finish('EOF'));
    stream.on('close', () => this.#finish('the stream closed'));
  }

  send(message: Uint8Array): void {
    if (this.#open) {
      this.#stream.write(message);
    }
  }

  onMessage(receive: (message: Uint8Array) => void): void {
    this.#stream.on('data', receive);
  }

  onClose(closed: (reason: string) => void): void {
    this.#closed = closed;
  }

  async close(): Promise<void> {
    this.#finish('closed by the peer');
  }

  #finish(reason: string): void {
    if (this.#open) {
      this.#open = false;
      this.#end();
      this.#closed(reason);
    }
  }
}

/** Messages stay bytes on both sides of a gRPC stream. */
export const rawMessage = {
  serialize: (message: Uint8Array): Buffer =>
    Buffer.from(message.buffer, message.byteOffset, message.byteLength),
  deserialize: (bytes: Buffer): Uint8Array => bytes,
};
