import type { ServerDuplexStream } from '@grpc/grpc-js';

/** The messages of a client's stream, pulled one by one so that a slow reader holds the client back. */
export class StreamReader<Request> {
  readonly #call: ServerDuplexStream<Request, unknown>;
  readonly #queue: Request[] = [];
  #ended = false;
  #wake: (() => void) | undefined;

  constructor(call: ServerDuplexStream<Request, unknown>) {
    this.#call = call;
    const end = () => {
      this.#ended = true;
      this.#wake?.();
    };
    call.on('data', (message: Request) => {
      this.#queue.push(message);
      call.pause();
      this.#wake?.();
    });
    call.on('end', end);
    call.on('cancelled', end);
    call.on('error', end);
    call.pause();
  }

  /** The next message; undefined once the client has ended the stream or hung up. */
  async next(): Promise<Request | undefined> {
    while (this.#queue.length === 0 && !this.#ended) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        this.#call.resume();
      });
      this.#wake = undefined;
    }
    return this.#queue.shift();
  }
}
