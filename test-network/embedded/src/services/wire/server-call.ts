import type { IncomingHttpHeaders, ServerHttp2Stream } from 'node:http2';
import { errorTrailers, OK_TRAILERS } from './grpc-error.js';
import { FrameReader, frame } from './message-frames.js';

const RESPONSE_HEADERS = { ':status': 200, 'content-type': 'application/grpc' } as const;

/** One gRPC call on its HTTP/2 stream: messages in, messages out, a status at the end. */
export class ServerCall {
  readonly #stream: ServerHttp2Stream;
  readonly #frames: FrameReader;
  #clientIsDone = false;
  #failure: unknown;
  #wake: (() => void) | undefined;
  #answering = false;
  #abort: AbortController | undefined;

  constructor(stream: ServerHttp2Stream, headers: IncomingHttpHeaders) {
    this.#stream = stream;
    this.#frames = new FrameReader(headers['grpc-encoding'] as string | undefined);
    stream.on('data', (chunk: Buffer) => {
      this.#frames.push(chunk);
      // A reader that is not waiting holds the client back; after the end, nothing more is of use.
      if (this.#wake !== undefined) {
        this.#wake();
      } else if (this.#isOpen()) {
        stream.pause();
      }
    });
    stream.on('end', () => this.#endOfInput());
    stream.on('close', () => {
      this.#endOfInput();
      this.#abort?.abort();
    });
    // A broken connection shows as the close that follows; there is nobody left to tell.
    stream.on('error', () => {});
  }

  /** Aborted when the client hangs up, or gives up because of its deadline; after the end of the call, too. */
  get signal(): AbortSignal {
    if (this.#abort === undefined) {
      this.#abort = new AbortController();
      if (this.#stream.closed || this.#stream.destroyed) {
        this.#abort.abort();
      }
    }
    return this.#abort.signal;
  }

  /** The client's next message; undefined once it has sent its last one, or has hung up. */
  async next(): Promise<Buffer | undefined> {
    for (;;) {
      const message = this.#frames.take();
      if (message !== undefined) {
        return message;
      }
      if (this.#clientIsDone) {
        return undefined;
      }
      await this.#moreInput();
    }
  }

  /** Sends a message, and waits while the client does not keep up. */
  async write(message: Uint8Array): Promise<void> {
    const framed = frame(message);
    if (!this.#isOpen() || this.#send(framed)) {
      return;
    }
    await new Promise<void>((resolve) => {
      const done = () => {
        this.#stream.off('drain', done);
        this.#stream.off('close', done);
        resolve();
      };
      this.#stream.on('drain', done);
      this.#stream.on('close', done);
    });
  }

  /** Ends the call well, with a last message if there is one. */
  end(message?: Uint8Array): void {
    const framed = message === undefined ? undefined : frame(message);
    if (this.#isOpen()) {
      this.#begin();
      this.#stream.end(framed);
      this.#stream.resume();
    }
  }

  fail(error: unknown): void {
    if (!this.#isOpen()) {
      return;
    }
    if (this.#answering) {
      this.#failure = error;
      this.#stream.end();
    } else {
      this.#stream.respond({ ...RESPONSE_HEADERS, ...errorTrailers(error) }, { endStream: true });
    }
    this.#stream.resume();
  }

  #isOpen(): boolean {
    return !this.#stream.destroyed && !this.#stream.closed && !this.#stream.writableEnded;
  }

  #send(framed: Buffer): boolean {
    this.#begin();
    return this.#stream.write(framed);
  }

  #begin(): void {
    if (!this.#answering) {
      this.#answering = true;
      this.#stream.respond(RESPONSE_HEADERS, { waitForTrailers: true });
      this.#stream.once('wantTrailers', () => {
        this.#stream.sendTrailers(this.#failure === undefined ? OK_TRAILERS : errorTrailers(this.#failure));
      });
    }
  }

  #moreInput(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = () => {
        this.#wake = undefined;
        resolve();
      };
      this.#stream.resume();
    });
  }

  #endOfInput(): void {
    this.#clientIsDone = true;
    this.#wake?.();
  }
}
